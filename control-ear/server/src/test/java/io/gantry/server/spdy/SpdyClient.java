package io.gantry.server.spdy;

import io.gantry.api.ConnectRequest;
import io.gantry.server.stream.OpenStreams;
import io.gantry.server.stream.Streaming;
import io.gantry.server.upgrade.Wire;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.DefaultSpdyPingFrame;
import io.netty.handler.codec.spdy.DefaultSpdyRstStreamFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrame;
import io.netty.handler.codec.spdy.SpdyGoAwayFrame;
import io.netty.handler.codec.spdy.SpdyPingFrame;
import io.netty.handler.codec.spdy.SpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdyStreamStatus;
import io.netty.handler.codec.spdy.SpdySynReplyFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** A client of the server's SPDY, without a network between them. */
final class SpdyClient implements Wire {

    private static final Streaming STREAMING = new Streaming(
            Executors.newVirtualThreadPerTaskExecutor(),
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().factory()),
            InstantSource.system(),
            new OpenStreams());

    private final SpdyCodec incoming = new SpdyCodec();
    private final SpdyCodec outgoing = new SpdyCodec();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final SpdyConnection server;

    SpdyClient(ConnectRequest request, String protocol, FakeNode node) {
        server = new SpdySessions(node, STREAMING).begin(request, protocol, this);
    }

    @Override
    public void send(byte[] bytes) throws IOException {
        for (SpdyFrame frame : incoming.decode(ByteBuffer.wrap(bytes))) {
            heard.add(text(frame));
        }
    }

    @Override
    public void close() {
        heard.add("closed");
    }

    private static String text(SpdyFrame frame) {
        return switch (frame) {
            case SpdySynReplyFrame reply -> "reply " + reply.streamId();
            case SpdyDataFrame data -> {
                String text = data.content().toString(StandardCharsets.UTF_8);
                yield (data.isLast() ? "end " : "data ") + data.streamId() + (text.isEmpty() ? "" : " " + text);
            }
            case SpdyRstStreamFrame reset ->
                "reset " + reset.streamId() + " " + reset.status().statusPhrase();
            case SpdyPingFrame ping -> "ping " + ping.id();
            case SpdyGoAwayFrame away -> "goaway";
            default -> frame.getClass().getSimpleName();
        };
    }

    /** What the server said next, in one line. */
    String hears() {
        return FakeNode.await(heard);
    }

    boolean hearsNothing() {
        return heard.isEmpty();
    }

    void open(int id, Map<String, String> headers) throws IOException {
        DefaultSpdySynStreamFrame frame = new DefaultSpdySynStreamFrame(id, 0, (byte) 0);
        headers.forEach((name, value) -> frame.headers().set(name, value));
        receive(frame);
    }

    void write(int id, String text) throws IOException {
        receive(new DefaultSpdyDataFrame(id, Unpooled.copiedBuffer(text, StandardCharsets.UTF_8)));
    }

    void end(int id) throws IOException {
        DefaultSpdyDataFrame last = new DefaultSpdyDataFrame(id);
        last.setLast(true);
        receive(last);
    }

    void reset(int id) throws IOException {
        receive(new DefaultSpdyRstStreamFrame(id, SpdyStreamStatus.CANCEL));
    }

    void ping(int id) throws IOException {
        receive(new DefaultSpdyPingFrame(id));
    }

    /** The client is gone without a word. */
    void vanish() {
        server.disconnected();
    }

    void sendBytes(byte[] bytes) throws IOException {
        server.receive(ByteBuffer.wrap(bytes));
    }

    private void receive(SpdyFrame frame) throws IOException {
        sendBytes(outgoing.encode(frame));
    }
}
