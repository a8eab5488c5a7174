package io.gantry.api;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What a client should know whether its request succeeds or not; becomes {@code Warning} headers (RFC 9111, 5.5). */
final class Warnings implements Consumer<String> {

    /** When all texts together are longer, each is cut. */
    private static final int MAX_TOTAL = 4096;

    private static final int MAX_LENGTH = 256;

    private final Set<String> texts = new LinkedHashSet<>();
    private int total;

    @Override
    public void accept(String text) {
        // what is cut to this length many times over is all that is ever shown
        boolean full = texts.size() > MAX_TOTAL / MAX_LENGTH && total > 2 * MAX_TOTAL;
        if (!text.isEmpty() && !full && texts.add(text)) {
            total += text.length();
        }
    }

    List<String> headerValues() {
        if (texts.isEmpty()) {
            return List.of(); // nearly always
        }
        if (total <= MAX_TOTAL) {
            return texts.stream().map(Warnings::headerValue).toList();
        }
        List<String> values = new ArrayList<>();
        int written = 0;
        for (String text : texts) {
            if (written < MAX_TOTAL) {
                String cut = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text;
                written += cut.length();
                values.add(headerValue(cut));
            }
        }
        return values;
    }

    /** The texts of header values that this server made. */
    static List<String> texts(List<String> headerValues) {
        return headerValues.stream()
                .map(value -> value.substring(value.indexOf('"') + 1, value.length() - 1)
                        .replaceAll("\\\\(.)", "$1"))
                .toList();
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
