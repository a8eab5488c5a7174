package io.gantry.agent.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That something is done again and again, and no longer than it is to be. */
@Timeout(30)
class RoundsTest {

    private static final Duration NEVER = Duration.ofDays(1);

    @Test
    void goesRoundAgainAfterThePause() throws InterruptedException {
        CountDownLatch three = new CountDownLatch(3);

        try (Rounds _ = Rounds.start("test", Duration.ZERO, Duration.ofMillis(1), three::countDown)) {
            assertThat(three.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void doesNothingBeforeTheDelayIsOver() throws InterruptedException {
        AtomicInteger done = new AtomicInteger();

        try (Rounds _ = Rounds.start("test", NEVER, Duration.ofMillis(1), done::incrementAndGet)) {
            Thread.sleep(50);
        }

        assertThat(done).hasValue(0);
    }

    @Test
    void interruptsTheRoundThatIsUnderWayWhenItIsClosed() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Rounds rounds = Rounds.start("test", Duration.ZERO, NEVER, () -> {
            begun.countDown();
            try {
                Thread.sleep(NEVER);
            } finally {
                interrupted.countDown();
            }
        });
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

        rounds.close();

        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
    }
}
