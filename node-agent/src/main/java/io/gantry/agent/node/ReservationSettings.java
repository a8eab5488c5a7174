package io.gantry.agent.node;

import io.gantry.agent.node.ReservedGroup.Owner;
import io.gantry.agent.object.Quantity;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What pods may not use of their machine, as upstream's kubelet is told.
 *
 * @param amounts by resource: cpu, memory, ephemeral-storage, pid
 * @param enforcement whether pods together are held to the rest
 * @param groups of other processes that are held to what is reserved for them
 */
public record ReservationSettings(Map<String, Quantity> amounts, Enforcement enforcement, List<ReservedGroup> groups) {

    /** What the scheduler leaves free, pods may still take when nobody enforces it. */
    public enum Enforcement {
        PODS,
        NONE
    }

    public static final ReservationSettings NONE = new ReservationSettings(Map.of(), Enforcement.PODS, List.of());

    private static final List<String> RESERVABLE = List.of("cpu", "memory", "ephemeral-storage", "pid");

    /**
     * Reads settings.
     *
     * @param lists {@code cpu=100m,memory=1Gi} for each; all of it is kept from pods
     * @param enforced names, separated by commas
     * @param paths of the control groups of those for whom something is kept
     * @throws IllegalArgumentException when they cannot be understood
     */
    public static ReservationSettings of(Map<Owner, String> lists, String enforced, Map<Owner, String> paths) {
        Map<Owner, Map<String, Quantity>> amounts = new EnumMap<>(Owner.class);
        lists.forEach((owner, list) -> amounts.put(owner, amounts(list)));
        Map<String, Quantity> sum = new TreeMap<>();
        amounts.values()
                .forEach(each -> each.forEach((resource, amount) -> sum.merge(resource, amount, Quantity::plus)));
        Enforcements enforcements = Enforcements.parse(enforced);
        List<ReservedGroup> groups = enforcements.owners(paths).entrySet().stream()
                .map(entry -> new ReservedGroup(
                        entry.getKey(),
                        entry.getValue(),
                        paths.get(entry.getKey()),
                        amounts.getOrDefault(entry.getKey(), Map.of())))
                .toList();
        return new ReservationSettings(
                Map.copyOf(sum), enforcements.pods() ? Enforcement.PODS : Enforcement.NONE, groups);
    }

    private static Map<String, Quantity> amounts(String list) {
        Map<String, Quantity> amounts = new TreeMap<>();
        for (String entry : list.split(",")) {
            if (!entry.isBlank()) {
                String[] parts = entry.strip().split("=", 2);
                amounts.merge(parts[0], amount(parts), Quantity::plus);
            }
        }
        return amounts;
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

    /** 0 for nothing. */
    public Quantity of(String resource) {
        return amounts.getOrDefault(resource, Quantity.of(0));
    }
}
