package io.gantry.gateway;

import io.gantry.metrics.Amount;
import io.gantry.metrics.UsageSample;
import io.gantry.node.v1.NodeUsage;
import io.gantry.node.v1.PodUsage;
import io.gantry.node.v1.ResourceUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Reads what an agent says that its node and pods use. */
final class Usages {

    private Usages() {}

    static UsageSample sample(NodeUsage usage) {
        Map<String, UsageSample.PodUsage> pods = new HashMap<>();
        usage.getPodsList().forEach(pod -> pods.put(pod.getUid(), pod(pod)));
        return new UsageSample(
                Instant.ofEpochMilli(usage.getTimeMillis()),
                Duration.ofMillis(usage.getWindowMillis()),
                amount(usage.getNode()),
                pods);
    }

    private static UsageSample.PodUsage pod(PodUsage pod) {
        return new UsageSample.PodUsage(
                Duration.ofMillis(pod.getWindowMillis()),
                pod.getContainersList().stream()
                        .map(container ->
                                new UsageSample.ContainerUsage(container.getName(), amount(container.getUsage())))
                        .toList());
    }

    /** Nobody uses less than nothing. */
    private static Amount amount(ResourceUsage usage) {
        return new Amount(Math.max(0, usage.getCpuNanoCores()), Math.max(0, usage.getMemoryBytes()));
    }
}
