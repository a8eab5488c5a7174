package io.gantry.agent.env;

import java.util.Map;

/**
 * Replaces {@code $(NAME)} in commands, arguments and values. An unknown name stays as it is; {@code $$} stands for one dollar
 * sign, so {@code $$(NAME)} is never replaced.
 */
public final class Expansion {

    private Expansion() {}

    public static String expand(String text, Map<String, String> variables) {
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

    private static int reference(String text, int start, Map<String, String> variables, StringBuilder out) {
        int end = text.charAt(start + 1) == '(' ? text.indexOf(')', start + 2) : -1;
        if (end < 0) {
            out.append('$');
            return start + 1;
        }
        String name = text.substring(start + 2, end);
        out.append(variables.getOrDefault(name, text.substring(start, end + 1)));
        return end + 1;
    }
}
