package io.gantry.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection of HTTP/1.1: one request after the other. While one is answered the next message is read already, and kept: so the end of the
 * connection is noticed, too. Belongs to the connection's thread.
 */
final class Http1Handler extends ChannelDuplexHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Http1Handler.class);

    /** What is being answered when the server stops may take so long. */
    private static final long GRACE_MILLIS = 3_000;

    /** What a client that was refused still sends is read so long: closed at once, the connection would lose the refusal. */
    private static final long LINGER_MILLIS = 500;

    private final ConnectedClient client;
    private final StreamService service;
    private final UpgradeService upgrades;

    /** What has come before it was wanted: one read may bring several messages. */
    private final Deque<Object> come = new ArrayDeque<>();

    private ChannelHandlerContext context;
    private boolean wanted;
    private boolean delivering;
    private Optional<Http1Stream> current = Optional.empty();
    private Optional<HttpRequest> next = Optional.empty();

    /** The connection is about to be another one's. */
    private boolean leaving;

    private boolean refused;

    Http1Handler(ConnectedClient client, StreamService service, UpgradeService upgrades) {
        this.client = client;
        this.service = service;
        this.upgrades = upgrades;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext given) {
        context = given;
        want();
    }

    @Override
    public void channelRead(ChannelHandlerContext given, Object message) {
        if (refused) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (leaving) {
            pass(message);
            return;
        }
        come.add(message);
        deliver();
    }

    /** Takes one more message. */
    private void want() {
        wanted = true;
        deliver();
    }

    private void deliver() {
        if (delivering) {
            return;
        }
        delivering = true;
        while (wanted && !come.isEmpty()) {
            wanted = false;
            take(come.remove());
        }
        delivering = false;
        if (wanted) {
            context.read();
        }
    }

    private void take(Object message) {
        switch (message) {
            case HttpRequest request when current.isPresent() -> next = Optional.of(request);
            case HttpRequest request -> begin(request);
            case HttpContent part when current.isPresent() -> take(current.get(), part);
            default -> ReferenceCountUtil.release(message);
        }
    }

    private void begin(HttpRequest request) {
        Optional<HttpResponseStatus> refusal = refusal(request);
        if (refusal.isPresent()) {
            refuse(refusal.get());
        } else if (wantsUpgrade(request)) {
            leaving = true;
            context.executor().execute(() -> leave(request)); // not within the decoder's own work
        } else {
            Http1Stream stream = new Http1Stream(context, request, this::want, this::goOn);
            current = Optional.of(stream);
            stream.begin(client, service);
            want(); // its first part has mostly come with it
        }
    }

    private void take(Http1Stream stream, HttpContent part) {
        if (part.decoderResult().isFailure()) {
            part.release();
            LOG.debug(
                    "event=request-malformed cause=\"{}\"",
                    part.decoderResult().cause().toString());
            context.close();
            return;
        }
        boolean last = part instanceof LastHttpContent;
        stream.add(part.content(), last);
        if (last) {
            want(); // the next one, or the connection's end
            goOn();
        }
    }

    /** When both request and response have ended. */
    private void goOn() {
        Optional<Http1Stream> over = current.filter(Http1Stream::isOver);
        if (over.isEmpty()) {
            return;
        }
        current = Optional.empty();
        if (!over.get().keepsAlive()) {
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        Optional<HttpRequest> waiting = next;
        next = Optional.empty();
        waiting.ifPresent(this::begin);
    }

    private static Optional<HttpResponseStatus> refusal(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return Optional.of(
                    switch (request.decoderResult().cause()) {
                        case TooLongHttpHeaderException tooLong -> HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
                        case TooLongHttpLineException tooLong -> HttpResponseStatus.REQUEST_URI_TOO_LONG;
                        default -> HttpResponseStatus.BAD_REQUEST;
                    });
        }
        int hosts = request.headers().getAll(HttpHeaderNames.HOST).size();
        boolean unclear = hosts > 1 || hosts == 0 && request.protocolVersion().equals(HttpVersion.HTTP_1_1);
        return unclear ? Optional.of(HttpResponseStatus.BAD_REQUEST) : Optional.empty();
    }

    private void refuse(HttpResponseStatus status) {
        ByteBuf text = Unpooled.copiedBuffer(status.toString(), StandardCharsets.US_ASCII);
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, text);
        response.headers()
                .set("Content-Type", "text/plain; charset=utf-8")
                .set("Content-Length", text.readableBytes())
                .set("Connection", HttpHeaderValues.CLOSE);
        context.writeAndFlush(response);
        refused = true;
        context.channel().config().setAutoRead(true);
        context.executor().schedule(() -> context.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static boolean wantsUpgrade(HttpRequest request) {
        return request.headers().contains(HttpHeaderNames.UPGRADE)
                && request.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && !HttpUtil.isTransferEncodingChunked(request);
    }

    /** What has come of the connection already goes the way of what has not. */
    private void leave(HttpRequest request) {
        ChannelPipeline connection = context.pipeline();
        connection.addLast(upgrades.take(context.channel(), request, client));
        come.forEach(this::pass);
        come.clear();
        connection.remove(HttpRequestDecoder.class);
        connection.remove(HttpResponseEncoder.class);
        connection.remove(IdleStateHandler.class);
        connection.remove(this);
    }

    private void pass(Object rest) {
        switch (rest) {
            case HttpContent part -> context.fireChannelRead(part.content());
            case ByteBuf bytes -> context.fireChannelRead(bytes);
            default -> ReferenceCountUtil.release(rest);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext given, Object event) {
        if (event instanceof IdleStateEvent && current.isEmpty() && !leaving) {
            context.close();
        }
    }

    /** The server stops: what is being answered still is, and nothing after it. */
    @Override
    public void close(ChannelHandlerContext given, ChannelPromise promise) {
        if (current.isEmpty()) {
            given.close(promise);
            return;
        }
        current.get().beLast();
        next.ifPresent(ReferenceCountUtil::release);
        next = Optional.empty();
        given.channel().closeFuture().addListener(_ -> promise.trySuccess());
        given.executor().schedule(() -> given.close(), GRACE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext given, Throwable cause) {
        LOG.debug("event=connection-failed cause=\"{}\"", cause.toString());
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext given) {
        come.forEach(ReferenceCountUtil::release);
        come.clear();
        current.ifPresent(Http1Stream::leave);
        context.fireChannelInactive();
    }
}
