package io.gantry.agent.cgroup;

import io.gantry.agent.object.HugePageSize;
import io.gantry.agent.object.Pod;
import io.gantry.agent.object.PodLimits;
import io.gantry.agent.object.PodRequests;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the containers of a pod may use together: what the pod says itself, or else all of them, and its overhead. */
final class PodGroupLimits {

    private PodGroupLimits() {}

    /** @param maxProcesses 0 for no limit */
    static GroupLimits of(Pod pod, long maxProcesses, List<HugePageSize> pageSizes) {
        return switch (pod.qosClass()) {
            case BEST_EFFORT -> new GroupLimits(CpuTime.MIN_SHARES, 0, 0, maxProcesses, pages(pod, pageSizes));
            case BURSTABLE, GUARANTEED ->
                new GroupLimits(
                        CpuTime.shares(PodRequests.of(pod, "cpu").millis()),
                        CpuTime.quota(PodLimits.ofAll(pod, "cpu").millis()),
                        PodLimits.ofAll(pod, "memory").units(),
                        maxProcesses,
                        pages(pod, pageSizes));
        };
    }

    /** Of a size that it does not ask for, a pod gets none. */
    private static Map<String, Long> pages(Pod pod, List<HugePageSize> sizes) {
        Map<String, Long> pages = new TreeMap<>();
        sizes.forEach(size -> pages.put(
                size.kernelName(), PodRequests.of(pod, size.resource()).units()));
        return pages;
    }
}
