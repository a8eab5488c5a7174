package io.gantry.agent.cgroup;

import java.util.Map;
import java.util.TreeMap;

/**
 * What the processes of a control group may use together.
 *
 * @param cpuShares relative weight, 2 at least
 * @param cpuQuota microseconds of CPU in 100 ms; 0 for no limit
 * @param memory bytes; 0 for no limit
 * @param processes threads included; 0 for no limit
 * @param hugePages bytes by the kernel's name of the page size, for example 2MB; a size that is not named is left as it is
 */
public record GroupLimits(long cpuShares, long cpuQuota, long memory, long processes, Map<String, Long> hugePages) {

    /** As little weight as there is, and no limit. */
    public static final GroupLimits NONE = ofShares(CpuTime.MIN_SHARES);

    static GroupLimits ofShares(long cpuShares) {
        return new GroupLimits(cpuShares, 0, 0, 0, Map.of());
    }

    /** The same weight without any limit. */
    public GroupLimits unbounded() {
        return ofShares(cpuShares);
    }

    /** Of each the greater one. */
    public GroupLimits orMore(GroupLimits other) {
        Map<String, Long> pages = new TreeMap<>(hugePages);
        other.hugePages.forEach((size, bytes) -> pages.merge(size, bytes, Math::max));
        return new GroupLimits(
                Math.max(cpuShares, other.cpuShares),
                most(cpuQuota, other.cpuQuota),
                most(memory, other.memory),
                most(processes, other.processes),
                pages);
    }

    /** Whether nothing of the other is more. */
    public boolean covers(GroupLimits other) {
        return orMore(other).equals(this);
    }

    private static long most(long one, long other) {
        return one == 0 || other == 0 ? 0 : Math.max(one, other);
    }
}
