package io.gantry.cel.library;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Absolute URIs and absolute paths. */
final class Urls {

    private static final CelType STRING = SimpleType.STRING;

    static final List<Overload> OVERLOADS = List.of(
            Overload.global(
                    "url", "string_to_url", KubernetesTypes.URL, arguments -> parse((String) arguments[0]), STRING),
            Overload.global(
                    "isURL", "is_url_string", SimpleType.BOOL, arguments -> isUrl((String) arguments[0]), STRING),
            text("getScheme", "url_get_scheme", URI::getScheme),
            text("getHost", "url_get_host", Urls::host),
            text("getHostname", "url_get_hostname", Urls::hostname),
            text("getPort", "url_get_port", uri -> uri.getPort() < 0 ? "" : Integer.toString(uri.getPort())),
            text("getEscapedPath", "url_get_escaped_path", URI::getRawPath),
            Overload.member(
                    "getQuery",
                    "url_get_query",
                    MapType.create(STRING, ListType.create(STRING)),
                    arguments -> query((URI) arguments[0]),
                    KubernetesTypes.URL));

    private Urls() {}

    private static Overload text(String function, String id, java.util.function.Function<URI, String> part) {
        return Overload.member(
                function,
                id,
                STRING,
                arguments -> Objects.requireNonNullElse(part.apply((URI) arguments[0]), ""),
                KubernetesTypes.URL);
    }

    static URI parse(String text) {
        try {
            URI uri = new URI(text);
            boolean whole = uri.isAbsolute() && !uri.isOpaque();
            if (!whole && !text.startsWith("/")) {
                throw new IllegalArgumentException("URL parse error during conversion from string: parse \"" + text
                        + "\": invalid URI for request");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "URL parse error during conversion from string: parse \"" + text + "\": " + e.getReason(), e);
        }
    }

    private static boolean isUrl(String text) {
        try {
            parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String host(URI uri) {
        String authority = Objects.requireNonNullElse(uri.getRawAuthority(), "");
        return authority.substring(authority.lastIndexOf('@') + 1);
    }

    private static String hostname(URI uri) {
        String host = Objects.requireNonNullElse(uri.getHost(), "");
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static Map<String, List<String>> query(URI uri) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String pair : Objects.requireNonNullElse(uri.getRawQuery(), "").split("&")) {
            if (!pair.isEmpty()) {
                String[] parts = pair.split("=", 2);
                values.computeIfAbsent(decoded(parts[0]), key -> new ArrayList<>())
                        .add(parts.length > 1 ? decoded(parts[1]) : "");
            }
        }
        return values;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
