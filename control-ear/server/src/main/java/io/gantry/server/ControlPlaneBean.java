package io.gantry.server;

import io.gantry.server.wiring.RunningControlPlane;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the control plane with the application, gives it its clock ticks, and stops it. While the database is away the server
 * already answers {@code /livez}, and the start is tried again.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ControlPlaneBean {

    private static final Logger LOG = LoggerFactory.getLogger(ControlPlaneBean.class);
    private static final long TICK_MILLIS = 200;
    private static final long RETRY_SECONDS = 2;

    private final CountDownLatch stopping = new CountDownLatch(1);
    private final AtomicBoolean ticking = new AtomicBoolean();
    private volatile Optional<RunningControlPlane> running = Optional.empty();
    private Thread starter;

    @Inject
    private Serving serving;

    @Resource
    private TimerService timers;

    @PostConstruct
    void start() {
        Settings settings = Settings.of(System.getenv());
        starter = Thread.ofPlatform().name("control-plane-start").start(() -> startPatiently(settings));
        timers.createIntervalTimer(TICK_MILLIS, TICK_MILLIS, new TimerConfig(null, false));
    }

    private void startPatiently(Settings settings) {
        long began = System.nanoTime();
        boolean started = false;
        try {
            while (!started && stopping.getCount() > 0) {
                started = tryToStart(settings);
                if (!started && stopping.await(RETRY_SECONDS, TimeUnit.SECONDS)) {
                    return;
                }
            }
            LOG.info("event=started millis={}", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean tryToStart(Settings settings) {
        try {
            RunningControlPlane started = RunningControlPlane.start(settings, serving.healthMeter());
            running = Optional.of(started);
            serving.begin(started.controlPlane());
            return true;
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            LOG.warn("event=start-failed retry-seconds={} cause=\"{}\"", RETRY_SECONDS, rootCause(e), e);
            return false;
        }
    }

    private static String rootCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    @Timeout
    void tick() {
        if (running.isPresent() && ticking.compareAndSet(false, true)) {
            try {
                running.get().tick();
            } finally {
                ticking.set(false);
            }
        }
    }

    @PreDestroy
    void stop() {
        stopping.countDown();
        try {
            starter.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        serving.end();
        running.ifPresent(RunningControlPlane::close);
        LOG.info("event=stopped");
    }
}
