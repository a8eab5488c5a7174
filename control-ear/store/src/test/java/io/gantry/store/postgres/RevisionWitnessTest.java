package io.gantry.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevisionWitnessTest {

    @TempDir
    private Path directory;

    @Test
    void theHighestRevisionIsKnownAfterARestart() {
        Path file = directory.resolve("revision");
        assertThat(new RevisionWitness(file).highest()).isZero();
        RevisionWitness witness = new RevisionWitness(file);
        witness.note(41);
        witness.note(12);
        assertThat(new RevisionWitness(file).highest()).isEqualTo(41);
        assertThat(directory).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void aDamagedFileIsNotTakenForNoRevision() throws IOException {
        Path file = Files.writeString(directory.resolve("revision"), "x");
        assertThatThrownBy(new RevisionWitness(file)::highest).hasMessageContaining("holds no revision");
    }
}
