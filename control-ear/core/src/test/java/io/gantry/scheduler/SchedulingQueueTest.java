package io.gantry.scheduler;

import static io.gantry.scheduler.Objects.node;
import static io.gantry.scheduler.Objects.pod;
import static io.gantry.scheduler.Objects.sized;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.scheduler.model.ClusterChange;
import io.gantry.scheduler.model.FilterPlugin;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.scheduler.plugin.NodePorts;
import io.gantry.scheduler.plugin.NodeResourcesFit;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SchedulingQueueTest {

    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Set<FilterPlugin> RESOURCES = Set.of(new NodeResourcesFit());
    private static final Set<FilterPlugin> PORTS = Set.of(new NodePorts());

    private final SchedulingQueue queue = new SchedulingQueue();

    private String next() {
        return queue.poll().map(pod -> pod.key().name()).orElse("none");
    }

    @Test
    void moreImportantPodsComeFirst() {
        queue.add(sized("b", 1, "1"));
        queue.add(sized("a", 1, "1"));
        queue.add(sized("c", 7, "1"));
        assertThat(next() + next() + next()).isEqualTo("cab");
    }

    @Test
    void aPodWaitsUntilAChangeHelpsAPluginThatRejectedIt() {
        PodInfo pod = sized("p", 0, "1");
        queue.postpone(pod, RESOURCES, T0);
        queue.wake(new ClusterChange.PodPlaced(sized("other", 0, "1").on("a")));
        assertThat(next()).isEqualTo("none");
        queue.wake(new ClusterChange.PodGone(sized("other", 0, "1").on("a")));
        assertThat(next()).isEqualTo("p");
        queue.postpone(pod, PORTS, T0);
        queue.wake(new ClusterChange.PodGone(sized("other", 0, "1").on("a")));
        assertThat(next()).isEqualTo("none");
    }

    @Test
    void withoutAnyNodeEveryNewNodeHelps() {
        queue.postpone(sized("p", 0, "100"), Set.of(), T0);
        queue.wake(new ClusterChange.NodeAdded(node("a", "1", "")));
        assertThat(next()).isEqualTo("p");
    }

    @Test
    void theBackoffDoublesUpToTenSecondsAndIsNotWaitedForWhenThereIsNothingElseToDo() {
        PodInfo pod = sized("p", 0, "1");
        for (int seconds : new int[] {1, 2, 4, 8, 10, 10}) {
            queue.retry(pod, T0);
            assertThat(next()).isEqualTo("none");
            assertThat(queue.nextDue()).contains(T0.plusSeconds(seconds));
        }
        queue.forget(pod.key());
        queue.retry(pod, T0);
        assertThat(queue.nextDue()).contains(T0.plusSeconds(1));
        queue.advance(T0.plusSeconds(1));
        assertThat(next()).isEqualTo("p");
        queue.postpone(pod, RESOURCES, T0);
        queue.add(sized("new", 0, "1"));
        queue.wake(new ClusterChange.PodGone(sized("other", 0, "1").on("a")));
        assertThat(next() + next() + next()).isEqualTo("newpnone");
    }

    @Test
    void afterFiveMinutesAPodIsTriedWithoutAnyChange() {
        queue.postpone(sized("p", 0, "1"), PORTS, T0);
        queue.advance(T0.plusSeconds(300));
        assertThat(next()).isEqualTo("none");
        queue.advance(T0.plusSeconds(301));
        assertThat(next()).isEqualTo("p");
    }

    @Test
    void aPodThatAsksForLessIsTriedAgainAndOneWithNewStatusIsNot() {
        queue.postpone(sized("p", 0, "2"), RESOURCES, T0);
        queue.refresh(sized("p", 0, "2").nominatedTo("a"));
        assertThat(queue.poll()).isEqualTo(Optional.empty());
        queue.refresh(pod("p", "'containers':[{'resources':{'requests':{'cpu':'1'}}}]"));
        assertThat(next()).isEqualTo("p");
    }

    @Test
    void whatWaitsIsTriedAtOnceWhenTheClockIsPutBack() {
        queue.advance(T0);
        queue.retry(sized("failed", 0, "1"), T0);
        queue.postpone(sized("rejected", 0, "1"), RESOURCES, T0);
        queue.advance(T0.minusMillis(500));
        assertThat(next()).isEqualTo("none");

        queue.advance(T0.minusSeconds(3600));
        assertThat(Set.of(next(), next())).containsExactlyInAnyOrder("failed", "rejected");
    }
}
