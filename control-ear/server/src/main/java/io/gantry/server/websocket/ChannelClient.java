package io.gantry.server.websocket;

import io.gantry.channel.ChannelFraming;
import io.gantry.server.stream.WebSocketEnd;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** A client whose messages belong to channels. Thread-safe. */
final class ChannelClient {

    private final Session session;
    private final ChannelFraming framing;
    private final ReentrantLock sending = new ReentrantLock();

    ChannelClient(Session session, ChannelFraming framing) {
        this.session = session;
        this.framing = framing;
        WebSocketLimits.set(session);
    }

    /** Begins to read. No message is read while the receiver has not returned from the one before. */
    void listen(Consumer<ByteBuffer> receiver) {
        session.addMessageHandler(ByteBuffer.class, (MessageHandler.Whole<ByteBuffer>) receiver::accept);
        session.addMessageHandler(String.class, (MessageHandler.Whole<String>)
                text -> receiver.accept(StandardCharsets.UTF_8.encode(text)));
    }

    /** Throws {@link IllegalStateException} when the client is gone. */
    void send(ByteBuffer message) {
        sending.lock();
        try {
            switch (framing) {
                case BINARY -> session.getBasicRemote().sendBinary(message);
                case BASE64 ->
                    session.getBasicRemote()
                            .sendText(StandardCharsets.US_ASCII.decode(message).toString());
            }
        } catch (IOException e) {
            throw new IllegalStateException("the client is gone", e);
        } finally {
            sending.unlock();
        }
    }

    void close() {
        WebSocketEnd.close(session);
    }
}
