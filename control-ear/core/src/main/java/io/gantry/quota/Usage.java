package io.gantry.quota;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.resource.validation.Amounts;
import io.gantry.schema.Quantity;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Amounts by the names under which a quota limits them, in the order of names. */
public record Usage(SortedMap<String, Quantity> amounts) {

    public static final Usage NONE = new Usage(new TreeMap<>());

    private static final Quantity ONE = Quantity.parse("1");

    public Usage {
        amounts = Collections.unmodifiableSortedMap(amounts);
    }

    public Usage(Map<String, Quantity> amounts) {
        this(new TreeMap<>(amounts));
    }

    /** One of each. */
    static Usage one(Collection<String> names) {
        return new Usage(names.stream().collect(Collectors.toMap(name -> name, name -> ONE)));
    }

    /** Reads a resource list. */
    public static Usage read(JsonNode list) {
        return new Usage(Amounts.list(list));
    }

    public Set<String> names() {
        return amounts.keySet();
    }

    public Quantity get(String name) {
        return amounts.getOrDefault(name, Quantity.ZERO);
    }

    public boolean isEmpty() {
        return amounts.isEmpty();
    }

    public Usage plus(Usage other) {
        TreeMap<String, Quantity> sum = new TreeMap<>(amounts);
        other.amounts.forEach((name, amount) -> sum.merge(name, amount, Quantity::plus));
        return new Usage(sum);
    }

    /** What is more here than there; what is less counts as nothing. */
    public Usage growthSince(Usage before) {
        TreeMap<String, Quantity> growth = new TreeMap<>();
        amounts.forEach((name, amount) -> {
            Quantity difference = amount.minus(before.get(name));
            growth.put(name, difference.value().signum() > 0 ? difference : Quantity.ZERO);
        });
        return new Usage(growth);
    }

    /** Takes back what was added; never less than nothing is left. */
    public Usage without(Usage refund) {
        TreeMap<String, Quantity> rest = new TreeMap<>(amounts);
        refund.amounts.forEach((name, amount) -> rest.computeIfPresent(name, (n, present) -> {
            Quantity left = present.minus(amount);
            return left.value().signum() > 0 ? left : Quantity.ZERO;
        }));
        return new Usage(rest);
    }

    /** These amounts, those of the other where it has them. */
    public Usage overlaidBy(Usage other) {
        TreeMap<String, Quantity> both = new TreeMap<>(amounts);
        both.putAll(other.amounts);
        return new Usage(both);
    }

    public Usage only(Predicate<String> names) {
        TreeMap<String, Quantity> kept = new TreeMap<>(amounts);
        kept.keySet().removeIf(names.negate());
        return new Usage(kept);
    }

    public Usage withoutZeros() {
        return only(name -> get(name).value().signum() != 0);
    }

    /** The names of which there is more here than there, as far as both have them. */
    public Set<String> exceeding(Usage limit) {
        return only(name -> limit.amounts.containsKey(name) && get(name).compareTo(limit.get(name)) > 0)
                .names();
    }

    public ObjectNode json() {
        ObjectNode list = Json.object();
        amounts.forEach((name, amount) -> list.put(name, amount.toString()));
        return list;
    }

    /** {@code cpu=1,memory=2Gi}. */
    @Override
    public String toString() {
        return amounts.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(","));
    }
}
