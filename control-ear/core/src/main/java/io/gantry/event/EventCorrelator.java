package io.gantry.event;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps floods of events small, as client-go's EventCorrelator: the same news again counts up the event that tells it; more than ten
 * different messages of one reason within ten minutes are combined; and one speaker may say 25 things about one object at once and
 * one in five minutes after. Remembers a bounded number of events. Not thread-safe: its owner locks.
 */
final class EventCorrelator {

    private static final int MEMORY = 4096;
    private static final int MAX_SIMILAR = 10;
    private static final Duration SIMILAR_WITHIN = Duration.ofMinutes(10);
    private static final int BURST = 25;
    private static final Duration REFILL = Duration.ofMinutes(5);

    /** A stored event that can be counted up. */
    record Told(String name, int count, Instant first) {}

    /** How to tell a piece of news. */
    record Verdict(EventDraft draft, EventKey key, Optional<Told> before) {}

    private record Similar(Instant since, Set<String> messages) {}

    private record Bucket(double tokens, Instant at) {}

    private record Exact(EventKey key, String message) {}

    private final Map<EventKey, Similar> similar = bounded();
    private final Map<Exact, Told> told = bounded();
    private final Map<String, Bucket> buckets = bounded();

    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>(64, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > MEMORY;
            }
        };
    }

    /** Empty when the speaker has said too much about the object. */
    Optional<Verdict> judge(EventDraft draft, Instant now) {
        EventKey key = EventKey.of(draft);
        EventDraft shown = isFlood(key, draft.message(), now)
                ? draft.withMessage("(combined from similar events): " + draft.message())
                : draft;
        if (!mayTell(key.speakerAndObject(), now)) {
            return Optional.empty();
        }
        return Optional.of(new Verdict(shown, key, Optional.ofNullable(told.get(exact(key, shown.message())))));
    }

    /** Remembers what was stored. */
    void stored(Verdict verdict, Told event) {
        told.put(exact(verdict.key(), verdict.draft().message()), event);
    }

    /** Combined events share one record, whatever their last message. */
    private static Exact exact(EventKey key, String message) {
        return new Exact(key, message.startsWith("(combined") ? "" : message);
    }

    private boolean isFlood(EventKey key, String message, Instant now) {
        Similar present = similar.get(key);
        if (present == null || present.since().plus(SIMILAR_WITHIN).isBefore(now)) {
            present = new Similar(now, new HashSet<>());
            similar.put(key, present);
        }
        if (present.messages().size() < MAX_SIMILAR) {
            present.messages().add(message);
        }
        return present.messages().size() >= MAX_SIMILAR && !present.messages().contains(message);
    }

    private boolean mayTell(String speaker, Instant now) {
        Bucket before = buckets.getOrDefault(speaker, new Bucket(BURST, now));
        double refilled =
                before.tokens() + (double) Duration.between(before.at(), now).toMillis() / REFILL.toMillis();
        double tokens = Math.min(BURST, refilled);
        boolean allowed = tokens >= 1;
        buckets.put(speaker, new Bucket(allowed ? tokens - 1 : tokens, now));
        return allowed;
    }
}
