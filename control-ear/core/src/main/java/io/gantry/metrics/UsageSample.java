package io.gantry.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a node and its pods used, as its agent measured it.
 *
 * @param time when it was measured
 * @param window over which the use of CPU is the average
 * @param pods by their uid
 */
public record UsageSample(Instant time, Duration window, Amount node, Map<String, PodUsage> pods) {

    /** A pod may be younger than its node's window. */
    public record PodUsage(Duration window, List<ContainerUsage> containers) {

        Amount total() {
            return containers.stream().map(ContainerUsage::amount).reduce(new Amount(0, 0), Amount::plus);
        }
    }

    /** One container, by its name. */
    public record ContainerUsage(String name, Amount amount) {}
}
