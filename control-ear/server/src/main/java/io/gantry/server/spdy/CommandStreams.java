package io.gantry.server.spdy;

import com.google.protobuf.ByteString;
import io.gantry.channel.ClientMessage;
import io.gantry.channel.SessionEnd;
import io.gantry.gateway.SessionHandler;
import io.gantry.gateway.SessionInput;
import io.gantry.gateway.SessionOpener;
import io.gantry.node.v1.Channel;
import io.gantry.node.v1.SessionRequest;
import io.gantry.node.v1.SessionResult;
import io.gantry.server.stream.Streaming;
import io.gantry.server.upgrade.Wire;
import io.gantry.status.StatusException;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Exec or attach over SPDY: a stream each for standard input, output and error, terminal sizes, and the end. */
final class CommandStreams implements StreamAcceptor, SessionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(CommandStreams.class);
    private static final int INTERNAL = 500;

    /** As upstream's stream creation timeout. */
    private static final long PATIENCE_SECONDS = 30;

    /**
     * What is to be run.
     *
     * @param expected how many streams the client will open
     */
    record Command(String nodeName, SessionRequest request, CommandProtocol protocol, int expected) {}

    private final Command command;
    private final SessionOpener sessions;
    private final Streaming streaming;
    private final Map<StreamType, SpdyStream> streams = new EnumMap<>(StreamType.class);
    private final SessionPump stdin = new SessionPump(this::cancel);
    private final CompletableFuture<SessionInput> session = new CompletableFuture<>();
    private final AtomicReference<Optional<ClientMessage.Resize>> size = new AtomicReference<>(Optional.empty());

    CommandStreams(Command command, SessionOpener sessions, Streaming streaming, Wire wire) {
        this.command = command;
        this.sessions = sessions;
        this.streaming = streaming;
        streaming.alarms().schedule(() -> giveUp(wire), PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private synchronized void giveUp(Wire wire) {
        if (streams.size() < command.expected()) {
            LOG.debug("event=streams-missing opened={} expected={}", streams.size(), command.expected());
            streaming.tasks().execute(wire::close);
        }
    }

    @Override
    public void check(SpdyStream stream) throws StreamRefusedException {
        StreamType type = StreamType.of(stream);
        synchronized (this) {
            if (streams.containsKey(type)) {
                throw new StreamRefusedException("a second stream of type " + type);
            }
        }
    }

    @Override
    public synchronized StreamReader opened(SpdyStream stream) throws IOException {
        StreamType type = StreamType.find(stream).orElseThrow(() -> new IOException("an unchecked stream"));
        streams.put(type, stream);
        if (streams.size() == command.expected()) {
            if (command.protocol() == CommandProtocol.V1 && streams.containsKey(StreamType.ERROR)) {
                // so did the first servers, and the first clients count on it
                streams.get(StreamType.ERROR).reset();
            }
            streaming.tasks().execute(this::run);
        }
        return switch (type) {
            case STDIN -> stdin;
            case RESIZE -> new SizeReader(this::resize);
            case STDOUT, STDERR, ERROR, DATA -> StreamReader.none();
        };
    }

    private void run() {
        try {
            SessionInput opened = sessions.open(command.nodeName(), command.request(), this);
            session.complete(opened);
            tellSize(opened);
            stdin.run(opened);
        } catch (StatusException e) {
            session.completeExceptionally(e);
            onFailure(e);
        }
    }

    private void resize(int width, int height) {
        size.set(Optional.of(new ClientMessage.Resize(width, height)));
        if (session.isDone() && !session.isCompletedExceptionally()) {
            tellSize(session.join());
        }
    }

    /** Always the newest, whoever tells it. */
    private synchronized void tellSize(SessionInput to) {
        try {
            size.get().ifPresent(newest -> to.resize(newest.width(), newest.height()));
        } catch (StatusException e) {
            LOG.debug("event=resize-dropped cause=\"{}\"", e.getMessage()); // the session is over
        }
    }

    @Override
    public void onData(Channel channel, ByteString data) {
        Optional<SpdyStream> to = output(channel);
        if (to.isEmpty()) {
            return; // nobody wants to read it
        }
        try {
            to.get().write(data.toByteArray());
        } catch (IOException e) {
            // ends the session at the node
            throw new IllegalStateException("the client is gone", e);
        }
    }

    private synchronized Optional<SpdyStream> output(Channel channel) {
        return Optional.ofNullable(streams.get(channel == Channel.STDERR ? StreamType.STDERR : StreamType.STDOUT));
    }

    @Override
    public void onResult(SessionResult result) {
        boolean served = result.getError().isEmpty();
        int code = result.getHttpStatus() == 0 ? INTERNAL : result.getHttpStatus();
        finish(served ? new SessionEnd.Exited(result.getExitCode()) : new SessionEnd.Failed(code, result.getError()));
    }

    @Override
    public void onFailure(StatusException cause) {
        finish(new SessionEnd.Failed(cause.code(), cause.getMessage()));
    }

    private void finish(SessionEnd end) {
        stdin.stop();
        Map<StreamType, SpdyStream> all;
        synchronized (this) {
            all = new EnumMap<>(streams);
        }
        SpdyStream error = all.get(StreamType.ERROR);
        try {
            if (error != null) {
                error.write(command.protocol().text(end));
            }
            for (SpdyStream stream : all.values()) {
                stream.end();
            }
        } catch (IOException e) {
            LOG.debug("event=client-gone cause=\"{}\"", e.getMessage());
        }
        all.values().forEach(SpdyStream::closeConnection);
    }

    private void cancel() {
        session.thenAccept(SessionInput::cancel);
    }

    @Override
    public void disconnected() {
        stdin.stop();
        cancel();
    }
}
