package io.gantry.agent.host;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * What a directory takes of its disk, itself included, as du(1) counts: files with several names once, and nothing that is mounted below.
 *
 * @param inodes how many files and directories
 */
public record DirectoryUse(long bytes, long inodes) {

    public static final DirectoryUse NONE = new DirectoryUse(0, 0);

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /**
     * Walks through all of it once; nothing for a directory that is not there.
     *
     * @throws IOException when that takes too long
     */
    public static DirectoryUse of(Path directory) throws IOException {
        return Files.exists(directory, LinkOption.NOFOLLOW_LINKS) ? new Walk(directory).count() : NONE;
    }

    private static final class Walk {

        private final Path top;
        private final long device;
        private final long begun = System.nanoTime();
        private final Deque<Path> directories = new ArrayDeque<>();
        private final Set<Long> counted = new HashSet<>();
        private long bytes;
        private long inodes;

        Walk(Path top) throws IOException {
            this.top = top;
            device = FileSystemCalls.entry(top).device();
        }

        DirectoryUse count() throws IOException {
            add(top);
            while (!directories.isEmpty()) {
                if (System.nanoTime() - begun > LIMIT.toNanos()) {
                    throw new IOException(top + " could not be counted within " + LIMIT.toSeconds() + "s");
                }
                addContent(directories.pop());
            }
            return new DirectoryUse(bytes, inodes);
        }

        private void addContent(Path directory) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
                for (Path child : children) {
                    add(child);
                }
            } catch (IOException | DirectoryIteratorException e) {
                // it went away meanwhile: the next count tells
            }
        }

        private void add(Path path) {
            FileSystemCalls.Entry entry;
            try {
                entry = FileSystemCalls.entry(path);
            } catch (IOException e) {
                return; // likewise
            }
            boolean other = entry.device() != device;
            if (other || !entry.directory() && entry.links() > 1 && !counted.add(entry.inode())) {
                return;
            }
            bytes += entry.bytes();
            inodes++;
            if (entry.directory()) {
                directories.push(path);
            }
        }
    }
}
