package io.gantry.agent.probe;

import io.gantry.agent.object.Handler;
import io.gantry.agent.runtime.ContainerStream;
import io.gantry.agent.runtime.ContainerStreams;
import io.gantry.agent.runtime.EngineException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Carries out the handlers of probes and lifecycle hooks. Blocks; meant for virtual threads. */
public final class HandlerRunner {

    private static final int MAX_OUTPUT = 10 * 1024;

    private final ContainerStreams streams;
    private final ProbeCounts counts = new ProbeCounts();

    public HandlerRunner(ContainerStreams streams) {
        this.streams = streams;
    }

    /** Of the probes that were run. */
    public ProbeCounts counts() {
        return counts;
    }

    /** Never throws for what the container does: every failure is an outcome; unknown when nothing could be asked. */
    public Outcome run(Handler handler, Target target, Duration timeout) {
        try {
            return switch (handler) {
                case Handler.Exec exec -> exec(exec, target, timeout);
                case Handler.HttpGet get -> HttpCheck.run(get, target, timeout);
                case Handler.TcpSocket tcp -> tcp(tcp, target, timeout);
                case Handler.Grpc grpc -> GrpcCheck.run(grpc, target, timeout);
                case Handler.Sleep sleep -> sleep(sleep);
            };
        } catch (IOException | EngineException | IllegalArgumentException e) {
            return Outcome.unknown(String.valueOf(e.getMessage()));
        }
    }

    private Outcome exec(Handler.Exec exec, Target target, Duration timeout) throws IOException {
        ContainerStreams.ExecSpec spec = new ContainerStreams.ExecSpec(exec.command(), false, true, true, false);
        AtomicBoolean late = new AtomicBoolean();
        ContainerStreams.Exec running = streams.exec(target.record(), spec);
        CompletableFuture<Outcome> overdue = new CompletableFuture<>();
        Thread watchdog = Thread.ofVirtual().start(() -> {
            if (sleepFor(timeout)) {
                late.set(true);
                overdue.complete(end(running, exec, timeout));
            }
        });
        String output;
        int code;
        try {
            output = read(running.stream());
            code = running.exitCode();
        } catch (IOException e) {
            if (!late.get()) {
                throw e;
            }
            output = "";
            code = 0;
        } finally {
            watchdog.interrupt();
        }
        if (late.get()) {
            return overdue.join();
        }
        running.stream().close();
        return code == 0 ? Outcome.GOOD : Outcome.bad(output);
    }

    /** A command that takes too long has failed, unless it is the engine that is gone: it tells nothing of the container. */
    private static Outcome end(ContainerStreams.Exec running, Handler.Exec exec, Duration timeout) {
        try {
            running.close();
        } catch (EngineException e) {
            return Outcome.unknown(String.valueOf(e.getMessage()));
        }
        return Outcome.bad("command timed out: \"" + String.join(" ", exec.command()) + "\" timed out after "
                + timeout.toSeconds() + "s");
    }

    private static String read(ContainerStream stream) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        Optional<ContainerStream.Chunk> chunk = stream.read();
        while (chunk.isPresent()) {
            int room = MAX_OUTPUT - output.size();
            output.write(chunk.get().bytes(), 0, Math.min(room, chunk.get().bytes().length));
            chunk = stream.read();
        }
        return output.toString(StandardCharsets.UTF_8);
    }

    private static Outcome tcp(Handler.TcpSocket tcp, Target target, Duration timeout) {
        String host = target.host(tcp.host());
        int port = target.port(tcp.port());
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), Math.toIntExact(timeout.toMillis()));
            return Outcome.GOOD;
        } catch (IOException e) {
            return Outcome.bad("dial tcp " + host + ":" + port + ": " + dialError(e));
        }
    }

    /** The words of the system call, as Go reports them. */
    static String dialError(IOException e) {
        if (e instanceof SocketTimeoutException) {
            return "i/o timeout";
        }
        return "connect: " + String.valueOf(e.getMessage()).toLowerCase(java.util.Locale.ROOT);
    }

    private static Outcome sleep(Handler.Sleep sleep) {
        return sleepFor(sleep.duration()) ? Outcome.GOOD : Outcome.bad("interrupted");
    }

    private static boolean sleepFor(Duration duration) {
        try {
            Thread.sleep(duration);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
