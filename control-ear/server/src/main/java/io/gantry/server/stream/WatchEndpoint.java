package io.gantry.server.stream;

import io.gantry.api.ApiResponse;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A watch over a WebSocket, a message for each event, as browsers and fabric8's client ask for it. What the client sends is ignored. */
public final class WatchEndpoint extends Endpoint {

    private static final Logger LOG = LoggerFactory.getLogger(WatchEndpoint.class);

    private final ApiResponse.Watch watch;
    private final Streaming streaming;
    private volatile Optional<WatchResponse> response = Optional.empty();

    private WatchEndpoint(ApiResponse.Watch watch, Streaming streaming) {
        this.watch = watch;
        this.streaming = streaming;
    }

    /** Answers the handshake. The watch is ended when that fails. */
    public static void upgrade(
            ApiResponse.Watch watch, Streaming streaming, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        try {
            GivenEndpoint.upgrade(new WatchEndpoint(watch, streaming), List.of(), request, response);
        } catch (IOException | ServletException | RuntimeException e) {
            watch.stream().close();
            throw e;
        }
    }

    @Override
    public void onOpen(Session client, EndpointConfig config) {
        client.setMaxIdleTimeout(0); // the watch has a deadline of its own
        client.addMessageHandler(String.class, (MessageHandler.Whole<String>) ignored -> {});
        client.addMessageHandler(ByteBuffer.class, (MessageHandler.Whole<ByteBuffer>) ignored -> {});
        boolean binary = watch.contentType().contains("protobuf");
        WatchClient watcher = binary ? new BinaryWatch(client) : new TextWatch(client);
        WatchResponse begun = new WatchResponse(watch.stream(), watcher, streaming);
        response = Optional.of(begun);
        begun.start();
    }

    @Override
    public void onClose(Session client, CloseReason reason) {
        stop();
    }

    @Override
    public void onError(Session client, Throwable cause) {
        LOG.debug("event=websocket-failed cause=\"{}\"", cause.toString());
        stop();
    }

    private void stop() {
        response.ifPresentOrElse(WatchResponse::stop, watch.stream()::close);
    }
}
