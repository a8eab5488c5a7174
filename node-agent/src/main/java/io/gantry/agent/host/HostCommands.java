package io.gantry.agent.host;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs programs of the host: the one place of the agent that starts processes. */
public final class HostCommands {

    private static final int MAX_OUTPUT = 1 << 20;

    /** Where programs write to: not into pipes, which a program's own background processes would hold open. */
    private final Path outputs;

    /** For a process that ends soon: what is left if it is killed is in the system's temporary folder. */
    public HostCommands() {
        this(Path.of(System.getProperty("java.io.tmpdir")));
    }

    private HostCommands(Path outputs) {
        this.outputs = outputs;
    }

    /**
     * For a process that runs for long.
     *
     * @param outputs a folder of its own; what a killed predecessor left there is deleted
     */
    public static HostCommands in(Path outputs) throws IOException {
        Files.createDirectories(outputs);
        try (Stream<Path> left = Files.list(outputs)) {
            for (Path file : left.toList()) {
                Files.delete(file);
            }
        }
        return new HostCommands(outputs);
    }

    /** What a program said. */
    public record Result(int exitCode, String stdout, String stderr) {

        public boolean succeeded() {
            return exitCode == 0;
        }
    }

    /**
     * Runs a program to its end.
     *
     * @throws IOException when it cannot be started or did not end in time
     */
    public Result run(List<String> command, Map<String, String> environment, byte[] input, Duration timeout)
            throws IOException {
        Path stdout = Files.createTempFile(outputs, "gantry-", ".out");
        Path stderr = Files.createTempFile(outputs, "gantry-", ".err");
        try {
            return run(command, environment, input, timeout, stdout, stderr);
        } finally {
            Files.deleteIfExists(stdout);
            Files.deleteIfExists(stderr);
        }
    }

    /** Runs a program and fails when it fails. */
    public void check(Duration timeout, String... command) throws IOException {
        Result result = run(List.of(command), Map.of(), new byte[0], timeout);
        if (!result.succeeded()) {
            throw new IOException(String.join(" ", command) + ": exit code " + result.exitCode() + ": "
                    + result.stderr().strip());
        }
    }

    private Result run(
            List<String> command,
            Map<String, String> environment,
            byte[] input,
            Duration timeout,
            Path stdout,
            Path stderr)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(stdout.toFile()).redirectError(stderr.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input);
            } catch (IOException e) {
                // it may end without reading; its exit code tells
                if (process.isAlive() && input.length > 0) {
                    throw e;
                }
            }
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(command.getFirst() + " did not end within " + timeout);
            }
            return new Result(process.exitValue(), read(stdout), read(stderr));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command.getFirst() + " ran", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(Path file) throws IOException {
        try (var input = Files.newInputStream(file)) {
            return new String(input.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8);
        }
    }
}
