package io.gantry.api;

import io.gantry.status.Quoted;
import io.gantry.status.StatusException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The decoded query of a request; a parameter may be given more than once. */
public record QueryParameters(Map<String, List<String>> values) {

    private static final int MAX_PARAMETERS = 1000;

    public static QueryParameters parse(String rawQuery) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        int count = 0;
        for (String pair : rawQuery.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            if (++count > MAX_PARAMETERS) {
                throw StatusException.badRequest("too many query parameters");
            }
            int equals = pair.indexOf('=');
            String name = PercentEncoding.decode(equals < 0 ? pair : pair.substring(0, equals), true);
            String value = equals < 0 ? "" : PercentEncoding.decode(pair.substring(equals + 1), true);
            values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
        }
        return new QueryParameters(values);
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** The first value, empty when the parameter is absent. */
    public String text(String name) {
        return all(name).isEmpty() ? "" : all(name).getFirst();
    }

    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** As upstream reads booleans: anything but {@code false} and {@code 0} is true, also the bare name. */
    public boolean isTrue(String name) {
        return optionalBoolean(name).orElse(false);
    }

    public Optional<Boolean> optionalBoolean(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        String value = text(name).toLowerCase(Locale.ROOT);
        return Optional.of(!value.equals("false") && !value.equals("0"));
    }

    /** A whole number, absent when the parameter is absent or empty. */
    public Optional<Long> number(String name) {
        String value = text(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseLong(value));
        } catch (NumberFormatException e) {
            throw StatusException.badRequest("strconv.ParseInt: parsing " + Quoted.of(value) + ": invalid syntax");
        }
    }
}
