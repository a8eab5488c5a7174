package io.gantry.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
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

    private List<Path> start(Path state) {
        List<Path> others = clusters().enter(state);
        running.add(state);
        return others;
    }

    private boolean othersRunWhenGone(Path state) {
        running.remove(state);
        return clusters().leave(state);
    }

    @Test
    void theLastOneIsAlone() {
        assertThat(start(ONE)).isEmpty();
        assertThat(start(OTHER)).containsExactly(ONE);
        assertThat(start(ONE)).containsExactly(OTHER);

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
