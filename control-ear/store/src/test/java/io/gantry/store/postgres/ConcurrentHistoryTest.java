package io.gantry.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.store.StoreEvent;
import io.gantry.store.linearizability.Call;
import io.gantry.store.linearizability.Linearization;
import io.gantry.store.linearizability.Operation;
import io.gantry.store.linearizability.Outcome;
import io.gantry.store.linearizability.WatchLog.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Two stores in processes of their own over one PostgreSQL, many clients on few objects, and every process killed again and again: all that
 * the clients were told fits one order of all operations, and watchers were told every write once and in order.
 */
class ConcurrentHistoryTest {

    private static final long SEED = Long.getLong("gantry.history.seed", System.nanoTime());
    private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("gantry.history.seconds", 20));
    private static final int CLIENTS = 8;
    private static final int OBJECTS = 4;
    /** So that no object's history becomes too long to search. */
    private static final Duration ROUND = Duration.ofSeconds(2);

    private final AtomicLong ticks = new AtomicLong();
    private final AtomicLong values = new AtomicLong();
    private final Map<String, Queue<Operation>> histories = new ConcurrentHashMap<>();
    private long begin;
    private long end;

    @Test
    void whatClientsAreToldFitsOneOrderWhateverIsKilled() throws Exception {
        try (DurablePostgres postgres = new DurablePostgres();
                PostgresObjectStore own = new PostgresObjectStore(postgres.open())) {
            String url = postgres.settings().url();
            try (StoreClient first = new StoreClient(url, own.revision());
                    StoreClient second = new StoreClient(url, own.revision())) {
                List<StoreClient> stores = List.of(first, second);
                int kills = runWithFaults(postgres, stores);
                List<Event> written = written(own);
                for (StoreClient store : stores) {
                    awaitWatcher(store, written.getLast().revision());
                    assertThat(store.faults(written))
                            .as("seed %d: faults of a watcher", SEED)
                            .isEmpty();
                }
                assertThat(kills).isPositive();
            }
        }
        histories.forEach((name, history) -> assertThat(Linearization.violation(List.copyOf(history)))
                .as("seed %d: %s does not fit one order: %s; the longest that does is", SEED, name, history)
                .isEmpty());
        assertThat(histories.values().stream().mapToInt(Queue::size).sum()).isGreaterThan(1000);
    }

    private int runWithFaults(DurablePostgres postgres, List<StoreClient> stores) throws Exception {
        begin = System.nanoTime();
        end = begin + LENGTH.toNanos();
        Random random = new Random(SEED);
        int kills = 0;
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                Random own = new Random(random.nextLong());
                running.add(clients.submit(() -> load(own, stores)));
            }
            while (System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(300 + random.nextInt(1500));
                int victim = random.nextInt(stores.size() + 1);
                if (victim == stores.size()) {
                    postgres.kill();
                    postgres.startAgain();
                } else {
                    stores.get(victim).killAndStart();
                }
                kills++;
            }
            for (Future<?> client : running) {
                client.get();
            }
        }
        return kills;
    }

    private void load(Random random, List<StoreClient> stores) {
        Map<String, Long> known = new HashMap<>();
        while (System.nanoTime() < end) {
            StoreClient store = stores.get(random.nextInt(stores.size()));
            String round = "r" + (System.nanoTime() - begin) / ROUND.toNanos() + "-";
            String name = round + random.nextInt(OBJECTS);
            String value = "v" + values.incrementAndGet();
            long expected = known.getOrDefault(name, 1L);
            switch (random.nextInt(8)) {
                case 0, 1 -> record(store, name, new Call.Create(value), "create " + name + " " + value, known);
                case 2, 3 ->
                    record(
                            store,
                            name,
                            new Call.Update(expected, value),
                            "update " + name + " " + expected + " " + value,
                            known);
                case 4 ->
                    record(
                            store,
                            name,
                            new Call.Delete(expected),
                            "delete " + name + " " + expected + " " + value,
                            known);
                case 5 -> list(store, round);
                default -> record(store, name, new Call.Read(), "read " + name, known);
            }
        }
    }

    private void record(StoreClient store, String name, Call call, String words, Map<String, Long> known) {
        long begun = ticks.incrementAndGet();
        String[] answer = store.call(words).split(" ");
        Outcome outcome = switch (answer[0]) {
            case "wrote" -> new Outcome.Wrote(Long.parseLong(answer[1]));
            case "found" -> new Outcome.Found(Long.parseLong(answer[1]), answer[2]);
            case "absent" -> new Outcome.Absent();
            case "conflict" -> new Outcome.Conflict();
            case "unknown" -> new Outcome.Unknown();
            default -> throw new AssertionError("seed " + SEED + ": " + words + ": " + String.join(" ", answer));
        };
        add(name, new Operation(call, outcome, begun, ticks.incrementAndGet()));
        if (outcome instanceof Outcome.Found || outcome instanceof Outcome.Wrote) {
            known.put(name, Long.parseLong(answer[1]));
        }
    }

    /** A list reads every object of its round at one moment. */
    private void list(StoreClient store, String round) {
        long begun = ticks.incrementAndGet();
        String[] answer = store.call("list " + round).split(" ");
        long ended = ticks.incrementAndGet();
        if (!answer[0].equals("list")) {
            return;
        }
        Map<String, Outcome> found = new HashMap<>();
        for (int i = 1; i < answer.length; i++) {
            String[] item = answer[i].split("@");
            found.put(item[0], new Outcome.Found(Long.parseLong(item[1]), item[2]));
        }
        for (int i = 0; i < OBJECTS; i++) {
            Outcome outcome = found.getOrDefault(round + i, new Outcome.Absent());
            add(round + i, new Operation(new Call.Read(), outcome, begun, ended));
        }
    }

    private void add(String name, Operation operation) {
        histories.computeIfAbsent(name, key -> new ConcurrentLinkedQueue<>()).add(operation);
    }

    private static void awaitWatcher(StoreClient store, long revision) throws InterruptedException {
        long patience = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (store.reached() < revision && System.nanoTime() < patience) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(store.reached())
                .as("the watcher of a store follows to the end")
                .isEqualTo(revision);
    }

    private static List<Event> written(PostgresObjectStore store) {
        List<Event> all = new ArrayList<>();
        for (List<StoreEvent> next = store.eventsAfter(0, 1000);
                !next.isEmpty();
                next = store.eventsAfter(all.getLast().revision(), 1000)) {
            next.forEach(event -> all.add(
                    new Event(event.revision(), type(event), event.key().name(), StoreProcess.value(event.object()))));
        }
        return all;
    }

    private static String type(StoreEvent event) {
        return switch (event) {
            case StoreEvent.Created created -> "ADDED";
            case StoreEvent.Updated updated -> "MODIFIED";
            case StoreEvent.Removed removed -> "DELETED";
        };
    }
}
