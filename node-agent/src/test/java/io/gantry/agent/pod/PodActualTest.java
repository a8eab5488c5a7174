package io.gantry.agent.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.agent.runtime.ContainerRecord;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PodActualTest {

    private static final ContainerRecord ENDED_SANDBOX = TestPods.record(
            TestPods.SANDBOX, "", 0, ContainerRecord.State.EXITED, 137, Duration.ZERO, TestPods.SANDBOX);

    private static boolean inUse(TestPods.State state) {
        return state.build().hasVolumesInUse();
    }

    @Test
    void volumesServeOnWhenContainersWereMadeWithThemAndTheSandboxRuns() {
        assertThat(inUse(TestPods.state().with(TestPods.running("a")))).isTrue();
        assertThat(inUse(TestPods.state().with(TestPods.exited("a", 0, 1, Duration.ZERO))))
                .isTrue();
    }

    @Test
    void volumesMayNeverHaveBeenReadyWhereNoContainerWasMade() {
        assertThat(inUse(TestPods.state())).isFalse();
        assertThat(inUse(TestPods.state().sandboxes())).isFalse();
    }

    @Test
    void volumesAreMadeAnewWhenTheMachineWasRestarted() {
        assertThat(inUse(TestPods.state().sandboxes(ENDED_SANDBOX).with(TestPods.exited("a", 0, 137, Duration.ZERO))))
                .isFalse();
    }
}
