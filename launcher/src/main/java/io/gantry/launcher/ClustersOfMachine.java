package io.gantry.launcher;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which clusters of this machine were started, by their state folders: several may run beside each other, each with ports of its own,
 * and the last one to go takes along what they share.
 */
final class ClustersOfMachine {

    /** Empty after a restart of the machine, as is what they share. */
    static final Path DIRECTORY = Path.of("/run/gantry-clusters");

    private final Path directory;
    private final Predicate<Path> runs;

    /**
     * @param runs whether anything of the cluster with this state folder runs
     */
    ClustersOfMachine(Path directory, Predicate<Path> runs) {
        this.directory = directory;
        this.runs = runs;
    }

    /**
     * Puts a cluster on the list.
     *
     * @return the state folders of others that run
     */
    List<Path> enter(Path state) {
        try {
            Files.createDirectories(directory);
            Files.write(entry(state), new byte[0]);
            return running().stream().filter(other -> !other.equals(state)).toList();
        } catch (IOException e) {
            throw new Failure("cannot write " + entry(state), e);
        }
    }

    /**
     * Takes a cluster off the list.
     *
     * @return whether others run
     */
    boolean leave(Path state) {
        try {
            Files.deleteIfExists(entry(state));
            if (!Files.isDirectory(directory)) {
                return false;
            }
            boolean others = !running().isEmpty();
            if (!others) {
                new FileTree(directory).delete();
            }
            return others;
        } catch (IOException e) {
            throw new Failure("cannot change " + directory, e);
        }
    }

    private List<Path> running() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(ClustersOfMachine::state).filter(runs).toList();
        }
    }

    private Path entry(Path state) {
        return directory.resolve(URLEncoder.encode(state.toString(), StandardCharsets.UTF_8));
    }

    private static Path state(Path entry) {
        return Path.of(URLDecoder.decode(entry.getFileName().toString(), StandardCharsets.UTF_8));
    }
}
