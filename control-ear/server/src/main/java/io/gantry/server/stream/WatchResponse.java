package io.gantry.server.stream;

import io.gantry.api.WatchStream;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the events of one watch as they come. Between events it holds no thread: a wake-up takes a turn for a short
 * task, and wake-ups during that task take another one.
 */
public final class WatchResponse {

    private static final Logger LOG = LoggerFactory.getLogger(WatchResponse.class);

    private final WatchStream stream;
    private final WatchClient client;
    private final Streaming streaming;
    private final AtomicInteger wakes = new AtomicInteger();
    private final Runnable stop = this::stop;
    private volatile boolean stopping;
    private volatile Instant alarm = Instant.MAX;
    private ScheduledFuture<?> pendingAlarm;

    public WatchResponse(WatchStream stream, AsyncContext async, Streaming streaming) {
        this(stream, new ChunkedWatch(async), streaming);
    }

    WatchResponse(WatchStream stream, WatchClient client, Streaming streaming) {
        this.stream = stream;
        this.client = client;
        this.streaming = streaming;
    }

    public void start() {
        streaming.open().opened(stop);
        client.onLeave(stop);
        stream.onReady(this::wake);
    }

    /** Sends what there is and ends, whoever waits for a turn. */
    void stop() {
        stopping = true;
        wake(streaming.tasks());
    }

    private void wake() {
        wake(streaming.turns());
    }

    private void wake(Executor when) {
        if (wakes.getAndIncrement() == 0) {
            when.execute(this::drain);
        }
    }

    private void drain() {
        int seen = wakes.get();
        if (!writeWhatThereIs()) {
            finish(); // wakes stays above zero: nothing runs any more
        } else if (!wakes.compareAndSet(seen, 0)) {
            streaming.turns().execute(this::drain);
        }
    }

    /** Whether the watch goes on. */
    private boolean writeWhatThereIs() {
        boolean last = stopping || stream.ended();
        try {
            List<byte[]> events = stream.poll();
            if (!events.isEmpty()) {
                client.send(events);
            }
        } catch (IOException e) {
            LOG.debug("event=watcher-gone cause=\"{}\"", e.getMessage());
            return false;
        }
        if (!last) {
            setAlarm();
        }
        return !last;
    }

    private void setAlarm() {
        Instant wanted = stream.wakeAt();
        if (wanted.equals(alarm)) {
            return;
        }
        if (pendingAlarm != null) {
            pendingAlarm.cancel(false);
        }
        alarm = wanted;
        Duration left = Duration.between(streaming.clock().instant(), wanted);
        // rounded up: an alarm that rings within the last millisecond finds that it is not yet time
        long millis = 1 + Math.max(0, left.toMillis());
        pendingAlarm = streaming.alarms().schedule(this::ring, millis, TimeUnit.MILLISECONDS);
    }

    /** Should the alarm still be early, since its clock is another one, it is set again. */
    private void ring() {
        alarm = Instant.MAX;
        wake();
    }

    private void finish() {
        streaming.open().closed(stop);
        if (pendingAlarm != null) {
            pendingAlarm.cancel(false);
        }
        stream.close();
        client.end();
    }
}
