package io.gantry.customresource.rules;

import io.gantry.customresource.schema.ValueSchema;
import io.gantry.customresource.schema.ValueSchema.Additional;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code fieldPath} of a rule: {@code .spec.x} and {@code ['a-b']} steps to a field that the schema knows. */
public final class RulePath {

    private static final Pattern STEP = Pattern.compile("\\.([^.\\[\\]']+)|\\['((?:[^'\\\\]|\\\\.)*)'\\]");
    private static final Map<String, String> ESCAPES = Map.of(
            "a", "\u0007",
            "b", "\b",
            "f", "\f",
            "n", "\n",
            "r", "\r",
            "t", "\t",
            "v", "\u000b",
            "'", "'",
            "\\", "\\");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

    private RulePath() {}

    /** The path as errors show it, from the rule's schema on; empty for a path that leads nowhere. */
    public static Optional<String> normalized(String path, ValueSchema schema) {
        StringBuilder shown = new StringBuilder();
        Matcher steps = STEP.matcher(path);
        ValueSchema at = schema;
        int end = 0;
        while (end < path.length()) {
            if (!steps.find(end) || steps.start() != end) {
                return Optional.empty();
            }
            end = steps.end();
            Optional<String> name = steps.group(1) != null ? Optional.of(steps.group(1)) : unescaped(steps.group(2));
            if (name.isEmpty()) {
                return Optional.empty();
            }
            if (at.properties().containsKey(name.get())) {
                shown.append(shown.isEmpty() ? "" : ".").append(name.get());
                at = at.properties().get(name.get());
            } else if (at.properties().isEmpty() && at.additional() instanceof Additional.Values values) {
                shown.append('[').append(name.get()).append(']');
                at = values.schema();
            } else {
                return Optional.empty();
            }
        }
        return shown.isEmpty() ? Optional.empty() : Optional.of(shown.toString());
    }

    private static Optional<String> unescaped(String text) {
        Matcher escapes = ESCAPE.matcher(text);
        StringBuilder result = new StringBuilder();
        while (escapes.find()) {
            String meant = ESCAPES.get(escapes.group(1));
            if (meant == null) {
                return Optional.empty();
            }
            escapes.appendReplacement(result, Matcher.quoteReplacement(meant));
        }
        escapes.appendTail(result);
        return Optional.of(result.toString());
    }
}
