package io.gantry.store.linearizability;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Clients that do this and that to few objects, each time through any of some stores; and all that they were told. */
public final class RandomClients {

    private static final int OBJECTS = 4;
    /** So that no object's history becomes too long to search. */
    private static final Duration ROUND = Duration.ofSeconds(2);

    private final List<? extends TestedStore> stores;
    private final Duration pause;
    private final long begin = System.nanoTime();
    private final AtomicLong ticks = new AtomicLong();
    private final AtomicLong values = new AtomicLong();
    private final Map<String, Queue<Operation>> histories = new ConcurrentHashMap<>();
    private final List<Future<?>> running = new ArrayList<>();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean stopping;

    private RandomClients(List<? extends TestedStore> stores, Duration pause) {
        this.stores = stores;
        this.pause = pause;
    }

    /** @param pause of each client between its calls */
    public static RandomClients start(List<? extends TestedStore> stores, int clients, Duration pause, Random random) {
        RandomClients started = new RandomClients(stores, pause);
        for (int client = 0; client < clients; client++) {
            Random own = new Random(random.nextLong());
            started.running.add(started.executor.submit(() -> started.load(own)));
        }
        return started;
    }

    /** Waits for the calls that are under way. */
    public void stop() throws ExecutionException, InterruptedException {
        stopping = true;
        for (Future<?> client : running) {
            client.get();
        }
        executor.close();
    }

    public int operations() {
        return histories.values().stream().mapToInt(Queue::size).sum();
    }

    /** Objects whose history fits no one order, each with the longest order that was found. */
    public List<String> violations() {
        List<String> violations = new ArrayList<>();
        histories.forEach((name, history) -> Linearization.violation(List.copyOf(history))
                .ifPresent(longest -> violations.add(
                        name + " does not fit one order: " + history + "; the longest that does is " + longest)));
        return violations;
    }

    /** All writes that were acknowledged with their revisions. */
    public List<Long> acknowledged() {
        return histories.values().stream()
                .flatMap(Queue::stream)
                .filter(operation -> !(operation.call() instanceof Call.Delete))
                .map(Operation::outcome)
                .filter(Outcome.Wrote.class::isInstance)
                .map(outcome -> ((Outcome.Wrote) outcome).revision())
                .toList();
    }

    private void load(Random random) {
        Map<String, Long> known = new HashMap<>();
        while (!stopping) {
            TestedStore store = stores.get(random.nextInt(stores.size()));
            String round = "r" + (System.nanoTime() - begin) / ROUND.toNanos() + "-";
            String name = round + random.nextInt(OBJECTS);
            long expected = known.getOrDefault(name, 1L);
            switch (random.nextInt(8)) {
                case 0, 1 -> record(store, name, new Call.Create(value()), known);
                case 2, 3 -> record(store, name, new Call.Update(expected, value()), known);
                case 4 -> record(store, name, new Call.Delete(expected), known);
                case 5 -> list(store, round);
                default -> record(store, name, new Call.Read(), known);
            }
            LockSupport.parkNanos(pause.toNanos());
        }
    }

    private String value() {
        return "v" + values.incrementAndGet();
    }

    private void record(TestedStore store, String name, Call call, Map<String, Long> known) {
        long begun = ticks.incrementAndGet();
        Optional<Outcome> outcome = store.call(name, call);
        if (outcome.isEmpty()) {
            return;
        }
        add(name, new Operation(call, outcome.get(), begun, ticks.incrementAndGet()));
        switch (outcome.get()) {
            case Outcome.Found found -> known.put(name, found.revision());
            case Outcome.Wrote wrote -> known.put(name, wrote.revision());
            case Outcome.Absent absent -> {}
            case Outcome.Conflict conflict -> {}
            case Outcome.Unknown unknown -> {}
        }
    }

    /** A list reads every object of its round at one moment. */
    private void list(TestedStore store, String round) {
        long begun = ticks.incrementAndGet();
        Optional<Map<String, Outcome.Found>> found = store.list(round);
        long ended = ticks.incrementAndGet();
        if (found.isEmpty()) {
            return;
        }
        for (int i = 0; i < OBJECTS; i++) {
            Outcome.Found present = found.get().get(round + i);
            Outcome outcome = present == null ? new Outcome.Absent() : present;
            add(round + i, new Operation(new Call.Read(), outcome, begun, ended));
        }
    }

    private void add(String name, Operation operation) {
        histories.computeIfAbsent(name, key -> new ConcurrentLinkedQueue<>()).add(operation);
    }
}
