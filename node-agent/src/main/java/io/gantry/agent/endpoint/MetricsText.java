package io.gantry.agent.endpoint;

import java.util.LinkedHashMap;
import java.util.Map;

/** Numbers in Prometheus' text format, each family with its help and type once, whatever order its samples come in. */
final class MetricsText {

    private final Map<String, StringBuilder> families = new LinkedHashMap<>();

    MetricsText family(String name, String type, String help) {
        families.put(name, new StringBuilder("# HELP " + name + " " + help + "\n# TYPE " + name + " " + type + "\n"));
        return this;
    }

    /** @param labels name, value, name, value … */
    MetricsText add(String family, double value, String... labels) {
        StringBuilder line = families.get(family).append(family);
        for (int i = 0; i + 1 < labels.length; i += 2) {
            line.append(i == 0 ? "{" : ",")
                    .append(labels[i])
                    .append("=\"")
                    .append(escaped(labels[i + 1]))
                    .append('"');
        }
        line.append(labels.length > 0 ? "} " : " ").append(number(value)).append('\n');
        return this;
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    String text() {
        return String.join("", families.values());
    }
}
