package io.gantry.agent.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Control groups as directories and files of the kernel, which the agent itself makes and writes. */
final class FileTree implements ControlGroupTree {

    private static final int REMOVE_TRIES = 40;
    private static final long REMOVE_PAUSE_MILLIS = 50;
    private static final List<String> CONTROLLERS = List.of("cpu", "memory", "pids", "hugetlb", "cpuset", "io");

    private final GroupMounts mounts;
    private final Function<GroupName, String> path;

    /** @param path of a group below the top of each tree */
    FileTree(GroupMounts mounts, Function<GroupName, String> path) {
        this.mounts = mounts;
        this.path = path;
    }

    @Override
    public String parent(GroupName name) {
        return path.apply(name);
    }

    @Override
    public void apply(GroupName name, GroupLimits limits) throws IOException {
        for (GroupFile file : GroupFile.of(limits, mounts.version())) {
            // huge pages are not counted everywhere; cpu, memory and pids were found when the agent started
            if (mounts.top(file.controller()).isPresent()) {
                Path top = mounts.top(file.controller()).get();
                Path group = directory(top, name);
                Files.createDirectories(group);
                Path written = group.resolve(file.name());
                if (mounts.version() == GroupMounts.Version.SECOND && !Files.exists(written)) {
                    handDown(top, group);
                }
                write(written, file.value());
            }
        }
    }

    @Override
    public void limitHugePages(GroupName pod, String containerId, Map<String, Long> bytesBySize) throws IOException {
        limitHugePagesIn(pod, containerId, bytesBySize);
    }

    /** @param child the directory that the engine made for a container */
    void limitHugePagesIn(GroupName pod, String child, Map<String, Long> bytesBySize) throws IOException {
        for (GroupFile file : GroupFile.hugePages(bytesBySize, mounts.version())) {
            Optional<Path> group = mounts.top(file.controller())
                    .map(top -> directory(top, pod).resolve(child))
                    .filter(Files::isDirectory);
            if (group.isPresent()) {
                write(group.get().resolve(file.name()), file.value());
            }
        }
    }

    /** Whether the group is there. */
    boolean exists(GroupName name) {
        return mounts.trees().stream().anyMatch(top -> Files.isDirectory(directory(top, name)));
    }

    /**
     * In the second version, a group has the controllers that the one above it hands down. Of those, systemd hands down the ones
     * that it sets itself, to the slices that want them: never huge pages.
     */
    private static void handDown(Path top, Path group) throws IOException {
        for (Path above = top;
                !above.equals(group);
                above = above.resolve(above.relativize(group).getName(0))) {
            List<String> present = List.of(Files.readString(above.resolve("cgroup.controllers"))
                    .strip()
                    .split(" "));
            String wanted = CONTROLLERS.stream()
                    .filter(present::contains)
                    .map(controller -> "+" + controller)
                    .collect(Collectors.joining(" "));
            if (!wanted.isEmpty()) {
                write(above.resolve("cgroup.subtree_control"), wanted);
            }
        }
    }

    private static void write(Path file, String value) throws IOException {
        try {
            Files.writeString(file, value, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new IOException("failed to write \"" + value + "\": " + e.getMessage(), e);
        }
    }

    @Override
    public void remove(GroupName name) throws IOException {
        if (name.parts().isEmpty()) {
            throw new IOException("the top of the control groups is never removed");
        }
        for (Path top : mounts.trees()) {
            remove(directory(top, name));
        }
    }

    @Override
    public void removeIfIdle(GroupName name) throws IOException {
        if (isIdle(name)) {
            remove(name);
        }
    }

    /** Whether no process is in the group or below it. */
    boolean isIdle(GroupName name) throws IOException {
        for (Path top : mounts.trees()) {
            Path group = directory(top, name);
            if (Files.isDirectory(group) && !processes(groups(group)).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private static void remove(Path group) throws IOException {
        for (int tries = 1; Files.isDirectory(group); tries++) {
            List<Path> deepestFirst = groups(group);
            try {
                end(deepestFirst);
                for (Path directory : deepestFirst) {
                    Files.deleteIfExists(directory);
                }
            } catch (IOException e) {
                // what was killed needs a moment to go
                if (tries == REMOVE_TRIES) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static List<Path> groups(Path group) throws IOException {
        try (Stream<Path> walk = Files.walk(group)) {
            return walk.filter(Files::isDirectory)
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (java.io.UncheckedIOException | NoSuchFileException e) {
            // one below it went at the same time
            return List.of(group);
        }
    }

    private static void end(List<Path> groups) throws IOException {
        processes(groups).forEach(process -> ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly));
    }

    private static TreeSet<Long> processes(List<Path> groups) throws IOException {
        TreeSet<Long> processes = new TreeSet<>();
        for (Path group : groups) {
            Path file = group.resolve("cgroup.procs");
            if (Files.exists(file)) {
                Files.readAllLines(file).forEach(line -> processes.add(Long.parseLong(line)));
            }
        }
        return processes;
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(REMOVE_PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a control group was removed", e);
        }
    }

    @Override
    public List<String> children(GroupName name) throws IOException {
        TreeSet<String> names = new TreeSet<>();
        for (Path top : mounts.trees()) {
            Path group = directory(top, name);
            if (Files.isDirectory(group)) {
                try (Stream<Path> children = Files.list(group)) {
                    children.filter(Files::isDirectory)
                            .forEach(child -> names.add(child.getFileName().toString()));
                }
            }
        }
        return List.copyOf(names);
    }

    @Override
    public OptionalLong memoryUsed(GroupName name) throws IOException {
        if (mounts.top("memory").isEmpty()) {
            return OptionalLong.empty();
        }
        String file = switch (mounts.version()) {
            case FIRST -> "memory.usage_in_bytes";
            case SECOND -> "memory.current";
        };
        Path used = directory(mounts.top("memory").get(), name).resolve(file);
        return Files.exists(used)
                ? OptionalLong.of(Long.parseLong(Files.readString(used).strip()))
                : OptionalLong.empty();
    }

    private Path directory(Path top, GroupName name) {
        return top.resolve(path.apply(name).substring(1));
    }
}
