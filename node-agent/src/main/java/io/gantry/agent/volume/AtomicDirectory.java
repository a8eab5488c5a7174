package io.gantry.agent.volume;

import io.gantry.agent.volume.Payload.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A directory whose files change all at once, as every container that reads them expects: {@code KEY -> ..data/KEY} and
 * {@code ..data -> ..VERSION}, where only {@code ..data} is ever replaced, by a rename.
 */
final class AtomicDirectory {

    private static final String DATA = "..data";

    private final Path root;
    private final OptionalInt group;

    /** @param group owns the files and may read them; none for root's group */
    AtomicDirectory(Path root, OptionalInt group) {
        this.root = root;
        this.group = group;
    }

    /**
     * Makes the directory hold exactly these files.
     *
     * @return whether anything changed
     */
    boolean write(SortedMap<String, Content> files) throws IOException {
        Path data = root.resolve(DATA);
        if (Files.isSymbolicLink(data) && same(data, files)) {
            return false;
        }
        permit(root, 0755);
        Path version = Files.createTempDirectory(root, "..");
        permit(version, 0755);
        for (var entry : files.entrySet()) {
            write(version, entry.getKey(), entry.getValue());
        }
        Path old = Files.isSymbolicLink(data) ? root.resolve(Files.readSymbolicLink(data)) : null;
        Path draft = root.resolve("..data_tmp");
        Files.deleteIfExists(draft);
        Files.createSymbolicLink(draft, version.getFileName());
        Files.move(draft, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        link(files.keySet());
        if (old != null) {
            delete(old);
        }
        return true;
    }

    private void write(Path version, String path, Content content) throws IOException {
        Path file = version.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, content.bytes());
        permit(file, mode(content));
        if (content.owner().isPresent()) {
            Files.setAttribute(file, "unix:uid", content.owner().getAsInt());
        }
        for (Path dir = file.getParent(); !dir.equals(version); dir = dir.getParent()) {
            permit(dir, 0755);
        }
    }

    private int mode(Content content) {
        return group.isPresent() ? content.mode() | 0440 : content.mode();
    }

    private void permit(Path path, int mode) throws IOException {
        Files.setPosixFilePermissions(path, permissions(mode));
        if (group.isPresent()) {
            Files.setAttribute(path, "unix:gid", group.getAsInt());
        }
    }

    static Set<PosixFilePermission> permissions(int mode) {
        PosixFilePermission[] byBit = {
            PosixFilePermission.OTHERS_EXECUTE, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.OTHERS_READ,
            PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_READ,
            PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_READ,
        };
        Set<PosixFilePermission> result = new HashSet<>();
        for (int bit = 0; bit < byBit.length; bit++) {
            if ((mode >> bit & 1) == 1) {
                result.add(byBit[bit]);
            }
        }
        return result;
    }

    private boolean same(Path data, SortedMap<String, Content> files) throws IOException {
        try (Stream<Path> walk = Files.walk(data.toRealPath())) {
            List<Path> present = walk.filter(Files::isRegularFile).toList();
            if (present.size() != files.size()) {
                return false;
            }
        }
        for (var entry : files.entrySet()) {
            Path file = data.resolve(entry.getKey());
            try {
                if (!Arrays.equals(Files.readAllBytes(file), entry.getValue().bytes())
                        || !Files.getPosixFilePermissions(file).equals(permissions(mode(entry.getValue())))) {
                    return false;
                }
            } catch (NoSuchFileException e) {
                return false;
            }
        }
        return true;
    }

    /** Shows the first part of every path at the top, and drops what is there no longer. */
    private void link(Set<String> paths) throws IOException {
        Set<String> tops = paths.stream().map(path -> path.split("/")[0]).collect(Collectors.toSet());
        try (Stream<Path> children = Files.list(root)) {
            for (Path child : children.toList()) {
                String name = child.getFileName().toString();
                if (!name.startsWith("..") && !tops.contains(name)) {
                    Files.delete(child);
                }
            }
        }
        for (String top : tops) {
            Path link = root.resolve(top);
            if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                Files.createSymbolicLink(link, Path.of(DATA, top));
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
