package io.gantry.agent.pod;

import io.gantry.agent.object.Container;
import io.gantry.agent.object.Pod;
import io.gantry.agent.object.Quantity;
import io.gantry.agent.runtime.ContainerSpec.Resources;
import java.util.Optional;

/** Translates requests and limits into what the kernel understands. */
final class ResourceSpec {

    private static final long MIN_SHARES = 2;
    private static final long MAX_SHARES = 262_144;
    private static final long SHARES_PER_CPU = 1024;
    private static final long PERIOD_MICROS = 100_000;
    private static final long MIN_QUOTA_MICROS = 1_000;

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
                shares(cpuRequest),
                quota(cpuLimit.map(Quantity::millis).orElse(0L)),
                limit(pod, container, "memory").map(Quantity::units).orElse(0L),
                0);
    }

    /** A container without a limit of its own may use what its pod may. */
    private static Optional<Quantity> limit(Pod pod, Container container, String resource) {
        return container.resource("limits", resource).or(() -> pod.resource("limits", resource));
    }

    /** 250 millicores: 250 x 1024 / 1000 = 256. */
    private static long shares(long millis) {
        return Math.clamp(millis * SHARES_PER_CPU / 1000, MIN_SHARES, MAX_SHARES);
    }

    /** 200 millicores: 20,000 of every 100,000 microseconds; 1,000 is the least the kernel takes. */
    private static long quota(long millis) {
        return millis == 0 ? 0 : Math.max(MIN_QUOTA_MICROS, millis * PERIOD_MICROS / 1000);
    }
}
