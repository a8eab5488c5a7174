package io.gantry.agent.host;

import java.io.IOException;
import java.nio.file.Path;

/**
 * How full a file system is (statvfs(3)).
 *
 * @param availableBytes to those that are not root
 * @param usedBytes what is not free at all
 * @param inodes 0 for file systems that have no fixed number of them
 */
public record Disk(long capacityBytes, long availableBytes, long usedBytes, long inodes, long inodesFree) {

    /** Of the file system that holds a path; Java itself does not know inodes. */
    public static Disk of(Path path) throws IOException {
        return FileSystemCalls.disk(path);
    }

    public long inodesUsed() {
        return inodes - inodesFree;
    }
}
