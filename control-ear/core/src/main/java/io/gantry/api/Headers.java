package io.gantry.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** The headers of a request; names in any case. */
public final class Headers {

    public static final Headers NONE = Headers.of(Map.of());

    private final Map<String, List<String>> values;

    private Headers(TreeMap<String, List<String>> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    /** Names that differ in case only are one. */
    public static Headers of(Map<String, List<String>> values) {
        TreeMap<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        values.forEach((name, list) ->
                all.computeIfAbsent(name, key -> new ArrayList<>()).addAll(list));
        return new Headers(all);
    }

    /**
     * The headers of these names.
     *
     * @param read all values of a name in any case, to keep
     */
    public static Headers read(Collection<String> names, Function<String, List<String>> read) {
        TreeMap<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        names.forEach(name -> all.put(name, read.apply(name)));
        return new Headers(all);
    }

    /** The first value, empty when there is none. */
    public String first(String name) {
        List<String> all = values.getOrDefault(name, List.of());
        return all.isEmpty() ? "" : all.getFirst();
    }

    /** Every value, in order. */
    public List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    /** All of them; names in any case. */
    public Map<String, List<String>> values() {
        return values;
    }

    /** The headers whose names begin so, by what follows in their names. */
    Map<String, List<String>> startingWith(String prefix) {
        Map<String, List<String>> found = new TreeMap<>();
        values.forEach((name, list) -> {
            if (name.length() > prefix.length() && name.regionMatches(true, 0, prefix, 0, prefix.length())) {
                found.put(name.substring(prefix.length()), list);
            }
        });
        return found;
    }

    /** The protocol that the sender would change the connection to (RFC 9110, 7.8); empty when it is to stay what it is. */
    public Optional<String> upgrade() {
        boolean wanted = all("Connection").stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .anyMatch(token -> token.strip().equalsIgnoreCase("upgrade"));
        return Optional.of(first("Upgrade")).filter(protocol -> wanted && !protocol.isEmpty());
    }

    /** All values as one list, as HTTP lets a client split it. */
    public String joined(String name) {
        return String.join(",", values.getOrDefault(name, List.of()));
    }
}
