package io.gantry.agent.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where this machine has its control groups: one tree for all controllers, or one for each.
 *
 * @param byController the top of the tree of each controller
 * @param trees all of them, also those without a controller that is used here
 */
record GroupMounts(Version version, Map<String, Path> byController, List<Path> trees) {

    /** Of control groups. */
    enum Version {
        FIRST,
        SECOND
    }

    private static final int MOUNT_POINT = 4;

    /** @param root of the file system; / outside of tests */
    static GroupMounts read(Path root) throws IOException {
        Path unified = root.resolve("sys/fs/cgroup");
        Path controllers = unified.resolve("cgroup.controllers");
        if (Files.exists(controllers)) {
            Map<String, Path> all = new HashMap<>();
            for (String controller : Files.readString(controllers).strip().split(" ")) {
                all.put(controller, unified);
            }
            return new GroupMounts(Version.SECOND, all, List.of(unified));
        }
        return first(Files.readAllLines(root.resolve("proc/self/mountinfo")), root);
    }

    /** A line is {@code ID PARENT DEVICE ROOT POINT OPTIONS [FIELD …] - TYPE SOURCE CONTROLLERS} (proc_pid_mountinfo(5)). */
    private static GroupMounts first(List<String> mountInfo, Path root) {
        Map<String, Path> byController = new HashMap<>();
        Set<Path> trees = new LinkedHashSet<>();
        for (String line : mountInfo) {
            String[] halves = line.split(" - ", 2);
            String[] source = halves[halves.length - 1].split(" ");
            if (halves.length < 2 || source.length < 3 || !source[0].startsWith("cgroup")) {
                continue;
            }
            Path point = root.resolve(halves[0].split(" ")[MOUNT_POINT].substring(1));
            // one of the second version may stand beside them: engines make groups there too
            trees.add(point);
            if (source[0].equals("cgroup")) {
                for (String option : source[2].split(",")) {
                    if (!option.equals("rw") && !option.equals("ro")) {
                        // a tree may be seen in several places
                        byController.merge(option, point, GroupMounts::shorter);
                    }
                }
            }
        }
        return new GroupMounts(Version.FIRST, byController, List.copyOf(trees));
    }

    private static Path shorter(Path one, Path other) {
        return one.toString().length() <= other.toString().length() ? one : other;
    }

    /** Empty when the machine has no such controller. */
    Optional<Path> top(String controller) {
        return Optional.ofNullable(byController.get(controller));
    }
}
