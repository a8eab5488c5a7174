package io.gantry.agent.eviction;

import io.gantry.agent.object.Container;
import io.gantry.agent.object.Quantity;
import java.util.Map;
import java.util.Optional;

/** Tells a pod's owner why it had to go. */
final class EvictionMessage {

    private EvictionMessage() {}

    static String of(PodUse use, Threshold threshold, Map<Signal, Observation> observations) {
        Signal signal = threshold.signal();
        StringBuilder text = new StringBuilder("The node was low on resource: " + signal.resource() + ". ");
        Optional.ofNullable(observations.get(signal))
                .ifPresent(seen -> text.append("Threshold quantity: ")
                        .append(amount(threshold.amount().of(seen.capacity()), signal))
                        .append(", available: ")
                        .append(amount(seen.available(), signal))
                        .append(". "));
        use.containers().forEach(container -> text.append(excess(use, container, signal)));
        return text.toString();
    }

    private static String excess(PodUse use, PodUse.ContainerUse container, Signal signal) {
        long used = switch (signal) {
            case MEMORY_AVAILABLE -> container.memoryBytes();
            case NODE_DISK_AVAILABLE, IMAGE_DISK_AVAILABLE -> container.diskBytes();
            case NODE_INODES_FREE, IMAGE_INODES_FREE, PROCESSES_AVAILABLE -> 0;
        };
        Optional<Container> spec = use.pod().container(container.name());
        long request = spec.flatMap(one -> one.resource("requests", signal.resource()))
                .map(Quantity::units)
                .orElse(0L);
        if (spec.isEmpty() || used <= request) {
            return "";
        }
        String asked = spec.get()
                .json()
                .path("resources")
                .path("requests")
                .path(signal.resource())
                .asText("0");
        return "Container " + container.name() + " was using " + Quantity.binary(used) + ", request is " + asked
                + ", has larger consumption of " + signal.resource() + ". ";
    }

    private static String amount(long units, Signal signal) {
        return switch (signal) {
            case MEMORY_AVAILABLE, NODE_DISK_AVAILABLE, IMAGE_DISK_AVAILABLE -> Quantity.binary(units);
            case NODE_INODES_FREE, IMAGE_INODES_FREE, PROCESSES_AVAILABLE -> Long.toString(units);
        };
    }
}
