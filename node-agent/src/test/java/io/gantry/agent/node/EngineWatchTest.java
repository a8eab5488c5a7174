package io.gantry.agent.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.agent.it.Await;
import io.gantry.agent.runtime.ContainerEngine;
import io.gantry.agent.runtime.ContainerRecord;
import io.gantry.agent.runtime.ContainerSpec;
import io.gantry.agent.runtime.DiskUse;
import io.gantry.agent.runtime.EngineException;
import io.gantry.agent.runtime.EngineInfo;
import io.gantry.agent.runtime.ImageStore;
import io.gantry.agent.runtime.ListedImages;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EngineWatchTest {

    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    /** Whether the engine answers. */
    private boolean on = true;

    /** How often it was asked. */
    private final AtomicInteger asked = new AtomicInteger();

    /** Closed while the engine hangs. */
    private volatile CountDownLatch answering = new CountDownLatch(0);

    private final ImageStore images =
            new ListedImages(List.of(new ImageStore.Image("i", "i", List.of("web:1"), 5, "")));

    private final ContainerEngine engine = new ContainerEngine() {

        @Override
        public DiskUse diskUsage(String id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public EngineInfo info() {
            if (!on) {
                throw new EngineException("no answer", new IOException());
            }
            asked.incrementAndGet();
            try {
                answering.await();
            } catch (InterruptedException e) {
                throw new EngineException("interrupted", e);
            }
            return new EngineInfo("29.0", "/var/lib/docker", "cgroupfs");
        }

        @Override
        public List<ContainerRecord> list() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<ContainerRecord> list(String podUid) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String create(ContainerSpec spec) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void start(String id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void signal(String id, String signal) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void update(String id, ContainerSpec.Resources resources) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void remove(String id) {
            throw new UnsupportedOperationException();
        }
    };

    private final EngineWatch watch = new EngineWatch(engine, images, Duration.ofSeconds(20));

    @Test
    void aRestartOfTheEngineLeavesTheNodeReady() {
        assertThat(watch.look(T0).problem()).isEmpty();
        on = false;
        EngineWatch.Sighting away = watch.look(T0.plusSeconds(29));
        assertThat(away.problem()).isEmpty();
        assertThat(away.version()).isEqualTo("29.0");
        assertThat(away.images()).hasSize(1);
        assertThat(watch.look(T0.plusSeconds(30)).problem()).isEqualTo("container runtime is down: no answer");
        on = true;
        assertThat(watch.look(T0.plusSeconds(31)).problem()).isEmpty();
    }

    @Test
    void anEngineThatHangsIsAskedOnceAndMakesTheNodeUnreadyUntilItAnswers() {
        EngineWatch impatient = new EngineWatch(engine, images, Duration.ofMillis(20));
        answering = new CountDownLatch(1);

        assertThat(impatient.look(T0).problem())
                .isEqualTo("container runtime is down: the Docker daemon does not answer");
        assertThat(impatient.look(T0.plusSeconds(10)).problem()).isNotEmpty();
        assertThat(asked).hasValue(1);

        answering.countDown();
        Await.until(
                "the node is ready",
                Duration.ofSeconds(20),
                () -> impatient.look(T0.plusSeconds(20)).problem().isEmpty());
    }

    @Test
    void anEngineThatWasNeverSeenMakesTheNodeUnreadyAtOnce() {
        on = false;
        assertThat(watch.look(T0).problem()).isEqualTo("container runtime is down: no answer");
    }
}
