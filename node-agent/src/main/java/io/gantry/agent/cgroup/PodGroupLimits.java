package io.gantry.agent.cgroup;

import io.gantry.agent.object.Container;
import io.gantry.agent.object.HugePageSize;
import io.gantry.agent.object.Pod;
import io.gantry.agent.object.PodLimits;
import io.gantry.agent.object.PodRequests;
import io.gantry.agent.object.Quantity;
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

    /** A container that says nothing of a size may use what its pod may, when the pod says it; else it gets none. */
    static Map<String, Long> hugePages(Pod pod, Container container, List<HugePageSize> sizes) {
        Map<String, Long> pages = new TreeMap<>();
        sizes.forEach(size -> pages.put(
                size.kernelName(),
                container
                        .resource("limits", size.resource())
                        .or(() -> pod.resource("limits", size.resource()))
                        .map(Quantity::units)
                        .orElse(0L)));
        return pages;
    }

    /** Of a size that it does not ask for, a pod gets none. */
    private static Map<String, Long> pages(Pod pod, List<HugePageSize> sizes) {
        Map<String, Long> pages = new TreeMap<>();
        sizes.forEach(size -> pages.put(
                size.kernelName(), PodRequests.of(pod, size.resource()).units()));
        return pages;
    }
}
