package io.gantry.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One request of a connection of HTTP/1.1, and its response. */
final class Http1Stream implements MessageStream {

    private final ChannelHandlerContext connection;
    private final HttpRequest request;
    private final Runnable more;
    private final Runnable ended;
    private Optional<OpenRequest> begun = Optional.empty();
    private final boolean expectsContinue;
    private boolean keepAlive;
    private volatile boolean continued;
    private boolean requestEnded;
    private boolean responseEnded;

    /**
     * @param more takes one more message from the connection
     * @param ended is run when the response has been sent; both by the connection's thread
     */
    Http1Stream(ChannelHandlerContext connection, HttpRequest request, Runnable more, Runnable ended) {
        this.connection = connection;
        this.request = request;
        this.more = more;
        this.ended = ended;
        this.expectsContinue = HttpUtil.is100ContinueExpected(request);
        this.keepAlive = HttpUtil.isKeepAlive(request);
    }

    /** Has the request answered. */
    void begin(ConnectedClient client, StreamService service) {
        boolean whole = !HttpUtil.isTransferEncodingChunked(request) && HttpUtil.getContentLength(request, 0L) == 0;
        begun = Optional.of(OpenRequest.begin(this, Http1Head.of(request), whole, client, service));
    }

    /** Takes over a part of the request's body. */
    void add(ByteBuf part, boolean last) {
        requestEnded = last;
        begun.orElseThrow().input().add(part, last);
    }

    void leave() {
        begun.ifPresent(OpenRequest::leave);
    }

    boolean isOver() {
        return requestEnded && responseEnded;
    }

    /** The connection is not to have another request. */
    void beLast() {
        keepAlive = false;
    }

    /** Whether the connection may have another request. */
    boolean keepsAlive() {
        return keepAlive;
    }

    @Override
    public boolean isActive() {
        return connection.channel().isActive();
    }

    @Override
    public void read() {
        connection.executor().execute(this::readMore);
    }

    private void readMore() {
        if (!requestEnded) {
            more.run();
        }
    }

    @Override
    public void sendContinue() {
        continued = true;
        connection.writeAndFlush(
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
    }

    @Override
    public void send(Optional<Http2Headers> head, ByteBuf data, boolean last, Runnable sent) {
        connection.executor().execute(() -> write(head, data, last, sent));
    }

    private void write(Optional<Http2Headers> head, ByteBuf data, boolean last, Runnable sent) {
        ChannelFuture written;
        if (head.isPresent()) {
            written = writeFirst(head.get(), data, last);
        } else {
            HttpObject part = last ? new DefaultLastHttpContent(data) : new DefaultHttpContent(data);
            written = connection.writeAndFlush(part);
        }
        written.addListener(_ -> sent.run());
        if (last) {
            responseEnded = true;
            begun.orElseThrow().input().discard();
            ended.run();
        }
    }

    private ChannelFuture writeFirst(Http2Headers head, ByteBuf data, boolean last) {
        HttpResponseStatus status = HttpResponseStatus.parseLine(head.status());
        HttpHeaders headers = headers(head);
        if (hasBody(status) && !headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
            frame(headers, data, last);
        }
        if (expectsContinue && !continued && !requestEnded) {
            keepAlive = false; // nobody can tell whether the body comes, or the next request
        }
        if (keepAlive != request.protocolVersion().isKeepAliveDefault()) {
            headers.set("Connection", keepAlive ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
        }
        if (last) {
            return connection.writeAndFlush(new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, status, data, headers, EmptyHttpHeaders.INSTANCE));
        }
        connection.write(new DefaultHttpResponse(HttpVersion.HTTP_1_1, status, headers));
        return connection.writeAndFlush(new DefaultHttpContent(data));
    }

    private static HttpHeaders headers(Http2Headers head) {
        HttpHeaders headers =
                DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
        head.forEach(header -> {
            if (!Http2Headers.PseudoHeaderName.hasPseudoHeaderFormat(header.getKey())) {
                headers.add(HeaderNames.canonical(header.getKey()), header.getValue());
            }
        });
        return headers;
    }

    private boolean hasBody(HttpResponseStatus status) {
        return !request.method().equals(HttpMethod.HEAD)
                && !status.equals(HttpResponseStatus.NO_CONTENT)
                && !status.equals(HttpResponseStatus.NOT_MODIFIED);
    }

    /** How the client finds the body's end (RFC 9112, section 6.3). */
    private void frame(HttpHeaders headers, ByteBuf data, boolean last) {
        if (last) {
            headers.set("Content-Length", data.readableBytes());
        } else if (request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
            headers.set("Transfer-Encoding", HttpHeaderValues.CHUNKED);
        } else {
            keepAlive = false;
        }
    }

    @Override
    public void stopRequest() {
        connection.close();
    }

    @Override
    public void abort() {
        connection.close();
    }

    @Override
    public void schedule(Runnable task, long delay, TimeUnit unit) {
        connection.executor().schedule(task, delay, unit);
    }
}
