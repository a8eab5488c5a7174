package io.gantry.agent.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs programs of the host: the one place of the agent that starts processes for the network. */
public final class SystemCommands {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final List<String> prefix;
    private final Duration timeout;

    /** Runs programs where this process runs. */
    public SystemCommands() {
        this(List.of());
    }

    /**
     * Runs programs through another.
     *
     * @param prefix for example {@code nsenter --net=/run/netns/x}
     */
    public SystemCommands(List<String> prefix) {
        this(prefix, TIMEOUT);
    }

    /** @param timeout how long a program may run before it is killed */
    SystemCommands(List<String> prefix, Duration timeout) {
        this.prefix = List.copyOf(prefix);
        this.timeout = timeout;
    }

    /**
     * How a program ended.
     *
     * @param output standard output and standard error
     */
    public record Outcome(int exitCode, String output) {
        public boolean succeeded() {
            return exitCode == 0;
        }
    }

    /** Runs a program to its end, with this text as its standard input. */
    public Outcome run(String input, List<String> command) {
        try {
            List<String> whole = new ArrayList<>(prefix);
            whole.addAll(command);
            Process process =
                    new ProcessBuilder(whole).redirectErrorStream(true).start();
            Thread.ofVirtual().start(() -> write(process, input));
            FutureTask<byte[]> output =
                    new FutureTask<>(() -> process.getInputStream().readAllBytes());
            Thread.ofVirtual().start(output);
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return new Outcome(124, command.getFirst() + ": no end after " + timeout.toSeconds() + " s");
            }
            byte[] said = output.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new Outcome(process.exitValue(), new String(said, StandardCharsets.UTF_8).strip());
        } catch (ExecutionException | TimeoutException e) {
            return new Outcome(127, command.getFirst() + ": its output cannot be read: " + e);
        } catch (IOException e) {
            return new Outcome(127, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome(130, "interrupted");
        }
    }

    public Outcome run(String... command) {
        return run("", List.of(command));
    }

    /** Runs a program that must succeed; throws {@link CommandFailedException} with its output. */
    public String require(String... command) {
        Outcome outcome = run(command);
        if (!outcome.succeeded()) {
            throw new CommandFailedException(String.join(" ", command), outcome);
        }
        return outcome.output();
    }

    private static void write(Process process, String input) {
        try (var out = process.getOutputStream()) {
            out.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // the program ended without reading its input: its exit code says why
            process.destroy();
        }
    }

    /** A program of the host failed. */
    public static final class CommandFailedException extends RuntimeException {

        public CommandFailedException(String command, Outcome outcome) {
            super(command + ": exit code " + outcome.exitCode() + ": " + outcome.output());
        }
    }
}
