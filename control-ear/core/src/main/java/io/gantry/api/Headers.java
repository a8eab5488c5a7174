package io.gantry.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The headers of a request; names in any case. */
public final class Headers {

    public static final Headers NONE = new Headers(Map.of());

    private final TreeMap<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    public Headers(Map<String, List<String>> values) {
        values.forEach((name, list) ->
                this.values.computeIfAbsent(name, key -> new ArrayList<>()).addAll(list));
    }

    /** The first value, empty when there is none. */
    public String first(String name) {
        List<String> all = values.getOrDefault(name, List.of());
        return all.isEmpty() ? "" : all.getFirst();
    }

    /** All values as one list, as HTTP lets a client split it. */
    public String joined(String name) {
        return String.join(",", values.getOrDefault(name, List.of()));
    }
}
