package io.gantry.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.PullResponseItem;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PullProgressTest {

    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final PullProgress progress = new PullProgress();
    private final AtomicBoolean answerClosed = new AtomicBoolean();

    @BeforeEach
    void begin() {
        progress.onStart(() -> answerClosed.set(true));
    }

    @Test
    void aPullThatGoesOnForLongerThanOnesPatienceIsNotBrokenOff() throws Exception {
        CompletableFuture<Boolean> brokenOff = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            long end = System.nanoTime() + PATIENCE.multipliedBy(4).toNanos();
            while (System.nanoTime() < end && !answerClosed.get()) {
                progress.onNext(item("{\"status\":\"Downloading\"}"));
                Thread.onSpinWait();
            }
            brokenOff.complete(answerClosed.get());
            progress.onNext(item("{\"status\":\"Status: Downloaded newer image for example:1\"}"));
            progress.onComplete();
        });

        progress.await("example:1", PATIENCE);
        assertThat(brokenOff.get()).isFalse();
        assertThat(answerClosed).isTrue();
    }

    @Test
    void onesInWhichNothingHappensIs() {
        progress.onNext(item("{\"status\":\"Downloading\"}"));

        assertThatThrownBy(() -> progress.await("example:1", PATIENCE))
                .isInstanceOf(EngineException.class)
                .hasMessageStartingWith("the Docker daemon made no progress in pulling example:1 for ");
        assertThat(answerClosed).isTrue();
    }

    @Test
    void whatTheEngineSaysInTheEndIsTold() {
        progress.onNext(item("{\"status\":\"Pulling from example\"}"));
        progress.onNext(item("{\"errorDetail\":{\"message\":\"no such host\"},\"error\":\"no such host\"}"));
        progress.onComplete();

        assertThatThrownBy(() -> progress.await("example:1", PATIENCE))
                .isInstanceOf(EngineException.class)
                .hasMessage("no such host");
    }

    private static PullResponseItem item(String json) {
        try {
            return new ObjectMapper().readValue(json, PullResponseItem.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
