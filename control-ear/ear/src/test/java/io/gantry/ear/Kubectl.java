package io.gantry.ear;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real kubectl. */
record Kubectl(Path kubeconfig, Path directory) {

    private static final int LIMIT_SECONDS = 60;

    record Output(int code, String out, String err) {

        /** What it printed; fails when it failed. */
        String expectSuccess() {
            if (code != 0) {
                throw new AssertionError("kubectl failed with " + code + ": " + err + out);
            }
            return out;
        }

        /** Its complaint; fails when it succeeded. */
        String expectFailure() {
            if (code == 0) {
                throw new AssertionError("kubectl should have failed, but printed: " + out);
            }
            return err;
        }
    }

    Output run(String... arguments) {
        return run("", Map.of(), arguments);
    }

    /** With a standard input. */
    Output with(String input, String... arguments) {
        return run(input, Map.of(), arguments);
    }

    Output run(String input, Map<String, String> environment, String... arguments) {
        try {
            Path out = Files.createTempFile(directory, "kubectl", ".out");
            Path err = Files.createTempFile(directory, "kubectl", ".err");
            Path in = Files.writeString(Files.createTempFile(directory, "kubectl", ".in"), input);
            ProcessBuilder builder = builder(arguments)
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("kubectl " + List.of(arguments) + " does not end: " + Files.readString(err));
            }
            Output output = new Output(process.exitValue(), Files.readString(out), Files.readString(err));
            Files.delete(out);
            Files.delete(err);
            Files.delete(in);
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** One that goes on until it is closed, such as {@code get --watch}. */
    Running start(String... arguments) {
        try {
            Path out = Files.createTempFile(directory, "kubectl", ".out");
            return new Running(
                    builder(arguments)
                            .redirectErrorStream(true)
                            .redirectOutput(out.toFile())
                            .start(),
                    out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    record Running(Process process, Path out) implements AutoCloseable {

        String output() throws IOException {
            return Files.readString(out, StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            process.destroy();
        }
    }

    private ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>(List.of("kubectl", "--kubeconfig", kubeconfig.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("HOME", directory.toString());
        return builder;
    }
}
