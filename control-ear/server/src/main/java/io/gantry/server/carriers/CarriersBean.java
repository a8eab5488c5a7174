package io.gantry.server.carriers;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import jdk.management.VirtualThreadSchedulerMXBean;

/** Looks after the carriers of virtual threads, on a thread of its own: those of the server may be busy for long. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class CarriersBean {

    private static final long PERIOD_MILLIS = 100;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("carriers").factory());

    /** The JVM's own number of carriers is the large one, for which there is an option. */
    @PostConstruct
    void start() {
        VirtualThreadSchedulerMXBean scheduler =
                ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
        int many = scheduler.getParallelism();
        int few = Math.min(Runtime.getRuntime().availableProcessors() + 1, many);
        Carriers carriers = new Carriers(
                scheduler::setParallelism,
                few,
                many,
                Thread.ofVirtual().name("probe")::start,
                Thread.ofPlatform().daemon().name("stranger")::start,
                System::nanoTime);
        timer.scheduleWithFixedDelay(carriers::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        timer.shutdownNow();
    }
}
