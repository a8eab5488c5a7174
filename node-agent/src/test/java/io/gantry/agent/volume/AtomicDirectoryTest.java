package io.gantry.agent.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.agent.volume.Payload.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicDirectoryTest {

    @TempDir
    private Path root;

    @Test
    void filesAppearThroughLinks() throws IOException {
        assertThat(write("a", "1", "sub/b", "2")).isTrue();

        assertThat(root.resolve("a")).hasContent("1");
        assertThat(root.resolve("sub/b")).hasContent("2");
        assertThat(Files.readSymbolicLink(root.resolve("a"))).isEqualTo(Path.of("..data/a"));
        assertThat(Files.isSymbolicLink(root.resolve("..data"))).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("a"))))
                .isEqualTo("rw-r--r--");
    }

    @Test
    void aChangeReplacesAllAtOnceAndLeavesNothingOld() throws IOException {
        write("a", "1", "gone", "x");
        Path before = Files.readSymbolicLink(root.resolve("..data"));

        assertThat(write("a", "2", "new", "y")).isTrue();

        assertThat(root.resolve("a")).hasContent("2");
        assertThat(root.resolve("new")).hasContent("y");
        assertThat(root.resolve("gone")).doesNotExist();
        assertThat(root.resolve(before)).doesNotExist();
        try (Stream<Path> children = Files.list(root)) {
            assertThat(children).hasSize(4);
        }
    }

    @Test
    void nothingIsTouchedWhenNothingChanged() throws IOException {
        write("a", "1");
        Path before = Files.readSymbolicLink(root.resolve("..data"));

        assertThat(write("a", "1")).isFalse();

        assertThat(Files.readSymbolicLink(root.resolve("..data"))).isEqualTo(before);
    }

    @Test
    void aModeAloneIsAChange() throws IOException {
        write("a", "1");
        TreeMap<String, Content> files = new TreeMap<>();
        files.put("a", new Content("1".getBytes(StandardCharsets.UTF_8), 0400));

        assertThat(new AtomicDirectory(root, OptionalInt.empty()).write(files)).isTrue();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("a"))))
                .isEqualTo("r--------");
    }

    @Test
    void anEmptyDirectoryIsFine() throws IOException {
        assertThat(write()).isTrue();
        assertThat(write()).isFalse();
    }

    private boolean write(String... pathsAndContents) throws IOException {
        TreeMap<String, Content> files = new TreeMap<>();
        for (int i = 0; i < pathsAndContents.length; i += 2) {
            files.put(pathsAndContents[i], new Content(pathsAndContents[i + 1].getBytes(StandardCharsets.UTF_8), 0644));
        }
        return new AtomicDirectory(root, OptionalInt.empty()).write(files);
    }
}
