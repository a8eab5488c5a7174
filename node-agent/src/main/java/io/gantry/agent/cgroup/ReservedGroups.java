package io.gantry.agent.cgroup;

import io.gantry.agent.host.HostCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Control groups of processes that are no pods. Whoever manages the machine makes them and puts processes into them; only limits are set
 * here, as upstream's kubelet does.
 */
public final class ReservedGroups {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    /** Those that a group must have, where the machine has them. */
    private static final Set<String> NEEDED = Set.of("cpu", "cpuset", "memory", "hugetlb", "pids");

    private final String driver;
    private final HostCommands commands;
    private final Path root;

    /**
     * @param driver who keeps the tree, in the engine's words: cgroupfs or systemd
     * @param root of the file system; / outside of tests
     */
    public ReservedGroups(String driver, HostCommands commands, Path root) {
        this.driver = driver;
        this.commands = commands;
        this.root = root;
    }

    /**
     * Sets the limits of a group that is there.
     *
     * @param path as it is written for the driver: {@code /a/b}, or {@code /a.slice/a-b.slice}
     * @param limits 0 for what stays as it is
     * @throws IOException when the group is not there, in upstream's words
     */
    public void enforce(String path, GroupLimits limits) throws IOException {
        boolean systemd = driver.equals("systemd");
        GroupName name = systemd ? GroupName.parseSlice(path) : GroupName.parse(path);
        if (limits.cpuShares() == 0 && limits.memory() == 0 && limits.processes() == 0) {
            throw new IOException(quoted(name) + " cgroup is not configured properly");
        }
        GroupMounts mounts = GroupMounts.read(root);
        String directory = (systemd ? name.slicePath() : name.path()).substring(1);
        validate(mounts, directory, name);
        if (systemd) {
            commands.check(
                    LIMIT, SystemdCall.give(name, limits, mounts.version()).toArray(String[]::new));
        }
        for (GroupFile file : GroupFile.given(limits, mounts.version())) {
            Path group = mounts.top(file.controller()).orElseThrow().resolve(directory);
            Files.writeString(group.resolve(file.name()), file.value(), StandardOpenOption.WRITE);
        }
    }

    private static void validate(GroupMounts mounts, String directory, GroupName name) throws IOException {
        switch (mounts.version()) {
            case FIRST -> {
                List<String> missing = new ArrayList<>();
                for (String controller : new TreeSet<>(NEEDED)) {
                    mounts.top(controller)
                            .map(top -> top.resolve(directory))
                            .filter(group -> !Files.isDirectory(group))
                            .ifPresent(group -> missing.add(group.toString()));
                }
                require(missing, "cgroup " + quoted(name) + " has some missing paths: ");
            }
            case SECOND -> {
                Set<String> missing = new TreeSet<>(NEEDED);
                missing.retainAll(mounts.byController().keySet());
                Path controllers = mounts.trees().getFirst().resolve(directory).resolve("cgroup.controllers");
                if (!Files.exists(controllers)) {
                    throw new IOException("could not read controllers for cgroup " + quoted(name) + ": open "
                            + controllers + ": no such file or directory");
                }
                missing.removeAll(List.of(Files.readString(controllers).strip().split(" ")));
                require(List.copyOf(missing), "cgroup " + quoted(name) + " has some missing controllers: ");
            }
        }
    }

    private static void require(List<String> missing, String message) throws IOException {
        if (!missing.isEmpty()) {
            throw new IOException(message + String.join(", ", missing));
        }
    }

    /** As Go writes the parts of a name. */
    private static String quoted(GroupName name) {
        return name.parts().stream().map(part -> "\"" + part + "\"").collect(Collectors.joining(" ", "[", "]"));
    }
}
