package io.gantry.http;

import io.gantry.status.StatusException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a query string: parameters in order, each with all its values. */
public final class QueryString {

    private static final int MAX_PARAMETERS = 1000;

    private QueryString() {}

    /**
     * @param raw as sent, without the question mark; null or empty for none
     */
    public static Map<String, List<String>> parse(String raw) {
        if (raw == null || raw.isEmpty()) {
            return Map.of();
        }
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        String[] pairs = raw.split("&", MAX_PARAMETERS + 1);
        if (pairs.length > MAX_PARAMETERS) {
            throw StatusException.badRequest("more than " + MAX_PARAMETERS + " query parameters");
        }
        for (String pair : pairs) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
                parameters.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
            }
        }
        return parameters;
    }

    private static String decode(String raw) {
        try {
            return PercentEncoding.decode(raw.replace('+', ' '));
        } catch (IllegalArgumentException e) {
            throw StatusException.badRequest("invalid query string: " + e.getMessage());
        }
    }
}
