package io.gantry.server.proxy;

import io.gantry.api.Headers;
import io.gantry.api.ProxyRequest;
import io.gantry.proxy.ForwardedHeaders;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;

/**
 * The head of a request as the client sent it.
 *
 * @param query still encoded, empty when there is none
 * @param client address of the client
 */
public record ProxiedRequest(String method, String query, Headers headers, String client) {

    /** Of a body: known from the headers, or only seen when it ends. */
    public enum Framing {
        NONE,
        LENGTH,
        CHUNKED
    }

    /** The name under which the client knows the API server. */
    String host() {
        return headers.first("Host");
    }

    /** The protocol that the client would change to, empty when it names none. */
    public String upgrade() {
        return headers.first("Upgrade");
    }

    public boolean wantsUpgrade() {
        return headers.upgrade().isPresent();
    }

    /** The head that the backend gets. */
    HttpRequest toBackend(ProxyRequest wanted, Framing framing) {
        String uri = query.isEmpty() ? wanted.path() : wanted.path() + "?" + query;
        HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.valueOf(method), uri);
        ForwardedHeaders.ofRequest(headers.values(), client, wanted.prefix() + wanted.path())
                .forEach((name, values) -> request.headers().add(name, values));
        request.headers()
                .set(HttpHeaderNames.HOST, host().isEmpty() ? wanted.backend().host() : host());
        frame(request, framing);
        if (wantsUpgrade()) {
            request.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
            request.headers().set(HttpHeaderNames.UPGRADE, upgrade());
        } else {
            request.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return request;
    }

    private static void frame(HttpRequest request, Framing framing) {
        switch (framing) {
            case NONE -> {
                boolean announcesNothing = "0".equals(request.headers().get(HttpHeaderNames.CONTENT_LENGTH));
                if (!announcesNothing) {
                    request.headers().remove(HttpHeaderNames.CONTENT_LENGTH);
                }
            }
            case LENGTH -> {} // the client's own
            case CHUNKED -> {
                request.headers().remove(HttpHeaderNames.CONTENT_LENGTH);
                request.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
            }
        }
    }
}
