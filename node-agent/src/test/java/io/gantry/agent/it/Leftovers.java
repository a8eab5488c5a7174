package io.gantry.agent.it;

import com.github.dockerjava.api.DockerClient;
import io.gantry.agent.host.HostCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How much there is of everything that a pod consists of: a pod that is gone must leave all of it as it was before.
 *
 * @param shims processes of the engine that stand between it and a container
 * @param mounts paths below the engine's folder, of the engine and of the agent
 * @param namespaces network namespaces, which a mount keeps
 * @param interfaces ends of pods' networks in the bridge
 * @param addresses that the address plugin counts as given away
 * @param portRules lines of iptables that lead host ports into pods
 */
record Leftovers(
        long containers,
        long shims,
        Set<String> mounts,
        long namespaces,
        long controlGroups,
        long interfaces,
        long addresses,
        long portRules,
        long podDirectories) {

    /**
     * All but what an engine that was killed loses, as nobody knows of it: a shim that was just being started, the file
     * system of a container that was just being made.
     */
    Leftovers withoutLossesOfTheEngine() {
        return new Leftovers(
                containers,
                0,
                mounts.stream()
                        .filter(path -> !path.startsWith(PrivateEngine.DATA + "/"))
                        .collect(Collectors.toSet()),
                namespaces,
                controlGroups,
                interfaces,
                addresses,
                portRules,
                podDirectories);
    }

    static Leftovers count(PrivateEngine engine, Path stateDir) {
        try {
            return new Leftovers(
                    containers(engine),
                    ProcessHandle.allProcesses()
                            .filter(process -> process.info()
                                    .commandLine()
                                    .filter(line -> line.contains("shim")
                                            && line.contains(engine.root().toString()))
                                    .isPresent())
                            .count(),
                    mounts(engine.root()),
                    // the engine removes the files some time after it has let go of the namespaces
                    mounts(engine.root().resolve("exec/netns")).size(),
                    groups(),
                    entries(Path.of("/sys/class/net", TestNode.BRIDGE, "brif")),
                    leases(stateDir.resolve("cni/gantry")),
                    rulesForPorts(),
                    entries(stateDir.resolve("pods")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Relative to a directory, which itself may be one of them. */
    private static Set<String> mounts(Path below) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .map(line -> Path.of(line.split(" ")[4]))
                .filter(path -> path.startsWith(below))
                .map(path -> below.relativize(path).toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static long containers(PrivateEngine engine) throws IOException {
        try (DockerClient client = engine.client()) {
            return client.listContainersCmd().withShowAll(true).exec().size();
        }
    }

    private static long entries(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.count();
        }
    }

    /** Files named by their address; beside them lie a lock and the address given last. */
    private static long leases(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file ->
                            Character.isDigit(file.getFileName().toString().charAt(0)))
                    .count();
        }
    }

    /** Named by a container's id, in one hierarchy or in many; some vanish while they are counted. */
    private static long groups() throws IOException {
        AtomicLong found = new AtomicLong();
        Files.walkFileTree(Path.of("/sys/fs/cgroup"), Set.of(), 5, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path group, BasicFileAttributes attributes) {
                if (group.getFileName().toString().matches("(docker-)?[0-9a-f]{64}(\\.scope)?")) {
                    found.incrementAndGet();
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException vanished) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path group, IOException vanished) {
                return FileVisitResult.CONTINUE;
            }
        });
        return found.get();
    }

    private static long rulesForPorts() throws IOException {
        return new HostCommands()
                .run(List.of("iptables-save", "-t", "nat"), Map.of(), new byte[0], Duration.ofSeconds(10))
                .stdout()
                .lines()
                .filter(line -> line.contains("CNI-DN-"))
                .count();
    }
}
