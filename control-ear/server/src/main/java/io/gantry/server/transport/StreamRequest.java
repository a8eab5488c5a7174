package io.gantry.server.transport;

import io.gantry.authentication.ClientCertificate;
import io.gantry.server.stream.LeavingClient;
import io.netty.handler.codec.http2.Http2Headers;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * A request, as far as the API asks for it; what it does not ask for is refused with {@link UnsupportedOperationException}. Its head
 * has the form of HTTP/2 (RFC 9113, section 8.3.1), whatever the client speaks.
 */
final class StreamRequest extends HttpServletRequestWrapper implements LeavingClient {

    private static final HttpServletRequest NOTHING = Unsupported.all(HttpServletRequest.class);

    private static final String CERTIFICATE = ClientCertificate.class.getName();

    private final Http2Headers headers;
    private final ConnectedClient client;
    private final String path;
    private final String query;
    private final StreamInput body;
    private final StreamResponse response;
    private final Map<String, Object> attributes = new HashMap<>();
    private final CompletableFuture<Void> left = new CompletableFuture<>();

    /** @param headers with a method and a path */
    StreamRequest(Http2Headers headers, ConnectedClient client, StreamInput body, StreamResponse response) {
        super(NOTHING);
        this.headers = headers;
        this.client = client;
        this.body = body;
        this.response = response;
        String target = headers.path().toString();
        int mark = target.indexOf('?');
        this.path = mark < 0 ? target : target.substring(0, mark);
        this.query = mark < 0 ? null : target.substring(mark + 1);
    }

    @Override
    public String getMethod() {
        return headers.method().toString();
    }

    @Override
    public String getRequestURI() {
        return path;
    }

    @Override
    public String getQueryString() {
        return query;
    }

    @Override
    public String getHeader(String name) {
        String key = key(name);
        CharSequence value = headers.get(key);
        return value == null ? null : value.toString();
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        List<String> values =
                headers.getAll(key(name)).stream().map(CharSequence::toString).toList();
        return Collections.enumeration(values);
    }

    /** HTTP/1.1 names the host in a header. */
    private static String key(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.equals("host")
                ? Http2Headers.PseudoHeaderName.AUTHORITY.value().toString()
                : lower;
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        Set<String> names = new LinkedHashSet<>();
        if (headers.authority() != null) {
            names.add("host");
        }
        for (CharSequence name : headers.names()) {
            if (name.charAt(0) != ':') {
                names.add(name.toString());
            }
        }
        return Collections.enumeration(names);
    }

    @Override
    public long getContentLengthLong() {
        return body.announced();
    }

    @Override
    public ServletInputStream getInputStream() {
        return body;
    }

    @Override
    public String getRemoteAddr() {
        return client.remote().getAddress().getHostAddress();
    }

    @Override
    public int getRemotePort() {
        return client.remote().getPort();
    }

    @Override
    public int getLocalPort() {
        return client.local().getPort();
    }

    @Override
    public Object getAttribute(String name) {
        return name.equals(CERTIFICATE) ? client.certificate().orElse(null) : attributes.get(name);
    }

    @Override
    public void setAttribute(String name, Object value) {
        attributes.put(name, value);
    }

    @Override
    public void onLeave(Runnable task) {
        left.thenRun(task);
    }

    /** The client has gone, or wants this stream no more. */
    void leave() {
        left.complete(null);
    }

    @Override
    public AsyncContext startAsync() {
        return new StreamContext(this, response);
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse answer) {
        return startAsync();
    }
}
