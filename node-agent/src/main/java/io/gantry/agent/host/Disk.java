package io.gantry.agent.host;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How full a file system is (statvfs(3)).
 *
 * @param availableBytes to those that are not root
 * @param usedBytes what is not free at all
 * @param inodes 0 for file systems that have no fixed number of them
 */
public record Disk(long capacityBytes, long availableBytes, long usedBytes, long inodes, long inodesFree) {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int FIELDS = 6;

    /** Of the file system that holds a path; Java itself does not know inodes. */
    public static Disk of(Path path, HostCommands commands) throws IOException {
        List<String> command = List.of("stat", "--file-system", "--format=%S %b %f %a %c %d", path.toString());
        HostCommands.Result result = commands.run(command, Map.of(), new byte[0], TIMEOUT);
        String[] words = result.stdout().strip().split(" ");
        if (!result.succeeded() || words.length != FIELDS) {
            throw new IOException("stat " + path + ": " + result.stderr().strip());
        }
        long[] fields = Stream.of(words).mapToLong(Long::parseLong).toArray();
        long block = fields[0];
        return new Disk(block * fields[1], block * fields[3], block * (fields[1] - fields[2]), fields[4], fields[5]);
    }

    public long inodesUsed() {
        return inodes - inodesFree;
    }
}
