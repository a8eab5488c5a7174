package io.gantry.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ContainerProbesTest {

    @Test
    void anEngineThatIsAwayMakesNoContainerUnreadyOrUnhealthy() throws InterruptedException {
        String exec = "{'exec':{'command':['true']},'periodSeconds':1,'failureThreshold':1}";
        Target target = Targets.local("{'name':'c','livenessProbe':" + exec + ",'readinessProbe':" + exec + "}");
        HandlerRunner runner = new HandlerRunner(new NoStreams());
        Queue<String> news = new ConcurrentLinkedQueue<>();
        CountDownLatch probed = new CountDownLatch(4);
        try (ContainerProbes probes = new ContainerProbes(
                runner,
                target,
                InstantSource.system(),
                new ContainerProbes.Known(true, true),
                () -> {},
                (reason, message) -> {
                    news.add(reason + ": " + message);
                    probed.countDown();
                })) {
            probes.start();
            assertThat(probed.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(probes.ready()).isTrue();
            assertThat(probes.failed()).isEmpty();
        }
        assertThat(runner.counts().all().keySet())
                .extracting(series -> series.type() + " " + series.result())
                .containsExactly("Liveness unknown", "Readiness unknown");
        assertThat(news)
                .contains("Unhealthy: Liveness probe errored and resulted in unknown state: "
                        + "cannot reach the Docker daemon: Connection refused");
    }
}
