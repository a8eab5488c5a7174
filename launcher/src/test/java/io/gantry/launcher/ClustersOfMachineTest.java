package io.gantry.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClustersOfMachineTest {

    private static final Path ONE = Path.of("/home/one/my clusters/.gantry");
    private static final Path OTHER = Path.of("/home/other/.gantry");

    @TempDir
    private Path run;

    private final Set<Path> running = new HashSet<>();

    private ClustersOfMachine clusters() {
        return new ClustersOfMachine(run.resolve("clusters"), running::contains);
    }

    private void start(Path state) {
        clusters().enter(state);
        running.add(state);
    }

    private boolean othersRunWhenGone(Path state) {
        running.remove(state);
        return clusters().leave(state);
    }

    @Test
    void theLastOneIsAlone() {
        start(ONE);
        start(OTHER);
        start(ONE);

        assertThat(othersRunWhenGone(ONE)).isTrue();
        assertThat(othersRunWhenGone(OTHER)).isFalse();
        assertThat(run).isEmptyDirectory();
    }

    @Test
    void whatEndedWithoutLeavingDoesNotCount() {
        start(ONE);
        start(OTHER);
        running.remove(OTHER);

        assertThat(othersRunWhenGone(ONE)).isFalse();
    }

    @Test
    void whoNeverCameMayLeave() {
        assertThat(othersRunWhenGone(ONE)).isFalse();
    }
}
