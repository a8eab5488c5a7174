package io.gantry.agent.env;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Replaces {@code $(NAME)} in commands, arguments and values. An unknown name stays as it is; {@code $$} stands for one dollar
 * sign, so {@code $$(NAME)} is never replaced.
 */
public final class Expansion {

    private Expansion() {}

    /** A name that is asked for and has no value; empty when there is none. */
    public static Optional<String> missing(String text, Map<String, String> variables) {
        Set<String> asked = new LinkedHashSet<>();
        expand(text, name -> {
            asked.add(name);
            return variables.get(name);
        });
        return asked.stream().filter(name -> !variables.containsKey(name)).findFirst();
    }

    public static String expand(String text, Map<String, String> variables) {
        return expand(text, variables::get);
    }

    private static String expand(String text, UnaryOperator<String> variables) {
        StringBuilder out = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c != '$' || i + 1 == text.length()) {
                out.append(c);
                i++;
            } else if (text.charAt(i + 1) == '$') {
                out.append('$');
                i += 2;
            } else {
                i = reference(text, i, variables, out);
            }
        }
        return out.toString();
    }

    private static int reference(String text, int start, UnaryOperator<String> variables, StringBuilder out) {
        int end = text.charAt(start + 1) == '(' ? text.indexOf(')', start + 2) : -1;
        if (end < 0) {
            out.append('$');
            return start + 1;
        }
        String name = text.substring(start + 2, end);
        out.append(Objects.requireNonNullElse(variables.apply(name), text.substring(start, end + 1)));
        return end + 1;
    }
}
