package io.gantry.server.http2;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One stream: takes its frames, and has its request answered. */
final class StreamHandler extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(StreamHandler.class);

    /** What was begun with the stream's first frame. */
    private record Begun(StreamRequest request, StreamInput input, StreamResponse response) {}

    private final StreamService service;
    private Optional<Begun> begun = Optional.empty();

    StreamHandler(StreamService service) {
        this.service = service;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.read(); // the rest is read when it is asked for
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
        switch (frame) {
            case Http2HeadersFrame headers when begun.isEmpty() -> begin(context, headers);
            case Http2HeadersFrame trailers ->
                begun.ifPresent(its -> its.input().end());
            case Http2DataFrame data
            when begun.isPresent() -> begun.get().input().add(data.content(), data.isEndStream());
            default -> ReferenceCountUtil.release(frame);
        }
    }

    private void begin(ChannelHandlerContext context, Http2HeadersFrame frame) {
        Http2StreamChannel stream = (Http2StreamChannel) context.channel();
        Http2Headers headers = frame.headers();
        if (headers.method() == null || headers.path() == null) {
            context.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.PROTOCOL_ERROR));
            return;
        }
        long announced = frame.isEndStream() ? 0 : headers.getLong(HttpHeaderNames.CONTENT_LENGTH, -1);
        boolean expectsContinue = headers.contains(HttpHeaderNames.EXPECT, HttpHeaderValues.CONTINUE);
        StreamInput input = new StreamInput(stream, announced, expectsContinue, frame.isEndStream());
        StreamResponse response =
                new StreamResponse(stream, HttpMethod.HEAD.asciiName().contentEquals(headers.method()), input);
        StreamRequest request = new StreamRequest(headers, Http2Client.of(stream.parent()), input, response);
        begun = Optional.of(new Begun(request, input, response));
        Thread.ofVirtual().name("request").start(() -> service.serve(request.startAsync()));
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
        begun.ifPresent(its -> {
            its.input().breakOff();
            its.request().leave();
        });
    }
}
