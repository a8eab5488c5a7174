package io.gantry.status;

import java.util.Collection;
import java.util.stream.Collectors;

/** Text in double quotes as upstream prints it (Go's {@code %q}). */
public final class Quoted {

    private Quoted() {}

    /** A list as Go prints it: {@code ["a" "b"]}. */
    public static String all(Collection<String> texts) {
        return texts.stream().map(Quoted::of).collect(Collectors.joining(" ", "[", "]"));
    }

    public static String of(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (Character.isISOControl(c)) {
                        quoted.append(String.format("\\x%02x", c));
                    } else {
                        quoted.append((char) c);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }
}
