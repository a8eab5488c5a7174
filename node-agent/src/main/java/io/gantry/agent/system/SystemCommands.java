package io.gantry.agent.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs of the host: the one place of the agent that starts processes for the network. */
public final class SystemCommands {

    private static final long TIMEOUT_SECONDS = 30;

    private final List<String> prefix;

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
        this.prefix = List.copyOf(prefix);
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
            Thread writer = Thread.ofVirtual().start(() -> write(process, input));
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Outcome(124, command.getFirst() + ": no end after " + TIMEOUT_SECONDS + " s");
            }
            writer.join();
            return new Outcome(process.exitValue(), output);
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
