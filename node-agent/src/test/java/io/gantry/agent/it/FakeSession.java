package io.gantry.agent.it;

import com.google.protobuf.ByteString;
import io.gantry.agent.session.SessionLink;
import io.gantry.agent.session.SessionServer;
import io.gantry.node.v1.Channel;
import io.gantry.node.v1.ExecRequest;
import io.gantry.node.v1.PodReference;
import io.gantry.node.v1.SessionFrame;
import io.gantry.node.v1.SessionRequest;
import io.gantry.node.v1.SessionResult;
import io.gantry.node.v1.StreamData;
import io.gantry.node.v1.TerminalSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The control plane's end of one session. */
final class FakeSession implements SessionLink {

    /** The other side said all it had to say; or it was cut off. */
    private static final Optional<SessionFrame> END = Optional.empty();

    private static final Optional<SessionFrame> BROKEN = Optional.of(SessionFrame.getDefaultInstance());

    private final BlockingQueue<Optional<SessionFrame>> input = new LinkedBlockingQueue<>();
    private volatile boolean broken;
    private final StringBuffer stdout = new StringBuffer();
    private final StringBuffer stderr = new StringBuffer();
    private volatile Optional<SessionResult> result = Optional.empty();

    /** Serves a request to its end and returns its result. */
    SessionResult serve(SessionServer server, SessionRequest request) {
        Thread thread = start(server, request);
        Await.until("session ends", Duration.ofSeconds(30), () -> result.isPresent());
        end();
        thread.interrupt();
        return result.orElseThrow();
    }

    Thread start(SessionServer server, SessionRequest request) {
        return Thread.ofVirtual().start(() -> server.serve(request, this));
    }

    String exec(SessionServer server, String podUid, String container, String... command) {
        ExecRequest exec = ExecRequest.newBuilder()
                .setPod(PodReference.newBuilder().setUid(podUid))
                .setContainer(container)
                .addAllCommand(java.util.List.of(command))
                .setStdout(true)
                .setStderr(true)
                .build();
        SessionResult ended =
                serve(server, SessionRequest.newBuilder().setExec(exec).build());
        return ended.getError().isEmpty() ? stdout.toString() : ended.getError();
    }

    void send(String text) {
        StreamData data = StreamData.newBuilder()
                .setChannel(Channel.STDIN)
                .setData(ByteString.copyFromUtf8(text))
                .build();
        input.add(Optional.of(SessionFrame.newBuilder().setData(data).build()));
    }

    void resize(int width, int height) {
        TerminalSize size =
                TerminalSize.newBuilder().setWidth(width).setHeight(height).build();
        input.add(Optional.of(SessionFrame.newBuilder().setResize(size).build()));
    }

    void closeInput() {
        input.add(Optional.of(SessionFrame.newBuilder().setClose(Channel.STDIN).build()));
    }

    /** The other side is cut off, after what it has sent. */
    void breakOff() {
        broken = true;
        input.add(BROKEN);
        input.add(BROKEN);
    }

    String stdout() {
        return stdout.toString();
    }

    String stderr() {
        return stderr.toString();
    }

    Optional<SessionResult> result() {
        return result;
    }

    @Override
    public void accept() {}

    @Override
    public Optional<SessionFrame> read() throws IOException {
        try {
            Optional<SessionFrame> next = input.take();
            if (next.equals(BROKEN)) {
                throw new IOException("broken off");
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void write(SessionFrame frame) throws IOException {
        if (broken) {
            throw new IOException("broken off");
        }
        if (frame.hasData()) {
            String text = frame.getData().getData().toString(StandardCharsets.UTF_8);
            (frame.getData().getChannel() == Channel.STDERR ? stderr : stdout).append(text);
        }
        if (frame.hasResult()) {
            result = Optional.of(frame.getResult());
        }
    }

    @Override
    public void end() {
        input.add(END);
    }

    @Override
    public void close() {
        input.add(END);
    }
}
