package io.gantry.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class HostCommandsTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private HostCommands.Result shell(HostCommands commands, String script, String input) throws IOException {
        return commands.run(List.of("sh", "-c", script), Map.of("WHERE", directory.toString()), bytes(input), LIMIT);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatAKilledPredecessorLeftIsDeletedAtTheStart() throws IOException {
        Path outputs = Files.createDirectory(directory.resolve("commands"));
        Files.writeString(outputs.resolve("gantry-1.out"), "half");
        Files.writeString(outputs.resolve("gantry-1.err"), "");

        HostCommands.in(outputs);

        assertThat(outputs).isEmptyDirectory();
    }

    @Test
    void outputIsKeptInTheFolderOnlyWhileTheProgramRuns() throws IOException {
        Path outputs = directory.resolve("commands");
        HostCommands commands = HostCommands.in(outputs);

        HostCommands.Result result =
                shell(commands, "cat; ls \"$WHERE/commands\" | wc -l; echo trouble >&2; exit 3", "in ");

        assertThat(result).isEqualTo(new HostCommands.Result(3, "in 2\n", "trouble\n"));
        assertThat(outputs).isEmptyDirectory();
    }

    @Test
    @Timeout(20)
    void aProgramsBackgroundProcessIsNotWaitedFor() throws IOException {
        HostCommands.Result result = shell(HostCommands.in(directory), "sleep 60 & echo $!", "");

        assertThat(result.succeeded()).isTrue();
        ProcessHandle.of(Long.parseLong(result.stdout().strip())).ifPresent(ProcessHandle::destroyForcibly);
    }
}
