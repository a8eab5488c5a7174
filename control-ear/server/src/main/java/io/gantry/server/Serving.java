package io.gantry.server;

import io.gantry.health.HealthCheck;
import io.gantry.status.StatusException;
import io.gantry.telemetry.HealthMeter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** What the web tier may use at this moment: nothing until the control plane has its database and its cache. */
@ApplicationScoped
public class Serving {

    private static final int UNAVAILABLE = 503;

    /** Fewer than the server's threads: health is told and timers run meanwhile. */
    private static final int MAX_WAITING = 48;

    private final Duration patience;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final Semaphore waiting = new Semaphore(MAX_WAITING);
    private final HealthMeter healthMeter = new HealthMeter();
    private volatile Optional<ControlPlane> present = Optional.empty();

    public Serving() {
        this(Duration.ofSeconds(3));
    }

    Serving(Duration patience) {
        this.patience = patience;
    }

    void begin(ControlPlane controlPlane) {
        present = Optional.of(controlPlane);
        begun.countDown();
    }

    /** Ends what would go on by itself, such as watches. */
    public void endStreams() {
        present.ifPresent(controlPlane -> controlPlane.streaming().open().closeAll());
    }

    void end() {
        present = Optional.empty();
    }

    /**
     * Refuses with 503 when there is none. Requests that come while it starts wait for it some seconds: answered at once, their clients
     * would ask again and again, and take the time that the start needs.
     */
    public ControlPlane controlPlane() {
        if (begun.getCount() > 0) {
            awaitBegin();
        }
        return present.orElseThrow(
                () -> StatusException.of(UNAVAILABLE, "ServiceUnavailable", "the control plane is starting")
                        .retryAfter(1));
    }

    private void awaitBegin() {
        if (!waiting.tryAcquire()) {
            return;
        }
        try {
            begun.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.release();
        }
    }

    /**
     * @param endpoint {@code livez}, or another, which also asks whether requests can be served
     */
    public List<HealthCheck> checks(String endpoint) {
        List<HealthCheck> checks = new ArrayList<>();
        checks.add(HealthCheck.PING);
        if (!endpoint.equals("livez")) {
            checks.add(new HealthCheck("started", this::notStarted));
            present.ifPresent(controlPlane -> checks.addAll(controlPlane.readiness()));
        }
        return checks;
    }

    /** Is told how the checks come out. */
    public HealthMeter healthMeter() {
        return healthMeter;
    }

    private Optional<String> notStarted() {
        return present.isPresent() ? Optional.empty() : Optional.of("the control plane is starting");
    }
}
