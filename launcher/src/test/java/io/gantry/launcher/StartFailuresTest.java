package io.gantry.launcher;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartFailuresTest {

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void lastCauseIsSaidWhenPatienceEnds() throws IOException {
        StartFailures failures = new StartFailures(log(), () -> now);
        write("event=start-failed retry-seconds=2 cause=\"first\"");
        failures.check();
        write("event=start-failed retry-seconds=2 cause=\"password authentication failed for user \"x\"\"");
        later(StartFailures.PATIENCE.plusSeconds(1));

        assertThatThrownBy(failures::check)
                .isInstanceOf(Failure.class)
                .hasMessageContaining("the control plane cannot start: password authentication failed for user \"x\"");
    }

    @Test
    void aFailureIsForgivenUntilThen() throws IOException {
        StartFailures failures = new StartFailures(log(), () -> now);
        write("event=start-failed retry-seconds=2 cause=\"late\"");
        failures.check();
        later(StartFailures.PATIENCE);

        assertThatCode(failures::check).doesNotThrowAnyException();
    }

    @Test
    void failuresOfAnEarlierStartDoNotCount() throws IOException {
        write("event=start-failed retry-seconds=2 cause=\"old\"");
        StartFailures failures = new StartFailures(log(), () -> now);
        failures.check();
        later(StartFailures.PATIENCE.multipliedBy(2));

        assertThatCode(failures::check).doesNotThrowAnyException();
    }

    private void later(Duration duration) {
        now = now.plus(duration);
    }

    private Path log() {
        return folder.resolve("control-plane.log");
    }

    private void write(String line) throws IOException {
        Files.writeString(log(), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
