package io.gantry.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.object.ApiObject;
import io.gantry.store.Decision;
import io.gantry.store.ObjectStore;
import io.gantry.store.ObjectStoreContract;
import io.gantry.store.StoreEvent;
import io.gantry.store.StoreUnavailableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract on a real, durable PostgreSQL, and what several instances of the store on one database promise. */
@Timeout(120)
class PostgresObjectStoreTest extends ObjectStoreContract {

    private static DurablePostgres postgres;
    private static Database database;
    private static PostgresObjectStore store;

    @BeforeAll
    static void start() throws IOException {
        postgres = new DurablePostgres();
        database = postgres.open();
        store = new PostgresObjectStore(database);
    }

    @AfterAll
    static void stop() throws IOException {
        store.close();
        postgres.close();
    }

    @AfterEach
    void empty() {
        database.inTransaction(session ->
                session.createNativeMutationQuery("delete from object").executeUpdate());
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @ParameterizedTest
    @ValueSource(strings = {"fsync", "synchronous_commit", "full_page_writes"})
    void commitsAreDurable(String setting) {
        assertThat(database.<String>read(session -> session.createNativeQuery("show " + setting, String.class)
                        .getSingleResult()))
                .isEqualTo("on");
    }

    @Test
    void aListFromTheDatabaseEqualsWhatWasWritten() {
        ApiObject created = store.create(key("listed"), object("listed", 1));
        assertThat(store.list("", "", 10).objects().getFirst().encoded()).isEqualTo(created.encoded());
    }

    @Test
    void anotherInstanceIsWokenAndReadsTheEventsFromTheDatabase() throws Exception {
        BlockingQueue<Long> wakes = new LinkedBlockingQueue<>();
        try (PostgresObjectStore other = new PostgresObjectStore(postgres.open());
                AutoCloseable registration = other.onCommit(wakes::add)) {
            awaitListening(other, wakes);
            ApiObject created = store.create(key("elsewhere"), object("elsewhere", 7));
            long woken = 0;
            while (woken < created.revision()) {
                Long next = wakes.poll(10, TimeUnit.SECONDS);
                assertThat(next).isNotNull();
                woken = next;
            }
            List<StoreEvent> events = other.eventsAfter(created.revision() - 1, 10);
            assertThat(events).hasSize(1).hasOnlyElementsOfType(StoreEvent.Created.class);
            assertThat(events.getFirst().object().encoded()).isEqualTo(created.encoded());
            assertThat(other.revision()).isEqualTo(created.revision());
        }
    }

    @Test
    void whatAnotherRoleSaysOnTheChannelKeepsNoInstanceFromHearingOfCommits() throws Exception {
        BlockingQueue<Long> wakes = new LinkedBlockingQueue<>();
        try (PostgresObjectStore other = new PostgresObjectStore(postgres.open());
                AutoCloseable registration = other.onCommit(wakes::add)) {
            awaitListening(other, wakes);
            say("nonsense");
            say("9223372036854775807");
            long woken = 0;
            while (woken != Long.MAX_VALUE) {
                woken = wakes.take();
            }
            ApiObject created = store.create(key("after"), object("after", 1));
            while (woken != created.revision()) {
                Long next = wakes.poll(10, TimeUnit.SECONDS);
                assertThat(next).isNotNull();
                woken = next;
            }
        }
    }

    private static void say(String payload) {
        database.inTransaction(
                session -> session.createNativeQuery("select pg_notify('gantry_commit', :payload)::text", String.class)
                        .setParameter("payload", payload)
                        .getSingleResult());
    }

    /** Its listener may still be connecting. */
    private static void awaitListening(PostgresObjectStore other, BlockingQueue<Long> wakes) throws Exception {
        do {
            store.update(
                    store.create(key("knock-" + System.nanoTime()), object("knock", 1))
                            .key(),
                    present -> new Decision.Remove(present.copy()));
        } while (wakes.poll(50, TimeUnit.MILLISECONDS) == null);
    }

    @Test
    void sixtyFourRacingCallersOnTwoInstancesLoseNothingAndReadersMissNothing() throws Exception {
        int counters = 10;
        int callers = 64;
        int increments = 20;
        for (int i = 0; i < counters; i++) {
            store.create(key("counter-" + i), object("counter-" + i, 0));
        }
        long start = store.revision();
        ConcurrentSkipListSet<Long> acknowledged = new ConcurrentSkipListSet<>();
        try (PostgresObjectStore other = new PostgresObjectStore(postgres.open());
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                ObjectStore mine = caller % 2 == 0 ? store : other;
                running.add(executor.submit(() -> {
                    for (int i = 0; i < increments; i++) {
                        String name = "counter-" + ThreadLocalRandom.current().nextInt(counters);
                        acknowledged.add(mine.update(
                                        key(name), present -> new Decision.Write(object(name, value(present) + 1)))
                                .revision());
                    }
                }));
            }
            Future<List<StoreEvent>> here = executor.submit(() -> tail(store, start, callers * increments));
            Future<List<StoreEvent>> there = executor.submit(() -> tail(other, start, callers * increments));
            for (Future<?> caller : running) {
                caller.get();
            }
            for (List<StoreEvent> seen : List.of(here.get(), there.get())) {
                assertThat(seen).extracting(StoreEvent::revision).containsExactlyElementsOf(acknowledged);
                assertEachCountsUp(seen);
            }
        }
    }

    private static List<StoreEvent> tail(ObjectStore from, long start, int count) {
        List<StoreEvent> seen = new ArrayList<>();
        long reached = start;
        while (seen.size() < count) {
            for (StoreEvent event : from.eventsAfter(reached, 13)) {
                seen.add(event);
                reached = event.revision();
            }
        }
        return seen;
    }

    private static void assertEachCountsUp(List<StoreEvent> seen) {
        Map<String, Integer> values = new HashMap<>();
        for (StoreEvent event : seen) {
            int expected = values.merge(event.key().name(), 1, Integer::sum);
            assertThat(value(event.object())).isEqualTo(expected);
        }
    }

    @Test
    void aRefusedDocumentDoesNotTakeItsGroupWithIt() throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ApiObject>> good = new ArrayList<>();
            List<Future<ApiObject>> bad = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String name = "mixed-" + i;
                good.add(executor.submit(() -> store.create(key(name), object(name, 1))));
                // PostgreSQL's text holds no NUL; the API refuses such a name long before
                bad.add(executor.submit(() -> store.create(key(name + "\0"), object(name, 1))));
            }
            for (Future<ApiObject> each : good) {
                assertThat(each.get().revision()).isPositive();
            }
            for (Future<ApiObject> each : bad) {
                assertThatThrownBy(each::get).hasCauseInstanceOf(StoreUnavailableException.class);
            }
        }
    }
}
