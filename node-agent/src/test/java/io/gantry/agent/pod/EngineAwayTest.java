package io.gantry.agent.pod;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.cluster.ClusterState;
import io.gantry.agent.cluster.ObjectRef;
import io.gantry.agent.it.Await;
import io.gantry.agent.it.RecordingReporter;
import io.gantry.agent.object.Pod;
import io.gantry.agent.runtime.ContainerEngine;
import io.gantry.agent.runtime.ContainerRecord;
import io.gantry.agent.runtime.ContainerSpec;
import io.gantry.agent.runtime.DiskUse;
import io.gantry.agent.runtime.EngineException;
import io.gantry.agent.runtime.EngineInfo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a pod while the container engine does not answer, and after. */
@Timeout(60)
class EngineAwayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** An engine that can be away; it keeps its containers. */
    static final class Engine implements ContainerEngine {

        final AtomicInteger asked = new AtomicInteger();
        private final AtomicInteger changed = new AtomicInteger();
        volatile boolean away = true;

        private void check() {
            if (away) {
                throw new EngineException("cannot reach the Docker daemon: Connection refused", new IOException());
            }
        }

        @Override
        public List<ContainerRecord> list() {
            check();
            return List.of(TestPods.sandbox(), TestPods.running("a"));
        }

        @Override
        public List<ContainerRecord> list(String podUid) {
            asked.incrementAndGet();
            return list();
        }

        @Override
        public String create(ContainerSpec spec) {
            changed.incrementAndGet();
            throw new UnsupportedOperationException();
        }

        @Override
        public void start(String id) {
            changed.incrementAndGet();
        }

        @Override
        public void signal(String id, String signal) {
            changed.incrementAndGet();
        }

        @Override
        public void update(String id, ContainerSpec.Resources resources) {
            changed.incrementAndGet();
        }

        @Override
        public void remove(String id) {
            changed.incrementAndGet();
        }

        @Override
        public DiskUse diskUsage(String id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public EngineInfo info() {
            check();
            return new EngineInfo("29.0", "/", "cgroupfs");
        }
    }

    @TempDir
    private Path directory;

    private final Engine engine = new Engine();
    private final RecordingReporter reporter = new RecordingReporter();
    private final ClusterState cluster = new ClusterState();

    private volatile Duration passed = Duration.ZERO;

    private PodWorkers workers() throws IOException {
        return new PodWorkers(TestServices.of(
                directory, engine, cluster, reporter, () -> Instant.now().plus(passed)));
    }

    @Test
    void nothingIsSaidOfAPodUntilTheEngineIsBackAndThenItStillRuns() throws Exception {
        Pod pod =
                TestPods.pod("{'hostNetwork':true,'restartPolicy':'Never','containers':[{'name':'a','image':'i:1'}]}");
        try (PodWorkers workers = workers()) {
            cluster.addListener(workers);
            cluster.upsert(new ObjectRef(ObjectRef.PODS, pod.namespace(), pod.name()), pod.json());
            for (int tries = 1; tries <= 3; tries++) {
                await(tries);
                assertThat(reporter.status(pod.uid())).isEmpty();
                workers.engineChanged(pod.uid());
            }
            engine.away = false;
            workers.engineChanged(pod.uid());
            Await.until(
                    "the pod's status",
                    PATIENCE,
                    () -> reporter.status(pod.uid()).isPresent());
            assertThat(reporter.status(pod.uid()).orElseThrow().path("phase").asText())
                    .isEqualTo("Running");
        }
        assertThat(engine.changed).hasValue(0);
    }

    @Test
    void itIsToldOnceOfAPodWhoseEngineIsAwayForLong() throws Exception {
        Pod pod = TestPods.pod("{'hostNetwork':true,'containers':[{'name':'a','image':'i:1'}]}");
        try (PodWorkers workers = workers()) {
            cluster.addListener(workers);
            cluster.upsert(new ObjectRef(ObjectRef.PODS, pod.namespace(), pod.name()), pod.json());
            await(1);
            workers.engineChanged(pod.uid());
            await(2);
            assertThat(reporter.events()).isEmpty();
            passed = Duration.ofSeconds(30);
            for (int tries = 3; tries <= 5; tries++) {
                workers.engineChanged(pod.uid());
                await(tries);
            }
            assertThat(reporter.events())
                    .containsExactly("FailedSync: error determining status: cannot reach the Docker daemon: Connection"
                            + " refused");
        }
    }

    @Test
    void aPodThatDoesNotAnswerItsProbeIsNotReadyThoughTheEngineIsAway() throws Exception {
        engine.away = false;
        try (PodWorkers workers = workers();
                ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Pod pod = TestPods.pod("""
                    {'hostNetwork':true,'containers':[{'name':'a','image':'i:1','readinessProbe':{
                      'tcpSocket':{'host':'127.0.0.1','port':%d},'periodSeconds':1,'failureThreshold':1}}]}""".formatted(server.getLocalPort()));
            cluster.addListener(workers);
            cluster.upsert(new ObjectRef(ObjectRef.PODS, pod.namespace(), pod.name()), pod.json());
            Await.until("the pod is ready", PATIENCE, () -> isReady(pod));
            engine.away = true;
            server.close();
            Await.until("the pod is not ready", PATIENCE, () -> !isReady(pod));
        }
        assertThat(engine.changed).hasValue(0);
    }

    private boolean isReady(Pod pod) {
        return reporter.status(pod.uid())
                .map(status -> status.path("containerStatuses").path(0).path("ready"))
                .filter(JsonNode::asBoolean)
                .isPresent();
    }

    private void await(int tries) {
        Await.until("the engine is asked", PATIENCE, () -> engine.asked.get() >= tries);
    }
}
