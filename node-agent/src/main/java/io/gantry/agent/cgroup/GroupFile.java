package io.gantry.agent.cgroup;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is written into one file of a control group; files have other names in each version of control groups (cgroups(7)). */
record GroupFile(String controller, String name, String value) {

    private static final String NO_LIMIT = "-1";
    private static final String MAX = "max";

    /** In the order of writing. */
    static List<GroupFile> of(GroupLimits limits, GroupMounts.Version version) {
        return switch (version) {
            case FIRST -> first(limits);
            case SECOND -> second(limits);
        };
    }

    /** Those of the limits alone that are given: the others stay as they are. */
    static List<GroupFile> given(GroupLimits limits, GroupMounts.Version version) {
        Set<String> left = new HashSet<>(Set.of("cpu.cfs_period_us", "cpu.cfs_quota_us", "cpu.max"));
        if (limits.cpuShares() == 0) {
            left.addAll(Set.of("cpu.shares", "cpu.weight"));
        }
        if (limits.memory() == 0) {
            left.addAll(Set.of("memory.limit_in_bytes", "memory.max"));
        }
        if (limits.processes() == 0) {
            left.add("pids.max");
        }
        return of(limits, version).stream()
                .filter(file -> !left.contains(file.name()))
                .toList();
    }

    private static List<GroupFile> first(GroupLimits limits) {
        List<GroupFile> files = new ArrayList<>();
        files.add(new GroupFile("cpu", "cpu.shares", Long.toString(limits.cpuShares())));
        files.add(new GroupFile("cpu", "cpu.cfs_period_us", Long.toString(CpuTime.PERIOD_MICROS)));
        files.add(new GroupFile("cpu", "cpu.cfs_quota_us", text(limits.cpuQuota(), NO_LIMIT)));
        files.add(new GroupFile("memory", "memory.limit_in_bytes", text(limits.memory(), NO_LIMIT)));
        files.add(new GroupFile("pids", "pids.max", text(limits.processes(), MAX)));
        files.addAll(hugePages(limits.hugePages(), GroupMounts.Version.FIRST));
        return files;
    }

    private static List<GroupFile> second(GroupLimits limits) {
        List<GroupFile> files = new ArrayList<>();
        files.add(new GroupFile("cpu", "cpu.weight", Long.toString(CpuTime.weight(limits.cpuShares()))));
        files.add(new GroupFile("cpu", "cpu.max", text(limits.cpuQuota(), MAX) + " " + CpuTime.PERIOD_MICROS));
        files.add(new GroupFile("memory", "memory.max", text(limits.memory(), MAX)));
        files.add(new GroupFile("pids", "pids.max", text(limits.processes(), MAX)));
        files.addAll(hugePages(limits.hugePages(), GroupMounts.Version.SECOND));
        return files;
    }

    /** Those for huge pages alone: bytes by the kernel's name of their size. */
    static List<GroupFile> hugePages(Map<String, Long> bytesBySize, GroupMounts.Version version) {
        String end = switch (version) {
            case FIRST -> ".limit_in_bytes";
            case SECOND -> ".max";
        };
        return bytesBySize.entrySet().stream()
                .map(entry -> new GroupFile(
                        "hugetlb",
                        "hugetlb." + entry.getKey() + end,
                        entry.getValue().toString()))
                .toList();
    }

    private static String text(long value, String none) {
        return value == 0 ? none : Long.toString(value);
    }
}
