package io.gantry.agent.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.agent.volume.VolumeOwnership.ChangePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeOwnershipTest {

    @TempDir
    private Path root;

    private int group() throws IOException {
        return (int) Files.getAttribute(root, "unix:gid");
    }

    @Test
    void theGroupMayReadAndWriteEverything() throws IOException {
        Path directory = Files.createDirectories(root.resolve("volume/sub"));
        Path file = Files.writeString(directory.resolve("file"), "x");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Files.createSymbolicLink(directory.resolve("link"), Path.of("/etc/hostname"));

        new VolumeOwnership(group()).apply(root.resolve("volume"), ChangePolicy.ALWAYS);

        assertThat(mode(file)).isEqualTo("664");
        assertThat(mode(directory)).endsWith("775").startsWith("2");
    }

    @Test
    void aVolumeThatWasDoneBeforeIsLeftAlone() throws IOException {
        Path volume = Files.createDirectories(root.resolve("volume"));
        VolumeOwnership ownership = new VolumeOwnership(group());
        ownership.apply(volume, ChangePolicy.ON_ROOT_MISMATCH);
        Path late = Files.writeString(volume.resolve("late"), "x");
        Files.setPosixFilePermissions(late, PosixFilePermissions.fromString("rw-------"));

        ownership.apply(volume, ChangePolicy.ON_ROOT_MISMATCH);

        assertThat(mode(late)).isEqualTo("600");
    }

    private static String mode(Path path) throws IOException {
        return Integer.toOctalString((int) Files.getAttribute(path, "unix:mode") & 07777);
    }
}
