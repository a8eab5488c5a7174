package io.gantry.telemetry;

import java.util.Map;
import java.util.stream.Collectors;

/** A page of numbers in Prometheus' text format, version 0.0.4. */
public final class Exposition {

    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final double EXACT = 1e15;

    private final StringBuilder text = new StringBuilder();

    /** What the samples that follow belong to. */
    public Exposition family(String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        return this;
    }

    public Exposition sample(String name, Map<String, String> labels, double value) {
        text.append(name)
                .append(braced(labels))
                .append(' ')
                .append(number(value))
                .append('\n');
        return this;
    }

    private static String braced(Map<String, String> labels) {
        return labels.isEmpty()
                ? ""
                : labels.entrySet().stream()
                        .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + "\"")
                        .collect(Collectors.joining(",", "{", "}"));
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < EXACT
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    public String text() {
        return text.toString();
    }
}
