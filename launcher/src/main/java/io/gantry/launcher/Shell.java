package io.gantry.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Runs short commands of the system. */
final class Shell {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    /** How a command ended. */
    record Result(int exitCode, String output) {
        boolean succeeded() {
            return exitCode == 0;
        }
    }

    /** Runs a command to its end; standard error is part of the output. */
    Result run(String... command) {
        return run(TIMEOUT, command);
    }

    private Result run(Duration timeout, String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .start();
            FutureTask<byte[]> output = new FutureTask<>(process.getInputStream()::readAllBytes);
            Thread.ofVirtual().start(output);
            if (!process.waitFor(timeout.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new Failure(String.join(" ", command) + ": no end after " + timeout.toSeconds() + " s");
            }
            return new Result(process.exitValue(), new String(output.get(), StandardCharsets.UTF_8).strip());
        } catch (ExecutionException e) {
            throw new Failure(String.join(" ", command) + ": cannot read what it says", e);
        } catch (IOException e) {
            return new Result(127, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }

    /** Runs a command that must succeed. */
    String require(String... command) {
        return require(TIMEOUT, command);
    }

    /** Runs a command that must succeed within this time. */
    String require(Duration timeout, String... command) {
        Result result = run(timeout, command);
        if (!result.succeeded()) {
            throw new Failure(String.join(" ", List.of(command)) + ": " + result.output());
        }
        return result.output();
    }

    /** Whether a program is on the PATH or in the system folders that a user's PATH may lack. */
    boolean has(String program) {
        return run("sh", "-c", "PATH=$PATH:/usr/sbin:/sbin command -v " + program)
                .succeeded();
    }
}
