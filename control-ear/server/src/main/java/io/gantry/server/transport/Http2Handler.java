package io.gantry.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One stream of HTTP/2: takes its frames, has its request answered, and sends the frames of the response. */
final class Http2Handler extends ChannelInboundHandlerAdapter implements MessageStream {

    private static final Logger LOG = LoggerFactory.getLogger(Http2Handler.class);

    private final Http2StreamChannel stream;
    private final ConnectedClient client;
    private final StreamService service;
    private Optional<OpenRequest> begun = Optional.empty();
    private volatile boolean left;

    Http2Handler(Http2StreamChannel stream, ConnectedClient client, StreamService service) {
        this.stream = stream;
        this.client = client;
        this.service = service;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.read(); // the rest is read when it is asked for
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
        switch (frame) {
            case Http2HeadersFrame headers when begun.isEmpty() -> begin(headers);
            case Http2HeadersFrame trailers ->
                begun.ifPresent(its -> its.input().end());
            case Http2DataFrame data
            when begun.isPresent() -> begun.get().input().add(data.content(), data.isEndStream());
            default -> ReferenceCountUtil.release(frame);
        }
    }

    private void begin(Http2HeadersFrame frame) {
        Http2Headers headers = frame.headers();
        if (headers.method() == null || headers.path() == null) {
            stream.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.PROTOCOL_ERROR));
            return;
        }
        begun = Optional.of(OpenRequest.begin(this, headers, frame.isEndStream(), client, service));
        if (!frame.isEndStream()) {
            stream.read(); // its first part has mostly come with it
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof Http2ResetFrame) {
            leave();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("event=stream-failed cause=\"{}\"", cause.toString());
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        leave();
    }

    private void leave() {
        left = true;
        begun.ifPresent(OpenRequest::leave);
    }

    @Override
    public boolean isActive() {
        return !left && stream.isActive();
    }

    @Override
    public void read() {
        stream.read();
    }

    @Override
    public void sendContinue() {
        stream.writeAndFlush(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().status("100")));
    }

    @Override
    public void send(Optional<Http2Headers> head, ByteBuf data, boolean last, Runnable sent) {
        stream.eventLoop().execute(() -> write(head, data, last, sent));
    }

    private void write(Optional<Http2Headers> head, ByteBuf data, boolean last, Runnable sent) {
        boolean some = data.isReadable();
        head.ifPresent(headers -> stream.write(new DefaultHttp2HeadersFrame(headers, last && !some)));
        if (some || last && head.isEmpty()) {
            stream.write(new DefaultHttp2DataFrame(data, last)).addListener(_ -> sent.run());
        } else {
            data.release();
        }
        if (last) {
            begun.ifPresent(its -> its.input().discard());
        }
        Flushes.of(stream.parent()).soon();
    }

    /** RFC 9113, section 8.1. */
    @Override
    public void stopRequest() {
        if (stream.isActive()) {
            stream.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR));
        }
    }

    /** Resets the stream when its end was not sent. */
    @Override
    public void abort() {
        stream.close();
    }

    @Override
    public void schedule(Runnable task, long delay, TimeUnit unit) {
        stream.eventLoop().schedule(task, delay, unit);
    }
}
