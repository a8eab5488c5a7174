package io.gantry.agent.volume;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Gives a volume to the pod's {@code fsGroup}: the group may read and write everything, and what is made later belongs to it too.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/configure-pod-container/security-context/">API page</a>
 */
final class VolumeOwnership {

    private static final int GROUP_FILE = 0660;
    private static final int GROUP_DIRECTORY = 02770;
    private static final int PERMISSIONS = 07777;

    /** When it is done. */
    enum ChangePolicy {
        ALWAYS,
        ON_ROOT_MISMATCH
    }

    private final int group;

    VolumeOwnership(int group) {
        this.group = group;
    }

    void apply(Path volume, ChangePolicy policy) throws IOException {
        if (policy == ChangePolicy.ON_ROOT_MISMATCH && matches(volume)) {
            return;
        }
        Files.walkFileTree(volume, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                // never through a link: it may lead anywhere
                if (attributes.isRegularFile()) {
                    give(file, GROUP_FILE);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                // the volume's own directory comes last: it says whether all of it was done
                give(directory, GROUP_DIRECTORY);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private boolean matches(Path volume) throws IOException {
        int mode = (int) Files.getAttribute(volume, "unix:mode");
        return (int) Files.getAttribute(volume, "unix:gid") == group && (mode & GROUP_DIRECTORY) == GROUP_DIRECTORY;
    }

    private void give(Path path, int mode) throws IOException {
        Files.setAttribute(path, "unix:gid", group);
        int present = (int) Files.getAttribute(path, "unix:mode") & PERMISSIONS;
        Files.setAttribute(path, "unix:mode", present | mode);
    }
}
