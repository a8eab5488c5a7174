package io.gantry.agent.cgroup;

import java.util.ArrayList;
import java.util.List;

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

    private static List<GroupFile> first(GroupLimits limits) {
        List<GroupFile> files = new ArrayList<>();
        files.add(new GroupFile("cpu", "cpu.shares", Long.toString(limits.cpuShares())));
        files.add(new GroupFile("cpu", "cpu.cfs_period_us", Long.toString(CpuTime.PERIOD_MICROS)));
        files.add(new GroupFile("cpu", "cpu.cfs_quota_us", text(limits.cpuQuota(), NO_LIMIT)));
        files.add(new GroupFile("memory", "memory.limit_in_bytes", text(limits.memory(), NO_LIMIT)));
        files.add(new GroupFile("pids", "pids.max", text(limits.processes(), MAX)));
        limits.hugePages()
                .forEach((size, bytes) -> files.add(
                        new GroupFile("hugetlb", "hugetlb." + size + ".limit_in_bytes", Long.toString(bytes))));
        return files;
    }

    private static List<GroupFile> second(GroupLimits limits) {
        List<GroupFile> files = new ArrayList<>();
        files.add(new GroupFile("cpu", "cpu.weight", Long.toString(CpuTime.weight(limits.cpuShares()))));
        files.add(new GroupFile("cpu", "cpu.max", text(limits.cpuQuota(), MAX) + " " + CpuTime.PERIOD_MICROS));
        files.add(new GroupFile("memory", "memory.max", text(limits.memory(), MAX)));
        files.add(new GroupFile("pids", "pids.max", text(limits.processes(), MAX)));
        limits.hugePages()
                .forEach((size, bytes) ->
                        files.add(new GroupFile("hugetlb", "hugetlb." + size + ".max", Long.toString(bytes))));
        return files;
    }

    private static String text(long value, String none) {
        return value == 0 ? none : Long.toString(value);
    }
}
