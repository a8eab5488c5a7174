package io.gantry.agent.usage;

import io.gantry.agent.object.PodIdentity;
import io.gantry.agent.usage.ContainerUsages.Measured;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a node and its pods use: CPU as the average since the measurement before.
 *
 * @param time of the measurement
 * @param window between the two
 */
public record NodeUsage(Instant time, Duration window, Amount node, List<PodUsage> pods) {

    /** A younger container's average says too little. */
    private static final Duration LEAST_WINDOW = Duration.ofSeconds(10);

    private static final double NANOS = 1e9;

    /** CPU in billionths of one, and memory in bytes. */
    public record Amount(long cpuNanoCores, long memoryBytes) {}

    /** All containers of one pod. */
    public record PodUsage(PodIdentity pod, Duration window, List<ContainerUsage> containers) {}

    /** One container, by its name. */
    public record ContainerUsage(String name, Amount amount) {}

    private record Averaged(Duration window, ContainerUsage usage) {}

    /** Empty when no time lies between the two. A pod is left out until all of its containers have run for a while. */
    public static Optional<NodeUsage> between(Measurement before, Measurement now) {
        Duration window = Duration.between(before.node().time(), now.node().time());
        if (!window.isPositive()) {
            return Optional.empty();
        }
        Map<String, Usage> earlier = new HashMap<>();
        before.pods()
                .values()
                .forEach(pod -> pod.forEach(one -> earlier.put(one.container().id(), one.usage())));
        List<PodUsage> pods = new ArrayList<>();
        now.pods().forEach((pod, containers) -> pod(pod, containers, earlier).ifPresent(pods::add));
        return Optional.of(new NodeUsage(now.node().time(), window, average(before.node(), now.node()), pods));
    }

    private static Optional<PodUsage> pod(PodIdentity pod, List<Measured> measured, Map<String, Usage> earlier) {
        List<Averaged> averages = new ArrayList<>();
        for (Measured one : measured) {
            if (one.sandbox()) {
                continue;
            }
            Usage last = Optional.ofNullable(earlier.get(one.container().id()))
                    .orElseGet(() -> Usage.none(one.container().startedAt()));
            Duration window = Duration.between(last.time(), one.usage().time());
            if (window.compareTo(LEAST_WINDOW) < 0 || one.usage().cpuNanos() < last.cpuNanos()) {
                return Optional.empty();
            }
            averages.add(new Averaged(
                    window, new ContainerUsage(one.container().containerName(), average(last, one.usage()))));
        }
        return averages.stream()
                .map(Averaged::window)
                .min(Duration::compareTo)
                .map(window -> new PodUsage(
                        pod, window, averages.stream().map(Averaged::usage).toList()));
    }

    private static Amount average(Usage before, Usage now) {
        double seconds = Duration.between(before.time(), now.time()).toNanos() / NANOS;
        // the machine's counters may step back a little
        long nanos = Math.max(0, now.cpuNanos() - before.cpuNanos());
        return new Amount(Math.round(nanos / seconds), now.workingSetBytes());
    }
}
