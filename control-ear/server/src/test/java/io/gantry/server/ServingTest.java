package io.gantry.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.status.StatusException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServingTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private static final ControlPlane CONTROL_PLANE =
            new ControlPlane(null, null, null, null, null, null, List.of(), InstantSource.system());

    @Test
    void aRequestThatComesWhileTheControlPlaneStartsIsServedWhenItHasStarted() throws Exception {
        Serving serving = new Serving(LONG);
        CompletableFuture<ControlPlane> request = CompletableFuture.supplyAsync(serving::controlPlane);
        assertThat(serving.checks("readyz"))
                .anyMatch(check -> check.failure().get().isPresent());

        serving.begin(CONTROL_PLANE);

        assertThat(request.get(30, TimeUnit.SECONDS)).isSameAs(CONTROL_PLANE);
        assertThat(serving.checks("readyz"))
                .allMatch(check -> check.failure().get().isEmpty());
    }

    @Test
    void aRequestDoesNotWaitForEver() {
        refuses(new Serving(Duration.ofMillis(1)));
    }

    @Test
    void aRequestDoesNotWaitForAControlPlaneThatHasStopped() {
        Serving serving = new Serving(LONG);
        serving.begin(CONTROL_PLANE);
        serving.end();
        refuses(serving);
    }

    private static void refuses(Serving serving) {
        assertThatThrownBy(serving::controlPlane)
                .isInstanceOfSatisfying(
                        StatusException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(503));
    }
}
