package io.gantry.server.remote;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/** Ends a request when its time is over, whatever it waits for. */
final class Deadline implements AutoCloseable {

    private final Optional<Future<?>> alarm;
    private volatile boolean over;

    Deadline(HttpUriRequestBase request, Optional<Duration> timeout, ScheduledExecutorService alarms) {
        this.alarm =
                timeout.map(length -> alarms.schedule(() -> end(request), length.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void end(HttpUriRequestBase request) {
        over = true;
        request.cancel();
    }

    boolean isOver() {
        return over;
    }

    @Override
    public void close() {
        alarm.ifPresent(running -> running.cancel(false));
    }
}
