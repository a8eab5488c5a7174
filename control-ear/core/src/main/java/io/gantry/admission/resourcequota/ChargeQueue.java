package io.gantry.admission.resourcequota;

import io.gantry.admission.resourcequota.Charges.Claim;
import io.gantry.status.StatusException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Lets the claims of one namespace that arrive while another is being decided be decided together. */
final class ChargeQueue {

    /** Upstream gives up after so long, too. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Charges charges;
    private final Map<String, Line> lines = new ConcurrentHashMap<>();

    ChargeQueue(Charges charges) {
        this.charges = charges;
    }

    private static final class Line {
        private final ReentrantLock lock = new ReentrantLock();
        private final Queue<Claim> waiting = new ConcurrentLinkedQueue<>();
        private int users;
    }

    /** Returns when the claim is charged; throws its refusal. */
    void charge(String namespace, Claim claim) {
        Line line = lines.compute(namespace, (name, present) -> {
            Line used = present == null ? new Line() : present;
            used.users++;
            return used;
        });
        try {
            line.waiting.add(claim);
            await(namespace, line, claim);
        } finally {
            lines.computeIfPresent(namespace, (name, present) -> --present.users == 0 ? null : present);
        }
        claim.orThrow();
    }

    /** Who gets the lock decides for all that wait; the others then find their claims decided. */
    private void await(String namespace, Line line, Claim claim) {
        lock(line, claim);
        try {
            List<Claim> together = new ArrayList<>();
            for (Claim next = line.waiting.poll(); next != null; next = line.waiting.poll()) {
                together.add(next);
            }
            if (!together.isEmpty()) {
                charges.charge(namespace, together);
            }
        } finally {
            line.lock.unlock();
        }
    }

    private static void lock(Line line, Claim claim) {
        try {
            if (line.lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        line.waiting.remove(claim);
        throw StatusException.of(500, "InternalError", "Internal error occurred: resource quota evaluation timed out");
    }
}
