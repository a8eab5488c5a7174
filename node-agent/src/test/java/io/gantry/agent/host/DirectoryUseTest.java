package io.gantry.agent.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beside the programs that everybody knows. */
class DirectoryUseTest {

    @TempDir
    private Path directory;

    private long du(String what) throws IOException {
        String text = new HostCommands()
                .run(
                        List.of("du", "-s", "-x", what, directory.toString()),
                        Map.of(),
                        new byte[0],
                        Duration.ofSeconds(10))
                .stdout();
        return Long.parseLong(text.split("\\s+")[0]);
    }

    @Test
    void countsAsDuDoes() throws IOException {
        Path below = Files.createDirectories(directory.resolve("a/b ü"));
        Path file = Files.write(below.resolve("file"), new byte[100_000]);
        Files.createLink(directory.resolve("second name"), file);
        Files.createSymbolicLink(directory.resolve("link"), file);
        Files.createSymbolicLink(directory.resolve("nowhere"), Path.of("none"));
        try (RandomAccessFile sparse =
                new RandomAccessFile(below.resolve("sparse").toFile(), "rw")) {
            sparse.setLength(1 << 30);
        }

        DirectoryUse use = DirectoryUse.of(directory);

        assertThat(use).isEqualTo(new DirectoryUse(du("--block-size=1"), du("--inodes")));
        assertThat(use.bytes()).isBetween(100_000L, 1_000_000L);
    }

    @Test
    void whatIsNotThereTakesNothing() throws IOException {
        assertThat(DirectoryUse.of(directory.resolve("none"))).isEqualTo(DirectoryUse.NONE);
    }

    @Test
    void aDiskIsAsFullAsItsFileStoreSays() throws IOException {
        FileStore store = Files.getFileStore(directory);
        Disk disk = Disk.of(directory);
        assertThat(disk.capacityBytes()).isEqualTo(store.getTotalSpace());
        assertThat(disk.availableBytes()).isCloseTo(store.getUsableSpace(), within());
        assertThat(disk.capacityBytes() - disk.usedBytes()).isCloseTo(store.getUnallocatedSpace(), within());
        String[] inodes = new HostCommands()
                .run(
                        List.of("stat", "--file-system", "--format=%c %d", directory.toString()),
                        Map.of(),
                        new byte[0],
                        Duration.ofSeconds(10))
                .stdout()
                .strip()
                .split(" ");
        assertThat(disk.inodes()).isEqualTo(Long.parseLong(inodes[0]));
        assertThat(disk.inodesFree())
                .isCloseTo(Long.parseLong(inodes[1]), org.assertj.core.data.Offset.offset(10_000L));
        assertThatThrownBy(() -> Disk.of(directory.resolve("none"))).isInstanceOf(IOException.class);
    }

    /** Others write to the disk meanwhile. */
    private static org.assertj.core.data.Offset<Long> within() {
        return org.assertj.core.data.Offset.offset(1L << 30);
    }
}
