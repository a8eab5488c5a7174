package io.gantry.server.transport;

import io.netty.util.AsciiString;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Names of headers as HTTP/1.1 has them since ever, with capital letters: {@code Content-Type}. To machines they are the same. */
final class HeaderNames {

    /** Those of most responses. */
    private static final Map<String, AsciiString> FREQUENT = List.of(
                    "audit-id",
                    "cache-control",
                    "content-encoding",
                    "content-length",
                    "content-type",
                    "date",
                    "vary",
                    "warning",
                    "x-kubernetes-pf-flowschema-uid",
                    "x-kubernetes-pf-prioritylevel-uid")
            .stream()
            .collect(Collectors.toUnmodifiableMap(Function.identity(), HeaderNames::capitalized));

    private HeaderNames() {}

    static AsciiString canonical(CharSequence name) {
        AsciiString known = FREQUENT.get(name.toString());
        return known == null ? capitalized(name) : known;
    }

    private static AsciiString capitalized(CharSequence name) {
        StringBuilder text = new StringBuilder(name);
        boolean first = true;
        for (int at = 0; at < text.length(); at++) {
            if (first) {
                text.setCharAt(at, Character.toUpperCase(text.charAt(at)));
            }
            first = text.charAt(at) == '-';
        }
        return AsciiString.of(text);
    }
}
