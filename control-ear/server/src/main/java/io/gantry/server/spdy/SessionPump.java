package io.gantry.server.spdy;

import com.google.protobuf.ByteString;
import io.gantry.gateway.SessionInput;
import io.gantry.node.v1.Channel;
import io.gantry.status.StatusException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a client's stream to a session on a node, on a thread of its own: other streams of the connection go on while the node, or
 * what listens there, is slow, up to a bound.
 */
final class SessionPump implements StreamReader {

    private static final Logger LOG = LoggerFactory.getLogger(SessionPump.class);

    /** Pieces of at most 32 KiB. */
    private static final int MAX_WAITING = 16;

    /** As upstream's streaming-connection-idle-timeout: nobody else would notice that a client whose bytes nobody takes is gone. */
    private static final long IDLE_HOURS = 4;

    private sealed interface Input {

        record Data(byte[] bytes) implements Input {}

        record Ended() implements Input {}
    }

    private final BlockingQueue<Input> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Runnable onReset;
    private volatile boolean over;

    /** @param onReset what to do when the client wants no more of the stream, in either direction */
    SessionPump(Runnable onReset) {
        this.onReset = onReset;
    }

    @Override
    public void data(byte[] bytes) {
        put(new Input.Data(bytes));
    }

    @Override
    public void ended() {
        put(new Input.Ended());
    }

    @Override
    public void reset() {
        stop();
        onReset.run();
    }

    /** What comes from now on is dropped. */
    void stop() {
        over = true;
        waiting.clear(); // lets in who waits for room
        waiting.offer(new Input.Ended()); // and wakes who waits for input
    }

    private void put(Input input) {
        try {
            if (!over && !waiting.offer(input, IDLE_HOURS, TimeUnit.HOURS)) {
                reset();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
        }
    }

    /** Sends what comes until the client's stream or the session ends. */
    void run(SessionInput session) {
        try {
            Input next = waiting.take();
            while (!over && next instanceof Input.Data data) {
                session.send(Channel.STDIN, ByteString.copyFrom(data.bytes()));
                next = waiting.take();
            }
            if (!over) {
                session.closeChannel(Channel.STDIN);
            }
        } catch (StatusException e) {
            LOG.debug(
                    "event=input-dropped cause=\"{}\"",
                    e.getMessage()); // the session is over, and its end is on its way
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
        }
    }
}
