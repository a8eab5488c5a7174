package io.gantry.agent.cgroup;

import java.util.ArrayList;
import java.util.List;

/** Calls of systemd over the system bus, as arguments of busctl(1). */
final class SystemdCall {

    private static final List<String> MANAGER = List.of(
            "busctl",
            "call",
            "org.freedesktop.systemd1",
            "/org/freedesktop/systemd1",
            "org.freedesktop.systemd1.Manager");

    /** The greatest number stands for no limit. */
    private static final String INFINITY = "18446744073709551615";

    private static final long MICROS_PER_SECOND = 1_000_000;
    /** systemd takes quotas in hundredths. */
    private static final long QUOTA_STEP = 10_000;

    private SystemdCall() {}

    /** Starts a slice that has no file and is forgotten when it ends. */
    static List<String> start(GroupName name, GroupLimits limits, GroupMounts.Version version) {
        List<Property> properties = new ArrayList<>(List.of(
                new Property("Description", "s", "control group of pods"),
                new Property("DefaultDependencies", "b", "false"),
                new Property("CPUAccounting", "b", "true"),
                new Property("MemoryAccounting", "b", "true"),
                new Property("TasksAccounting", "b", "true")));
        properties.addAll(of(limits, version));
        List<String> call = new ArrayList<>(MANAGER);
        call.addAll(List.of("StartTransientUnit", "ssa(sv)a(sa(sv))", name.slice(), "replace"));
        add(properties, call);
        // no other units
        call.add("0");
        return call;
    }

    /** Changes a slice that runs, until it ends. */
    static List<String> update(GroupName name, GroupLimits limits, GroupMounts.Version version) {
        List<String> call = new ArrayList<>(MANAGER);
        call.addAll(List.of("SetUnitProperties", "sba(sv)", name.slice(), "true"));
        add(of(limits, version), call);
        return call;
    }

    /** Changes of a slice what is given, until it ends. */
    static List<String> give(GroupName name, GroupLimits limits, GroupMounts.Version version) {
        List<Property> given = of(limits, version).stream()
                .filter(property -> switch (property.name()) {
                    case "CPUShares", "CPUWeight" -> limits.cpuShares() > 0;
                    case "MemoryLimit", "MemoryMax" -> limits.memory() > 0;
                    case "TasksMax" -> limits.processes() > 0;
                    default -> false;
                })
                .toList();
        List<String> call = new ArrayList<>(MANAGER);
        call.addAll(List.of("SetUnitProperties", "sba(sv)", name.slice(), "true"));
        add(given, call);
        return call;
    }

    private record Property(String name, String type, String value) {}

    private static List<Property> of(GroupLimits limits, GroupMounts.Version version) {
        Property quota = new Property("CPUQuotaPerSecUSec", "t", perSecond(limits.cpuQuota()));
        Property processes = new Property("TasksMax", "t", number(limits.processes()));
        return switch (version) {
            case FIRST ->
                List.of(
                        new Property("CPUShares", "t", Long.toString(limits.cpuShares())),
                        quota,
                        new Property("MemoryLimit", "t", number(limits.memory())),
                        processes);
            case SECOND ->
                List.of(
                        new Property("CPUWeight", "t", Long.toString(CpuTime.weight(limits.cpuShares()))),
                        quota,
                        new Property("MemoryMax", "t", number(limits.memory())),
                        processes);
        };
    }

    /** 12,345 of every 100,000 microseconds are 123,450 a second, told as 130,000. */
    private static String perSecond(long quota) {
        long micros = quota * (MICROS_PER_SECOND / CpuTime.PERIOD_MICROS);
        return number(Math.ceilDiv(micros, QUOTA_STEP) * QUOTA_STEP);
    }

    private static String number(long limit) {
        return limit == 0 ? INFINITY : Long.toString(limit);
    }

    private static void add(List<Property> properties, List<String> call) {
        call.add(Integer.toString(properties.size()));
        for (Property property : properties) {
            call.addAll(List.of(property.name(), property.type(), property.value()));
        }
    }
}
