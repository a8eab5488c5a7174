package io.gantry.agent.node;

import io.gantry.agent.object.Quantity;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What pods may not use of their machine, as upstream's kubelet is told.
 *
 * @param amounts by resource: cpu, memory, ephemeral-storage, pid
 * @param enforcement whether pods together are held to the rest
 */
public record ReservationSettings(Map<String, Quantity> amounts, Enforcement enforcement) {

    /** What the scheduler leaves free, pods may still take when nobody enforces it. */
    public enum Enforcement {
        PODS,
        NONE
    }

    public static final ReservationSettings NONE = new ReservationSettings(Map.of(), Enforcement.PODS);

    private static final List<String> RESERVABLE = List.of("cpu", "memory", "ephemeral-storage", "pid");

    /**
     * Reads settings.
     *
     * @param lists {@code cpu=100m,memory=1Gi}; what several say of a resource is added up
     * @param enforced pods or none
     * @throws IllegalArgumentException when they cannot be understood
     */
    public static ReservationSettings of(List<String> lists, String enforced) {
        Map<String, Quantity> sum = new TreeMap<>();
        for (String list : lists) {
            for (String entry : list.split(",")) {
                if (!entry.isBlank()) {
                    String[] parts = entry.strip().split("=", 2);
                    sum.merge(parts[0], amount(parts), Quantity::plus);
                }
            }
        }
        return new ReservationSettings(Map.copyOf(sum), enforcement(enforced));
    }

    private static Quantity amount(String[] parts) {
        if (!RESERVABLE.contains(parts[0])) {
            throw new IllegalArgumentException("cannot reserve \"" + parts[0] + "\" resource");
        }
        try {
            Quantity amount = Quantity.parse(parts.length == 2 ? parts[1] : "");
            if (amount.value().signum() < 0) {
                throw new IllegalArgumentException(
                        "resource quantity for \"" + parts[0] + "\" cannot be negative: " + parts[1]);
            }
            return amount;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "failed to parse quantity \"" + String.join("=", parts) + "\" for \"" + parts[0] + "\" resource",
                    e);
        }
    }

    private static Enforcement enforcement(String text) {
        return switch (text) {
            case "pods" -> Enforcement.PODS;
            case "none", "" -> Enforcement.NONE;
            default ->
                throw new IllegalArgumentException("--enforce-node-allocatable takes pods or none, not \"" + text
                        + "\": this agent sets no limits for processes other than pods");
        };
    }

    /** 0 for nothing. */
    public Quantity of(String resource) {
        return amounts.getOrDefault(resource, Quantity.of(0));
    }
}
