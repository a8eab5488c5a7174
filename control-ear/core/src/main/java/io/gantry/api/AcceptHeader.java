package io.gantry.api;

import io.gantry.status.StatusException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads Accept headers (RFC 9110, 12.5.1). */
final class AcceptHeader {

    private static final int MAX_CLAUSES = 100;

    private AcceptHeader() {}

    /** One media range. */
    record Clause(String type, String subtype, double quality, Map<String, String> parameters) {

        boolean matches(String otherType, String otherSubtype) {
            return (type.equals(otherType) && subtype.equals(otherSubtype))
                    || (subtype.equals("*") && (type.equals("*") || type.equals(otherType)));
        }

        private int wildcards() {
            return (type.equals("*") ? 1 : 0) + (subtype.equals("*") ? 1 : 0);
        }
    }

    /** The clauses, best first; what cannot be read is left out. */
    static List<Clause> parse(String header) {
        List<Clause> clauses = new ArrayList<>();
        for (String text : header.split(",", MAX_CLAUSES)) {
            String[] parts = text.split(";", -1);
            String[] names = parts[0].trim().toLowerCase(Locale.ROOT).split("/", -1);
            if (names.length == 2) {
                Map<String, String> parameters = parameters(parts);
                clauses.add(new Clause(names[0], names[1], quality(parameters), parameters));
            }
        }
        clauses.sort(
                Comparator.comparingDouble((Clause clause) -> -clause.quality()).thenComparingInt(Clause::wildcards));
        return clauses;
    }

    /** Refuses a client that cannot read the only form of a document. Throws NotAcceptable. */
    static void require(ApiRequest request, String type, String subtype) {
        String header = request.headers().joined("Accept");
        if (!header.isBlank() && parse(header).stream().noneMatch(clause -> clause.matches(type, subtype))) {
            throw StatusException.of(
                    406, "NotAcceptable", "406: Not Acceptable\n\nAvailable representations: " + type + "/" + subtype);
        }
    }

    private static Map<String, String> parameters(String[] parts) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals > 0) {
                String value = parts[i].substring(equals + 1).trim();
                boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
                parameters.put(
                        parts[i].substring(0, equals).trim(), quoted ? value.substring(1, value.length() - 1) : value);
            }
        }
        return parameters;
    }

    private static double quality(Map<String, String> parameters) {
        String quality = parameters.remove("q");
        try {
            return quality == null ? 1 : Double.parseDouble(quality);
        } catch (NumberFormatException e) {
            return 1;
        }
    }
}
