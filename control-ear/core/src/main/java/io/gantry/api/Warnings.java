package io.gantry.api;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What a client should know though its request succeeds; becomes {@code Warning} headers (RFC 9111, 5.5). */
final class Warnings implements Consumer<String> {

    /** Longer lists cost more than they help. */
    private static final int MAX_WARNINGS = 20;

    private static final int MAX_LENGTH = 256;

    private final Set<String> texts = new LinkedHashSet<>();

    @Override
    public void accept(String text) {
        if (texts.size() < MAX_WARNINGS) {
            texts.add(text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text);
        }
    }

    List<String> headerValues() {
        return texts.stream().map(Warnings::headerValue).toList();
    }

    private static String headerValue(String text) {
        StringBuilder quoted = new StringBuilder("299 - \"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(Character.isISOControl(c) || c > 126 ? '?' : (char) c);
        });
        return quoted.append('"').toString();
    }
}
