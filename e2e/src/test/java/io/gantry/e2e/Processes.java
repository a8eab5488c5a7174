package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The cluster's processes, found by the pid files that the launcher keeps. */
record Processes(CommandLine commands, Path state) {

    private static final Duration SOON = Duration.ofSeconds(10);

    /** Ends a part as a crash would: the process and those that it started in its session. */
    void kill(String name) {
        try {
            String pid = Files.readString(state.resolve("run/" + name + ".pid")).split(" ")[0];
            ProcessHandle process = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
            commands.require(SOON, "", List.of("kill", "-KILL", "--", "-" + pid));
            Await.until(SOON, () -> assertThat(process.isAlive()).isFalse());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
