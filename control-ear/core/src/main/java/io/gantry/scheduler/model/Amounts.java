package io.gantry.scheduler.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.schema.Quantity;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongBinaryOperator;

/**
 * Amounts of resources.
 *
 * @param milliCpu thousandths of a core
 * @param memory bytes
 * @param ephemeralStorage bytes
 * @param others extended resources by name, in their own unit
 */
public record Amounts(long milliCpu, long memory, long ephemeralStorage, Map<String, Long> others) {

    public static final Amounts NONE = new Amounts(0, 0, 0, Map.of());

    /** What a container that asks for no CPU or memory counts as when nodes are compared. */
    public static final Amounts ASSUMED = new Amounts(100, 200L << 20, 0, Map.of());

    /** Reads a resource list (core/v1 ResourceList); pods are not among the result. */
    public static Amounts of(JsonNode list) {
        return of(list, NONE);
    }

    /** Reads a resource list, taking CPU and memory that it does not name from another. */
    public static Amounts of(JsonNode list, Amounts missing) {
        long cpu = missing.milliCpu;
        long memory = missing.memory;
        long storage = 0;
        Map<String, Long> others = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : list.properties()) {
            Quantity quantity = Quantity.parse(entry.getValue().asText());
            switch (entry.getKey()) {
                case "cpu" -> cpu = quantity.milliValue();
                case "memory" -> memory = quantity.longValue();
                case "ephemeral-storage" -> storage = quantity.longValue();
                case "pods" -> {}
                default -> others.put(entry.getKey(), quantity.longValue());
            }
        }
        return new Amounts(cpu, memory, storage, Map.copyOf(others));
    }

    public Amounts plus(Amounts other) {
        return combine(other, Long::sum);
    }

    public Amounts minus(Amounts other) {
        return combine(other, (a, b) -> a - b);
    }

    public Amounts max(Amounts other) {
        return combine(other, Math::max);
    }

    private Amounts combine(Amounts other, LongBinaryOperator operator) {
        Map<String, Long> combined = others;
        if (!other.others.isEmpty()) {
            combined = new HashMap<>(others);
            for (Map.Entry<String, Long> entry : other.others.entrySet()) {
                long present = others.getOrDefault(entry.getKey(), 0L);
                combined.put(entry.getKey(), operator.applyAsLong(present, entry.getValue()));
            }
        }
        return new Amounts(
                operator.applyAsLong(milliCpu, other.milliCpu),
                operator.applyAsLong(memory, other.memory),
                operator.applyAsLong(ephemeralStorage, other.ephemeralStorage),
                combined);
    }
}
