package io.gantry.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.WatchCache;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.store.Decision;
import io.gantry.store.KeyExistsException;
import io.gantry.store.StoreEvent;
import io.gantry.store.StoreUnavailableException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** PostgreSQL is killed and started again, several times, under load. */
@Timeout(240)
class PostgresCrashTest {

    private static final GroupResource CONFIG_MAPS = new GroupResource("", "configmaps");
    private static final int CALLERS = 32;
    private static final int KILLS = 3;

    private final Set<String> acknowledgedCreates = ConcurrentHashMap.newKeySet();
    private final AtomicInteger acknowledgedIncrements = new AtomicInteger();
    private final AtomicInteger unknownIncrements = new AtomicInteger();
    private final AtomicBoolean stopping = new AtomicBoolean();

    @Test
    void noAcknowledgedWriteIsLostAndNoneIsAppliedTwice() throws Exception {
        try (DurablePostgres postgres = new DurablePostgres();
                PostgresObjectStore store = new PostgresObjectStore(postgres.open());
                WatchCache cache = new WatchCache(store, WatchCache.Settings.DEFAULT)) {
            List<Long> heard = Collections.synchronizedList(new ArrayList<>());
            store.create(key("counter"), object("counter", 0));
            cache.onEvent(event -> heard.add(event.object().revision()));
            cache.start();
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<?>> callers = new ArrayList<>();
                for (int caller = 0; caller < CALLERS; caller++) {
                    int number = caller;
                    callers.add(executor.submit(() -> load(store, number)));
                }
                for (int kill = 0; kill < KILLS; kill++) {
                    awaitMoreWrites();
                    postgres.kill();
                    postgres.startAgain();
                }
                awaitMoreWrites();
                stopping.set(true);
                for (Future<?> caller : callers) {
                    caller.get();
                }
            }
            List<StoreEvent> log = log(store);
            assertLogIsRight(log);
            cache.awaitCurrent();
            assertThat(cache.list(CONFIG_MAPS))
                    .extracting(ApiObject::revision)
                    .containsExactlyElementsOf(store.list("", "", Integer.MAX_VALUE).objects().stream()
                            .map(ApiObject::revision)
                            .toList());
            while (heard.size() < log.size()) {
                Thread.onSpinWait(); // listeners hear of a revision just after the cache shows it
            }
            assertThat(heard)
                    .containsExactlyElementsOf(
                            log.stream().map(StoreEvent::revision).toList());
        }
    }

    private void load(PostgresObjectStore store, int caller) {
        for (int i = 0; !stopping.get(); i++) {
            String name = "object-" + caller + "-" + i;
            try {
                store.create(key(name), object(name, i));
                acknowledgedCreates.add(name);
            } catch (StoreUnavailableException e) {
                assertThat(e).hasMessageNotContaining("refused");
            } catch (KeyExistsException e) {
                throw new AssertionError("the store wrote " + name + " twice", e);
            }
            if (caller < 4) {
                increment(store);
            }
        }
    }

    private void increment(PostgresObjectStore store) {
        try {
            store.update(key("counter"), present -> new Decision.Write(object("counter", value(present) + 1)));
            acknowledgedIncrements.incrementAndGet();
        } catch (StoreUnavailableException e) {
            unknownIncrements.incrementAndGet();
        }
    }

    private void awaitMoreWrites() {
        int wanted = acknowledgedCreates.size() + 500;
        while (acknowledgedCreates.size() < wanted) {
            Thread.onSpinWait();
        }
    }

    private static List<StoreEvent> log(PostgresObjectStore store) {
        List<StoreEvent> all = new ArrayList<>();
        for (List<StoreEvent> next = store.eventsAfter(0, 1000);
                !next.isEmpty();
                next = store.eventsAfter(all.getLast().revision(), 1000)) {
            all.addAll(next);
        }
        return all;
    }

    private void assertLogIsRight(List<StoreEvent> log) {
        for (int i = 0; i < log.size(); i++) {
            assertThat(log.get(i).revision()).isEqualTo(i + 1L);
        }
        Map<String, Integer> created = new HashMap<>();
        log.stream()
                .filter(StoreEvent.Created.class::isInstance)
                .forEach(event -> created.merge(event.key().name(), 1, Integer::sum));
        assertThat(created.keySet()).containsAll(acknowledgedCreates);
        assertThat(created.values()).containsOnly(1);
        List<Integer> counted = log.stream()
                .filter(StoreEvent.Updated.class::isInstance)
                .map(event -> value(event.object()))
                .toList();
        for (int i = 0; i < counted.size(); i++) {
            assertThat(counted.get(i)).isEqualTo(i + 1);
        }
        assertThat(counted.size())
                .isBetween(acknowledgedIncrements.get(), acknowledgedIncrements.get() + unknownIncrements.get());
    }

    private static ObjectKey key(String name) {
        return new ObjectKey(CONFIG_MAPS, "default", name);
    }

    private static ObjectNode object(String name, int value) {
        ObjectNode object = Json.object().put("apiVersion", "v1").put("kind", "ConfigMap");
        object.putObject("metadata").put("name", name).put("namespace", "default");
        object.putObject("data").put("value", String.valueOf(value));
        return object;
    }

    private static int value(ApiObject object) {
        return object.json().path("data").path("value").asInt();
    }
}
