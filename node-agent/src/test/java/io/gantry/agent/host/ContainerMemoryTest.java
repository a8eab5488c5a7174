package io.gantry.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerMemoryTest {

    @TempDir
    private Path root;

    @ParameterizedTest
    @CsvSource({
        "0::/system.slice/docker-1.scope, sys/fs/cgroup/system.slice/docker-1.scope/memory.current",
        "7:memory:/docker/1, sys/fs/cgroup/memory/docker/1/memory.usage_in_bytes",
    })
    void bothVersionsOfCgroupsAreRead(String line, String file) throws IOException {
        write("proc/42/cgroup", "1:name=systemd:/docker/1\n" + line + "\n");
        write(file, "4096\n");

        assertThat(new ContainerMemory(root).used(42)).isEqualTo(OptionalLong.of(4096));
    }

    @Test
    void aProcessThatIsGoneUsesNothingThatIsKnown() throws IOException {
        assertThat(new ContainerMemory(root).used(42)).isEmpty();
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
