package io.gantry.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.registry.ObjectWriter;
import io.gantry.status.StatusException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes core/v1 Events beside the work that they tell of: recording never waits and never fails. News that do not fit into the bounded
 * queue are dropped. Whoever owns the recorder calls {@link #flush()}, now and then or after work.
 */
public final class EventRecorder {

    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
    private static final GroupResource EVENTS = new GroupResource("", "events");
    private static final int CAPACITY = 10_000;

    private final ObjectWriter writer;
    private final InstantSource clock;
    private final EventCorrelator correlator = new EventCorrelator();
    private final ArrayDeque<News> waiting = new ArrayDeque<>();
    private final AtomicLong sequence = new AtomicLong();
    private final Object flushing = new Object();
    private Runnable wakeUp = () -> {};
    private int dropped;

    private record News(EventDraft draft, Instant at) {}

    public EventRecorder(ObjectWriter writer, InstantSource clock) {
        this.writer = writer;
        this.clock = clock;
    }

    /** Names what runs, quickly, when the queue turns from empty to filled; it should have {@link #flush()} called elsewhere. */
    public synchronized void onFilled(Runnable action) {
        wakeUp = action;
    }

    /** Queues news with the present time. */
    public void record(EventDraft draft) {
        Runnable action;
        synchronized (this) {
            if (waiting.size() >= CAPACITY) {
                dropped++;
                return;
            }
            waiting.add(new News(draft, clock.instant()));
            if (waiting.size() > 1) {
                return;
            }
            action = wakeUp;
        }
        action.run();
    }

    /** Writes what has queued, on the caller's thread. */
    public void flush() {
        synchronized (flushing) {
            for (Optional<News> next = take(); next.isPresent(); next = take()) {
                tell(next.get());
            }
            reportDropped();
        }
    }

    /** One line for many: whatever fills the queue would fill the log too. */
    private void reportDropped() {
        int lost;
        synchronized (this) {
            lost = dropped;
            dropped = 0;
        }
        if (lost > 0) {
            LOG.warn("event=dropped cause=queue-full events={}", lost);
        }
    }

    private synchronized Optional<News> take() {
        return Optional.ofNullable(waiting.poll());
    }

    private void tell(News news) {
        try {
            correlator.judge(news.draft(), news.at()).ifPresent(verdict -> store(verdict, news.at()));
        } catch (StatusException refused) {
            LOG.info(
                    "event=refused reason={} involved=\"{}\" cause=\"{}\"",
                    news.draft().reason(),
                    about(news.draft()),
                    refused.getMessage());
        } catch (RuntimeException failed) {
            LOG.warn("event=lost reason={} involved=\"{}\"", news.draft().reason(), about(news.draft()), failed);
        }
    }

    private static String about(EventDraft draft) {
        return draft.involved().path("kind").asText() + " " + draft.namespace() + "/"
                + draft.involved().path("name").asText();
    }

    private void store(EventCorrelator.Verdict verdict, Instant now) {
        EventCorrelator.Told told = verdict.before()
                .flatMap(before -> countUp(verdict.draft(), before, now))
                .orElseGet(() -> create(verdict.draft(), now));
        correlator.stored(verdict, told);
    }

    /** Empty when the event has expired meanwhile. */
    private Optional<EventCorrelator.Told> countUp(EventDraft draft, EventCorrelator.Told before, Instant now) {
        ObjectKey key = new ObjectKey(EVENTS, draft.namespace(), before.name());
        try {
            writer.update(key, event -> {
                event.put("count", before.count() + 1);
                event.put("message", draft.message());
                event.put("lastTimestamp", seconds(now));
                return event;
            });
            return Optional.of(new EventCorrelator.Told(before.name(), before.count() + 1, before.first()));
        } catch (StatusException refused) {
            if (refused.reason().equals("NotFound")) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    private EventCorrelator.Told create(EventDraft draft, Instant now) {
        ObjectNode event = event(draft, now);
        ApiObject stored;
        try {
            stored = writer.create(EVENTS, event);
        } catch (StatusException refused) {
            if (!refused.reason().equals("AlreadyExists")) {
                throw refused;
            }
            stored = writer.create(EVENTS, event(draft, now));
        }
        return new EventCorrelator.Told(stored.name(), 1, now);
    }

    private ObjectNode event(EventDraft draft, Instant now) {
        ObjectNode event = Json.object();
        event.put("kind", "Event");
        event.put("apiVersion", "v1");
        event.putObject("metadata").put("name", name(draft, now)).put("namespace", draft.namespace());
        event.set("involvedObject", draft.involved());
        event.put("reason", draft.reason());
        event.put("message", draft.message());
        ObjectNode source = event.putObject("source").put("component", draft.component());
        if (!draft.host().isEmpty()) {
            source.put("host", draft.host());
        }
        event.put("firstTimestamp", seconds(now));
        event.put("lastTimestamp", seconds(now));
        event.put("count", 1);
        event.put("type", draft.type().text());
        event.put("reportingComponent", draft.component());
        event.put("reportingInstance", draft.host());
        return event;
    }

    /** {@code web-5d4.17f3a0b2c4d5e6f7}: the object's name and the time in nanoseconds, made unique within this process. */
    private String name(EventDraft draft, Instant now) {
        long nanos = ChronoUnit.NANOS.between(Instant.EPOCH, now);
        long unique = sequence.updateAndGet(last -> Math.max(last + 1, nanos));
        return draft.involved().path("name").asText() + "." + Long.toHexString(unique);
    }

    private static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
