package io.gantry.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A list that one thread fills while another waits for it to be as wanted. */
final class Seen<T> {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<T> items = new ArrayList<>();

    synchronized void add(T item) {
        items.add(item);
        notifyAll();
    }

    synchronized List<T> all() {
        return List.copyOf(items);
    }

    /** Waits until the list is as wanted and returns it; fails when that takes too long. */
    synchronized List<T> await(Predicate<List<T>> wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!wanted.test(items)) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("waited in vain; seen: " + items);
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
        return List.copyOf(items);
    }

    T awaitLast(Predicate<T> wanted) {
        return await(list -> !list.isEmpty() && wanted.test(list.getLast())).getLast();
    }

    void awaitAny(Predicate<T> wanted) {
        await(list -> list.stream().anyMatch(wanted));
    }
}
