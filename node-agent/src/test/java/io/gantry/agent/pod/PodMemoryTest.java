package io.gantry.agent.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PodMemoryTest {

    private final PodMemory memory = new PodMemory(Instant.EPOCH);

    @Test
    void volumesAreUpToDateOnceTheyAreMade() {
        memory.configChanged();

        memory.volumesBegun();
        memory.volumesReady();

        assertThat(memory.snapshot().volumesReady()).isTrue();
        assertThat(memory.snapshot().volumesStale()).isFalse();
    }

    @Test
    void aChangeWhileVolumesAreMadeIsNotLost() {
        memory.volumesBegun();
        memory.configChanged();
        memory.volumesReady();

        assertThat(memory.snapshot().volumesStale()).isTrue();
    }
}
