package io.gantry.customresource;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The part of kubectl's JSONPath that printer columns use: fields, quoted fields, indexes, wildcards and filters for equality, for
 * example {@code .status.conditions[?(@.type=="Ready")].status}.
 */
final class JsonPath {

    /** One step: from a value to those that it means. */
    private sealed interface Step {

        record Name(String name) implements Step {}

        record Index(int index) implements Step {}

        record Every() implements Step {}

        record Where(List<Step> path, boolean equal, String value) implements Step {}
    }

    /** A path that cannot be read. */
    static final class SyntaxException extends Exception {

        SyntaxException(String path) {
            super("unrecognized path " + path);
        }
    }

    private final List<Step> steps;

    private JsonPath(List<Step> steps) {
        this.steps = steps;
    }

    static JsonPath parse(String path) throws SyntaxException {
        return new JsonPath(new Parser(path).steps());
    }

    /** The first value that the path means; empty when there is none. */
    Optional<JsonNode> first(JsonNode value) {
        return all(steps, value).stream().findFirst();
    }

    private static List<JsonNode> all(List<Step> steps, JsonNode start) {
        List<JsonNode> values = List.of(start);
        for (Step step : steps) {
            List<JsonNode> next = new ArrayList<>();
            for (JsonNode value : values) {
                take(step, value, next);
            }
            values = next;
        }
        return values;
    }

    private static void take(Step step, JsonNode value, List<JsonNode> next) {
        switch (step) {
            case Step.Name(String name) when value.has(name) -> next.add(value.get(name));
            case Step.Name missing -> {}
            case Step.Index(int index) -> {
                int at = index < 0 ? value.size() + index : index;
                if (value.isArray() && at >= 0 && at < value.size()) {
                    next.add(value.get(at));
                }
            }
            case Step.Every every -> value.forEach(next::add);
            case Step.Where where ->
                value.forEach(item -> {
                    if (matches(where, item)) {
                        next.add(item);
                    }
                });
        }
    }

    private static boolean matches(Step.Where where, JsonNode item) {
        List<JsonNode> found = all(where.path(), item);
        return !found.isEmpty() && found.getFirst().asText().equals(where.value()) == where.equal();
    }

    private static final class Parser {

        private final String path;
        private int at;

        Parser(String path) {
            this.path = path;
        }

        List<Step> steps() throws SyntaxException {
            List<Step> steps = new ArrayList<>();
            while (at < path.length()) {
                switch (path.charAt(at)) {
                    case '.' -> {
                        at++;
                        name().ifPresent(steps::add);
                    }
                    case '[' -> steps.addAll(bracket());
                    default -> throw new SyntaxException(path);
                }
            }
            return List.copyOf(steps);
        }

        private Optional<Step> name() {
            StringBuilder name = new StringBuilder();
            while (at < path.length() && path.charAt(at) != '.' && path.charAt(at) != '[') {
                if (path.charAt(at) == '\\' && at + 1 < path.length()) {
                    at++;
                }
                name.append(path.charAt(at++));
            }
            if (name.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(name.toString().equals("*") ? new Step.Every() : new Step.Name(name.toString()));
        }

        /** Upstream takes nothing for the first item, and reads a quoted name as it reads one after a dot. */
        private List<Step> bracket() throws SyntaxException {
            int end = closing();
            String inside = path.substring(at + 1, end).strip();
            at = end + 1;
            if (inside.equals("*")) {
                return List.of(new Step.Every());
            }
            if (inside.startsWith("?(") && inside.endsWith(")")) {
                return List.of(filter(inside.substring(2, inside.length() - 1)));
            }
            if (isQuoted(inside)) {
                return new Parser("." + inside.substring(1, inside.length() - 1)).steps();
            }
            try {
                return List.of(new Step.Index(inside.isEmpty() ? 0 : Integer.parseInt(inside)));
            } catch (NumberFormatException e) {
                throw new SyntaxException(path);
            }
        }

        private int closing() throws SyntaxException {
            char quote = 0;
            for (int i = at + 1; i < path.length(); i++) {
                char c = path.charAt(i);
                if (quote != 0) {
                    quote = c == quote ? 0 : quote;
                } else if (c == '"' || c == '\'') {
                    quote = c;
                } else if (c == ']') {
                    return i;
                }
            }
            throw new SyntaxException(path);
        }

        private Step filter(String condition) throws SyntaxException {
            int equals = condition.indexOf("==");
            int differs = condition.indexOf("!=");
            int operator = equals >= 0 ? equals : differs;
            if (operator < 0 || !condition.strip().startsWith("@")) {
                throw new SyntaxException(path);
            }
            String left = condition.substring(0, operator).strip().substring(1);
            String right = condition.substring(operator + 2).strip();
            return new Step.Where(
                    new Parser(left).steps(),
                    equals >= 0,
                    isQuoted(right) ? right.substring(1, right.length() - 1) : right);
        }

        private static boolean isQuoted(String text) {
            return text.length() >= 2
                    && (text.charAt(0) == '"' || text.charAt(0) == '\'')
                    && text.charAt(text.length() - 1) == text.charAt(0);
        }
    }
}
