package io.gantry.server.transport;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The response to a request, as far as the API asks for it; see {@link StreamRequest}. */
final class StreamResponse extends HttpServletResponseWrapper {

    private static final HttpServletResponse NOTHING = Unsupported.all(HttpServletResponse.class);

    private static final int CODES = 600;
    private static final AsciiString[] CODE_TEXTS = new AsciiString[CODES];

    static {
        Arrays.setAll(CODE_TEXTS, code -> AsciiString.cached(Integer.toString(code)));
    }

    private final Http2Headers headers = new DefaultHttp2Headers(false);
    private final StreamOutput body;
    private int status = SC_OK;

    /** @param head whether the client wants the headers only */
    StreamResponse(MessageStream stream, boolean head) {
        super(NOTHING);
        this.body = new StreamOutput(stream, headers, head);
        headers.status(CODE_TEXTS[SC_OK]);
        headers.set(HttpHeaderNames.DATE, ResponseDate.now());
    }

    /** What is said of a response whose headers were sent is not heard, as of all servlets. */
    private Optional<Http2Headers> open() {
        return isCommitted() ? Optional.empty() : Optional.of(headers);
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public void setStatus(int code) {
        status = code;
        open().ifPresent(given -> given.status(CODE_TEXTS[code]));
    }

    @Override
    public int getStatus() {
        return status;
    }

    @Override
    public void setHeader(String name, String value) {
        open().ifPresent(given -> given.set(key(name), value));
    }

    @Override
    public void addHeader(String name, String value) {
        open().ifPresent(given -> given.add(key(name), value));
    }

    @Override
    public void setIntHeader(String name, int value) {
        setHeader(name, Integer.toString(value));
    }

    @Override
    public void setContentType(String type) {
        setHeader("content-type", type);
    }

    @Override
    public void setContentLength(int length) {
        setContentLengthLong(length);
    }

    @Override
    public void setContentLengthLong(long length) {
        setHeader("content-length", Long.toString(length));
    }

    @Override
    public ServletOutputStream getOutputStream() {
        return body;
    }

    StreamOutput output() {
        return body;
    }

    @Override
    public void flushBuffer() throws IOException {
        body.flush();
    }

    @Override
    public boolean isCommitted() {
        return body.isCommitted();
    }

    @Override
    public void resetBuffer() {
        body.forget();
    }
}
