package io.gantry.controller.podgc;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.controller.Change;
import io.gantry.controller.Plan;
import io.gantry.controller.fake.FakeClusterView;
import io.gantry.controller.model.ResourceNames;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PodGarbageCollectorTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final ObjectKey NODE = ObjectKey.cluster(ResourceNames.NODES, "n");

    private final PodGarbageCollector collector = new PodGarbageCollector(0);
    private final FakeClusterView view = new FakeClusterView();

    @BeforeEach
    void aPodOfANodeThatIsNotThere() {
        view.put(Json.read("""
                {"kind":"Pod","metadata":{"name":"p","namespace":"d","uid":"u"},"spec":{"nodeName":"n"},
                "status":{"phase":"Running"}}"""));
    }

    @Test
    void thePodsOfAMissingNodeWaitForItBeforeTheyAreGivenUp() {
        assertThat(after(0))
                .isEqualTo(Plan.builder().requeueAfter(Duration.ofSeconds(40)).build());
        assertThat(after(30).requeueAfter()).contains(Duration.ofSeconds(10));

        assertThat(after(40).changes()).hasSize(2).last().isInstanceOf(Change.Delete.class);
    }

    @Test
    void aNodeThatComesBackKeepsItsPods() {
        after(0);
        view.put(Json.read("{\"kind\":\"Node\",\"metadata\":{\"name\":\"n\"}}"));
        assertThat(after(39)).isEqualTo(Plan.NOTHING);

        view.remove(NODE);

        assertThat(after(41).requeueAfter()).contains(PodGarbageCollector.QUARANTINE);
    }

    private Plan after(int seconds) {
        return collector.reconcile(NODE, view, NOW.plusSeconds(seconds));
    }
}
