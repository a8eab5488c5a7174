package io.gantry.proxy;

import java.util.List;
import java.util.Optional;

/**
 * The name in the path of a proxy subresource: {@code NAME}, {@code NAME:PORT} or {@code SCHEME:NAME:PORT}, where the parts around the
 * name may be empty.
 *
 * @param tls whether the backend is spoken to over TLS
 * @param port as it was written, a number or a name; empty for the first there is
 */
public record ProxiedName(boolean tls, String name, String port) {

    private static final List<String> SCHEMES = List.of("", "http", "https");

    /** Empty when it has another form. */
    public static Optional<ProxiedName> parse(String text) {
        String[] parts = text.split(":", -1);
        ProxiedName parsed = switch (parts.length) {
            case 1 -> new ProxiedName(false, parts[0], "");
            case 2 -> new ProxiedName(false, parts[0], parts[1]);
            case 3 -> new ProxiedName(parts[0].equals("https"), parts[1], parts[2]);
            default -> new ProxiedName(false, "", "");
        };
        boolean known = parts.length != 3 || SCHEMES.contains(parts[0]);
        return known && !parsed.name().isEmpty() ? Optional.of(parsed) : Optional.empty();
    }
}
