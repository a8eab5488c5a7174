package io.gantry.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.store.StoreEvent;
import io.gantry.store.linearizability.RandomClients;
import io.gantry.store.linearizability.WatchLog.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Two stores in processes of their own over one PostgreSQL, many clients on few objects, and every process killed again and again: all that
 * the clients were told fits one order of all operations, and watchers were told every write once and in order.
 */
class ConcurrentHistoryTest {

    private static final long SEED = Long.getLong("gantry.history.seed", System.nanoTime());
    private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("gantry.history.seconds", 15));
    /** Of a machine on which processes start so slowly that clients mostly wait. */
    private static final Duration LONGEST = LENGTH.multipliedBy(6);

    private static final int CLIENTS = 8;

    @Test
    void whatClientsAreToldFitsOneOrderWhateverIsKilled() throws Exception {
        killAndCheck("", 1000);
    }

    /** Connections that look alike: every instance takes the lease of reads whenever it can, and every write takes it from another. */
    @Test
    void itFitsAlsoWhenEveryInstanceBelievesItselfAlone() throws Exception {
        killAndCheck("&ApplicationName=alike", 300);
    }

    private static void killAndCheck(String parameters, int fewest) throws Exception {
        RandomClients clients;
        try (DurablePostgres postgres = new DurablePostgres();
                PostgresObjectStore own = new PostgresObjectStore(postgres.open())) {
            String url = postgres.settings().url() + parameters;
            try (StoreClient first = new StoreClient(url, own.revision());
                    StoreClient second = new StoreClient(url, own.revision())) {
                List<StoreClient> stores = List.of(first, second);
                Random random = new Random(SEED);
                clients = RandomClients.start(stores, CLIENTS, Duration.ZERO, random);
                int kills = killAllTheTime(postgres, stores, random, clients, fewest);
                clients.stop();
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
        assertThat(clients.violations()).as("seed %d", SEED).isEmpty();
        assertThat(clients.operations()).isGreaterThan(fewest);
    }

    private static int killAllTheTime(
            DurablePostgres postgres, List<StoreClient> stores, Random random, RandomClients clients, int fewest)
            throws Exception {
        long begin = System.nanoTime();
        int kills = 0;
        while (System.nanoTime() - begin < (clients.operations() > fewest ? LENGTH : LONGEST).toNanos()) {
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
        return kills;
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
