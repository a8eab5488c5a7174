package io.gantry.server.spdy;

import io.gantry.server.upgrade.Wire;
import io.gantry.server.upgrade.WireReceiver;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.spdy.DefaultSpdyGoAwayFrame;
import io.netty.handler.codec.spdy.DefaultSpdyPingFrame;
import io.netty.handler.codec.spdy.DefaultSpdyRstStreamFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrame;
import io.netty.handler.codec.spdy.SpdyHeaders;
import io.netty.handler.codec.spdy.SpdyPingFrame;
import io.netty.handler.codec.spdy.SpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdySessionStatus;
import io.netty.handler.codec.spdy.SpdyStreamStatus;
import io.netty.handler.codec.spdy.SpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's end of a SPDY/3.1 connection as Kubernetes' clients use it: they open all streams, and there are no windows, since
 * their library has none. What holds a fast sender back is that nothing more is read while a stream's reader waits.
 */
public final class SpdyConnection implements WireReceiver {

    private static final Logger LOG = LoggerFactory.getLogger(SpdyConnection.class);
    private static final int MAX_STREAMS = 2000;

    private final Wire wire;
    private final StreamAcceptor acceptor;
    private final SpdyCodec incoming = new SpdyCodec();
    private final SpdyCodec outgoing = new SpdyCodec();
    private final ReentrantLock sending = new ReentrantLock();
    private final Map<Integer, SpdyStream> streams = new ConcurrentHashMap<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private int lastId;

    SpdyConnection(Wire wire, StreamAcceptor acceptor) {
        this.wire = wire;
        this.acceptor = acceptor;
    }

    /** Takes bytes of the client's, in their order, by one thread at a time. */
    @Override
    public void receive(ByteBuffer bytes) throws IOException {
        if (closed.get()) {
            return;
        }
        for (SpdyFrame frame : incoming.decode(bytes)) {
            try {
                take(frame);
            } finally {
                ReferenceCountUtil.release(frame);
            }
        }
    }

    private void take(SpdyFrame frame) throws IOException {
        switch (frame) {
            case SpdySynStreamFrame opened -> open(opened);
            case SpdyDataFrame data -> data(data);
            case SpdyRstStreamFrame reset -> {
                SpdyStream stream = streams.remove(reset.streamId());
                if (stream != null) {
                    stream.clientReset();
                }
            }
            // a client's pings have odd numbers and come back as they are
            case SpdyPingFrame ping when ping.id() % 2 != 0 -> send(new DefaultSpdyPingFrame(ping.id()));
            default -> {} // settings and windows have no meaning here; a client that goes away closes the connection
        }
    }

    private void open(SpdySynStreamFrame frame) throws IOException {
        int id = frame.streamId();
        boolean valid = id > lastId && id % 2 != 0 && !frame.isInvalid() && !frame.isTruncated();
        if (!valid) {
            send(new DefaultSpdyRstStreamFrame(id, SpdyStreamStatus.PROTOCOL_ERROR));
            return;
        }
        lastId = id;
        SpdyStream stream = new SpdyStream(this, id, frame.headers());
        try {
            checkNumber();
            acceptor.check(stream);
        } catch (StreamRefusedException e) {
            LOG.debug("event=stream-refused stream={} cause=\"{}\"", id, e.getMessage());
            send(new DefaultSpdyRstStreamFrame(id, SpdyStreamStatus.REFUSED_STREAM));
            return;
        }
        streams.put(id, stream);
        SpdySynReplyFrame reply = new DefaultSpdySynReplyFrame(id);
        // Go's library does not understand a reply without a header block
        reply.headers().set(SpdyHeaders.HttpNames.STATUS, "200");
        send(reply);
        // only now: a client throws away what comes before the reply
        stream.readBy(acceptor.opened(stream));
        if (frame.isLast()) {
            stream.clientEnded();
        }
    }

    private void checkNumber() throws StreamRefusedException {
        if (streams.size() >= MAX_STREAMS) {
            throw new StreamRefusedException("too many streams");
        }
    }

    private void data(SpdyDataFrame frame) {
        SpdyStream stream = streams.get(frame.streamId());
        if (stream == null) {
            return; // it was reset a moment ago
        }
        stream.clientWrote(ByteBufUtil.getBytes(frame.content()));
        if (frame.isLast()) {
            stream.clientEnded();
        }
    }

    /** Whether the stream was known. */
    boolean forget(int id) {
        return streams.remove(id) != null;
    }

    void send(SpdyFrame frame) throws IOException {
        sending.lock();
        try {
            if (closed.get()) {
                throw new IOException("the connection is closed");
            }
            wire.send(outgoing.encode(frame));
        } finally {
            sending.unlock();
        }
    }

    /** Says goodbye and ends the connection, after what was written. */
    @Override
    public void close() {
        try {
            send(new DefaultSpdyGoAwayFrame(lastId, SpdySessionStatus.OK));
        } catch (IOException e) {
            LOG.debug("event=client-gone cause=\"{}\"", e.getMessage());
        }
        disconnected();
        wire.close();
    }

    /** The client is gone, or shall be. */
    @Override
    public void disconnected() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        streams.values().forEach(SpdyStream::clientReset);
        streams.clear();
        acceptor.disconnected();
    }
}
