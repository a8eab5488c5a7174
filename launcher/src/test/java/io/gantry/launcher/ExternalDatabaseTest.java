package io.gantry.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalDatabaseTest {

    private static final Optional<String> URL = Optional.of("jdbc:postgresql://db:5432/gantry?user=u&password=secret");

    @TempDir
    private Path folder;

    @Test
    void isRememberedWithoutItsPassword() {
        database().use(URL, false);

        assertThat(database().address()).contains("jdbc:postgresql://db:5432/gantry");
    }

    @Test
    void isNotExchangedForTheEmbeddedOneByMistake() {
        database().use(URL, false);

        assertThatThrownBy(() -> database().use(Optional.empty(), false))
                .hasMessageContaining("jdbc:postgresql://db:5432/gantry; set GANTRY_DATABASE_URL");
    }

    @Test
    void doesNotTakeThePlaceOfTheEmbeddedOne() {
        assertThatThrownBy(() -> database().use(URL, true)).hasMessageContaining("unset GANTRY_DATABASE_URL");
        assertThat(database().address()).isEmpty();
    }

    @Test
    void isAbsentForTheEmbeddedOne() {
        database().use(Optional.empty(), true);

        assertThat(database().address()).isEmpty();
    }

    private ExternalDatabase database() {
        return new ExternalDatabase(folder.resolve("state/external-database"));
    }
}
