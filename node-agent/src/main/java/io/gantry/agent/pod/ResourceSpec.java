package io.gantry.agent.pod;

import io.gantry.agent.cgroup.CpuTime;
import io.gantry.agent.object.Container;
import io.gantry.agent.object.Pod;
import io.gantry.agent.object.Quantity;
import io.gantry.agent.runtime.ContainerSpec.Resources;
import java.util.Optional;

/** Translates requests and limits into what the kernel understands. */
final class ResourceSpec {

    private ResourceSpec() {}

    static Resources of(Pod pod, Container container, NodeContext node) {
        Resources limits = limits(pod, container);
        long memoryRequest =
                container.resource("requests", "memory").map(Quantity::units).orElse(limits.memory());
        int score = pod.qosClass().oomScoreAdjust(memoryRequest, node.memoryBytes());
        return new Resources(
                limits.cpuShares(), limits.cpuQuota(), limits.memory(), Math.max(node.lowestOomScore(), score));
    }

    /** Those that may change while the container runs; without a score for the kernel's choice of victims. */
    static Resources limits(Pod pod, Container container) {
        Optional<Quantity> cpuLimit = limit(pod, container, "cpu");
        long cpuRequest = container
                .resource("requests", "cpu")
                .or(() -> cpuLimit)
                .map(Quantity::millis)
                .orElse(0L);
        return new Resources(
                CpuTime.shares(cpuRequest),
                CpuTime.quota(cpuLimit.map(Quantity::millis).orElse(0L)),
                limit(pod, container, "memory").map(Quantity::units).orElse(0L),
                0);
    }

    /** A container without a limit of its own may use what its pod may. */
    private static Optional<Quantity> limit(Pod pod, Container container, String resource) {
        return container.resource("limits", resource).or(() -> pod.resource("limits", resource));
    }
}
