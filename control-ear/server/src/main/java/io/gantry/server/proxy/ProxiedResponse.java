package io.gantry.server.proxy;

import io.gantry.api.ProxyRequest;
import io.gantry.proxy.BackendLinks;
import io.gantry.proxy.HtmlLinks;
import io.netty.handler.codec.http.HttpResponse;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** A backend's answer on its way to the client: its headers cleaned, its links made to lead through the proxy again. */
public final class ProxiedResponse {

    private static final int BUFFER_BYTES = 32 * 1024;
    private static final Set<String> KNOWN_ENCODINGS = Set.of("", "gzip", "deflate");

    private final int status;
    private final BackendLinks links;
    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final boolean rewritten;

    /** @param host the Host that the client asked for, empty when it gave none */
    ProxiedResponse(HttpResponse head, ProxyRequest request, String host) {
        status = head.status().code();
        String own = request.backend().host();
        links = new BackendLinks(
                request.prefix(), host.isEmpty() || host.equals(own) ? Set.of(own) : Set.of(host, own));
        headers.putAll(HttpBackend.passedOn(head));
        headers.computeIfPresent("Location", (_, values) -> List.of(links.through(values.getFirst())));
        rewritten = !headers.containsKey("Location") && isHtml() && KNOWN_ENCODINGS.contains(first("Content-Encoding"));
        if (rewritten) {
            headers.remove("Content-Length");
        }
    }

    public int status() {
        return status;
    }

    public Map<String, List<String>> headers() {
        return headers;
    }

    private boolean isHtml() {
        return first("Content-Type").split(";", 2)[0].strip().equals("text/html");
    }

    private String first(String name) {
        return headers.getOrDefault(name, List.of("")).getFirst().toLowerCase(Locale.ROOT);
    }

    /** Passes the body on as it comes, until its end. */
    void transfer(InputStream body, OutputStream client) throws IOException {
        BufferedInputStream given = new BufferedInputStream(body, BUFFER_BYTES);
        given.mark(1);
        if (given.read() < 0) {
            return; // also of a HEAD request, whose headers may promise a compressed page
        }
        given.reset();
        if (!rewritten) {
            copy(given, client);
            return;
        }
        try (HtmlLinks out = new HtmlLinks(encoding(client), links::through)) {
            copy(decoding(given), out);
        }
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            to.write(buffer, 0, read);
            if (from.available() == 0) {
                to.flush(); // the client should not wait for what the backend has not thought of yet
            }
        }
        to.flush();
    }

    private InputStream decoding(InputStream given) throws IOException {
        return switch (first("Content-Encoding")) {
            case "gzip" -> new GZIPInputStream(given);
            case "deflate" -> new InflaterInputStream(given, new Inflater(true));
            default -> given;
        };
    }

    private OutputStream encoding(OutputStream client) throws IOException {
        return switch (first("Content-Encoding")) {
            case "gzip" -> new GZIPOutputStream(client, BUFFER_BYTES, true);
            case "deflate" -> new DeflaterOutputStream(client, new Deflater(Deflater.DEFAULT_COMPRESSION, true), true);
            default -> client;
        };
    }
}
