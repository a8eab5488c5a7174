package io.gantry.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** Sends one request after the other over a connection of its own. Belongs to the connection's thread. */
final class Caller extends SimpleChannelInboundHandler<HttpObject> {

    /** What it measured: answers that were no success, and the nanoseconds of those that were. */
    record Measured(long failed, long[] nanos) {}

    private static final int SUCCESSES = 300;

    private final String authority;
    private final Supplier<ClassicHttpRequest> requests;
    private final CompletableFuture<Measured> measured = new CompletableFuture<>();
    private final LongStream.Builder nanos = LongStream.builder();
    private long failed;
    private long sent;
    private int status;

    /**
     * One that begins when its connection does.
     *
     * @param authority of the server
     * @param requests the next one, or null when there is none
     */
    Caller(String authority, Supplier<ClassicHttpRequest> requests) {
        this.authority = authority;
        this.requests = requests;
    }

    /** Completes when there is no other request; fails with the connection. */
    CompletableFuture<Measured> measured() {
        return measured;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws IOException {
        if (event instanceof SslHandshakeCompletionEvent begun) {
            if (begun.isSuccess()) {
                next(context);
            } else {
                measured.completeExceptionally(begun.cause());
            }
        }
    }

    private void next(ChannelHandlerContext context) throws IOException {
        ClassicHttpRequest request = requests.get();
        if (request == null) {
            measured.complete(new Measured(failed, nanos.build().toArray()));
            context.close();
            return;
        }
        FullHttpRequest message = message(request);
        sent = System.nanoTime();
        context.writeAndFlush(message);
    }

    private FullHttpRequest message(ClassicHttpRequest request) throws IOException {
        boolean empty = request.getEntity() == null;
        ByteBuf body =
                empty ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(EntityUtils.toByteArray(request.getEntity()));
        FullHttpRequest message = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.valueOf(request.getMethod()), request.getPath(), body);
        message.headers().set(HttpHeaderNames.HOST, authority);
        for (Header header : request.getHeaders()) {
            message.headers().add(header.getName(), header.getValue());
        }
        if (!empty) {
            message.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, request.getEntity().getContentType())
                    .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        }
        return message;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) throws IOException {
        if (part instanceof HttpResponse response) {
            status = response.status().code();
        }
        if (part instanceof LastHttpContent) {
            if (status < SUCCESSES) {
                nanos.add(System.nanoTime() - sent);
            } else {
                failed++;
            }
            next(context);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        measured.completeExceptionally(cause);
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        measured.completeExceptionally(new IOException("the server has closed a connection"));
    }
}
