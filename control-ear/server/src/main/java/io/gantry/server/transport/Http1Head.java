package io.gantry.server.transport;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpScheme;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/** The head of a request of HTTP/1.1 in the form of HTTP/2 (RFC 9113, section 8.3.1). */
final class Http1Head {

    private static final String AUTHORITY_MARK = "://";

    /** What is about the connection, and the host, which has a place of its own. */
    private static final Set<AsciiString> LEFT_OUT = Set.of(
            HttpHeaderNames.HOST,
            HttpHeaderNames.CONNECTION,
            AsciiString.cached("keep-alive"),
            AsciiString.cached("proxy-connection"),
            HttpHeaderNames.TRANSFER_ENCODING,
            HttpHeaderNames.UPGRADE);

    private Http1Head() {}

    static Http2Headers of(HttpRequest request) {
        Http2Headers head = new DefaultHttp2Headers(false)
                .method(request.method().asciiName())
                .scheme(HttpScheme.HTTPS.name())
                .path(originForm(request.uri()));
        String host = request.headers().get(HttpHeaderNames.HOST);
        if (host != null) {
            head.authority(host);
        }
        Iterator<Map.Entry<CharSequence, CharSequence>> given =
                request.headers().iteratorCharSequence();
        while (given.hasNext()) {
            Map.Entry<CharSequence, CharSequence> header = given.next();
            AsciiString name = AsciiString.of(header.getKey()).toLowerCase();
            if (!LEFT_OUT.contains(name)) {
                head.add(name, header.getValue());
            }
        }
        return head;
    }

    /** A client that takes us for a proxy names the host here too (RFC 9112, section 3.2.2). */
    private static String originForm(String target) {
        if (target.startsWith("/")) {
            return target;
        }
        int mark = target.indexOf(AUTHORITY_MARK);
        int path = mark < 0 ? -1 : target.indexOf('/', mark + AUTHORITY_MARK.length());
        return path < 0 ? "/" : target.substring(path);
    }
}
