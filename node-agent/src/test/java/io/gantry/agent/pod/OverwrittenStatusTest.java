package io.gantry.agent.pod;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.cluster.ClusterState;
import io.gantry.agent.cluster.ObjectRef;
import io.gantry.agent.it.Await;
import io.gantry.agent.it.RecordingReporter;
import io.gantry.agent.object.Pod;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a node says of its pods holds, whoever writes over it. */
@Timeout(60)
class OverwrittenStatusTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pod POD = TestPods.pod("{'hostNetwork':true,'containers':[{'name':'a','image':'i:1'}]}");

    @TempDir
    private Path directory;

    private final EngineAwayTest.Engine engine = new EngineAwayTest.Engine();
    private final RecordingReporter reporter = new RecordingReporter();
    private final ClusterState cluster = new ClusterState();
    private volatile Duration passed = Duration.ZERO;

    @BeforeEach
    void anEngineThatAnswers() {
        engine.away = false;
    }

    @Test
    void aPodThatWasMarkedNotReadyIsReportedAgainAndOneThatIsShownAsReportedIsNot() throws Exception {
        try (PodWorkers workers = new PodWorkers(TestServices.of(
                directory, engine, cluster, reporter, () -> Instant.now().plus(passed)))) {
            cluster.addListener(workers);
            show(POD.json());
            Await.until("the pod is ready", PATIENCE, () -> ready().equals("True"));
            ObjectNode status = reporter.status(POD.uid()).orElseThrow();
            int told = reporter.podStatuses();

            passed = Duration.ofMinutes(1);
            show(POD.json().deepCopy().set("status", status));
            awaitLooks(workers);
            assertThat(reporter.podStatuses()).isEqualTo(told);

            ObjectNode marked = status.deepCopy();
            ((ObjectNode) condition(marked)).put("status", "False");
            show(POD.json().deepCopy().set("status", marked));
            Await.until("the pod is reported again", PATIENCE, () -> reporter.podStatuses() > told);
            assertThat(ready()).isEqualTo("True");
        }
    }

    private void show(ObjectNode pod) {
        cluster.upsert(new ObjectRef(ObjectRef.PODS, POD.namespace(), POD.name()), pod);
    }

    private void awaitLooks(PodWorkers workers) {
        int before = engine.asked.get();
        for (int look = 1; look <= 3; look++) {
            int wanted = before + look;
            workers.engineChanged(POD.uid());
            Await.until("the pod is looked at", PATIENCE, () -> engine.asked.get() >= wanted);
        }
    }

    private String ready() {
        return reporter.status(POD.uid())
                .map(status -> condition(status).path("status").asText())
                .orElse("");
    }

    private static JsonNode condition(JsonNode status) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition;
            }
        }
        throw new AssertionError("no condition Ready in " + status);
    }
}
