package io.gantry.console;

import java.util.Map;

/**
 * The headers of the console's files. The policy lets the page run and call what its own server gives and nothing else, so that text
 * from the cluster cannot become code and a stolen token has nowhere to go.
 *
 * @see <a href="https://www.w3.org/TR/CSP3/">Content Security Policy Level 3</a>
 */
final class ConsoleHeaders {

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** The build puts a hash of their content into these files' names: another content has another name. */
    private static final String HASHED = "/assets/";

    private static final String FOR_A_YEAR = "public, max-age=31536000, immutable";

    /** Not "ask whether it changed": reproducible builds give all files one date, so that the answer would always be no. */
    private static final String FETCH_EACH_TIME = "no-store";

    private ConsoleHeaders() {}

    /**
     * @param path of the file within the console, with a slash before it
     */
    static Map<String, String> of(String path) {
        return Map.of(
                "Content-Security-Policy", POLICY,
                "X-Content-Type-Options", "nosniff",
                "Referrer-Policy", "no-referrer",
                "Cross-Origin-Opener-Policy", "same-origin",
                "Cross-Origin-Resource-Policy", "same-origin",
                "Cache-Control", path.startsWith(HASHED) ? FOR_A_YEAR : FETCH_EACH_TIME);
    }
}
