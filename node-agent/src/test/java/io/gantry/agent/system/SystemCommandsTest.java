package io.gantry.agent.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SystemCommandsTest {

    @Test
    void aProgramIsGivenItsInputAndSaysHowItEnded() {
        SystemCommands commands = new SystemCommands();

        assertThat(commands.run("a\nb\n", List.of("wc", "-l"))).isEqualTo(new SystemCommands.Outcome(0, "2"));
        assertThat(commands.run("sh", "-c", "echo why >&2; exit 3")).isEqualTo(new SystemCommands.Outcome(3, "why"));
        assertThat(commands.run("no-such-program").exitCode()).isEqualTo(127);
    }

    @Test
    void aProgramThatDoesNotEndIsKilled() {
        SystemCommands commands = new SystemCommands(List.of(), Duration.ofSeconds(1));

        assertThat(commands.run("sleep", "600")).isEqualTo(new SystemCommands.Outcome(124, "sleep: no end after 1 s"));
    }
}
