package io.gantry.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {

    @TempDir
    private Path folder;

    private Path root;

    @BeforeEach
    void create() throws IOException {
        root = folder.resolve("state");
        Files.createDirectories(root.resolve("pki/sub"));
        Files.createDirectories(root.resolve("logs"));
        Files.writeString(root.resolve("pki/sub/ca.key"), "key");
        Files.writeString(root.resolve("logs/a.log"), "log");
    }

    @Test
    void isRemovedWithAllThatIsInIt() {
        new FileTree(root).delete();

        assertThat(root).doesNotExist();
        assertThat(folder).exists();
    }

    @Test
    void oneFolderCanBeKept() {
        new FileTree(root).deleteAllBut(root.resolve("pki"));

        assertThat(root.resolve("pki/sub/ca.key")).exists();
        assertThat(root.resolve("logs")).doesNotExist();
    }

    @Test
    void whatIsNotThereIsRemovedAlready() {
        new FileTree(folder.resolve("none")).delete();

        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void copyReplacesFilesAndLeavesOthers() throws IOException {
        Path target = Files.createDirectories(folder.resolve("copy/logs"));
        Files.writeString(target.resolve("a.log"), "old");
        Files.writeString(target.resolve("b.log"), "other");

        new FileTree(root).copyTo(folder.resolve("copy"));

        assertThat(target.resolve("a.log")).hasContent("log");
        assertThat(target.resolve("b.log")).hasContent("other");
        assertThat(folder.resolve("copy/pki/sub/ca.key")).hasContent("key");
    }
}
