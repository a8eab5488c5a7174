package io.gantry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every store promises. */
public abstract class ObjectStoreContract {

    private static final GroupResource CONFIG_MAPS = new GroupResource("", "configmaps");

    /** A store that holds nothing of this test. */
    protected abstract ObjectStore store();

    @Test
    void aCreatedObjectCanBeReadWithItsRevision() {
        ApiObject created = store().create(key("created"), object("created", 1));
        ApiObject read = store().get(key("created")).orElseThrow();
        assertThat(read.encoded()).isEqualTo(created.encoded());
        assertThat(read.metadata().path("resourceVersion").asText()).isEqualTo(String.valueOf(created.revision()));
        assertThat(store().revision()).isEqualTo(created.revision());
    }

    @Test
    void aTakenKeyIsRefusedAndUsesUpNoRevision() {
        store().create(key("taken"), object("taken", 1));
        long before = store().revision();
        assertThatThrownBy(() -> store().create(key("taken"), object("taken", 2)))
                .isInstanceOf(KeyExistsException.class);
        assertThat(store().revision()).isEqualTo(before);
    }

    @Test
    void anUpdateOfAMissingObjectIsRefused() {
        assertThatThrownBy(() -> store().update(key("missing"), present -> new Decision.Keep()))
                .isInstanceOf(KeyMissingException.class);
    }

    @Test
    void aDecisionIsWrittenRemovedOrKept() {
        ApiObject created = store().create(key("decided"), object("decided", 1));
        ApiObject updated = store().update(key("decided"), present -> new Decision.Write(object("decided", 2)));
        assertThat(updated.revision()).isGreaterThan(created.revision());
        assertThat(value(updated)).isEqualTo(2);
        assertThat(store().update(key("decided"), present -> new Decision.Keep())
                        .revision())
                .isEqualTo(updated.revision());
        ApiObject removed = store().update(key("decided"), present -> new Decision.Remove(object("decided", 3)));
        assertThat(removed.revision()).isGreaterThan(updated.revision());
        assertThat(store().get(key("decided"))).isEmpty();
    }

    @Test
    void anExceptionOfTheDecisionWritesNothing() {
        store().create(key("thrown"), object("thrown", 1));
        long before = store().revision();
        assertThatThrownBy(() -> store().update(key("thrown"), present -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(store().revision()).isEqualTo(before);
    }

    @Test
    void listsArePagedInTheOrderOfPaths() {
        for (String name : List.of("p-c", "p-a", "p-b")) {
            store().create(key(name), object(name, 1));
        }
        String prefix = ObjectKey.prefix(CONFIG_MAPS, "default");
        ObjectStore.Snapshot first = store().list(prefix, prefix + "p-", 2);
        assertThat(first.objects()).extracting(ApiObject::name).containsExactly("p-a", "p-b");
        assertThat(first.more()).isTrue();
        ObjectStore.Snapshot second =
                store().list(prefix, first.objects().getLast().key().path(), 2);
        assertThat(second.objects()).extracting(ApiObject::name).startsWith("p-c");
        assertThat(second.revision()).isEqualTo(store().revision());
    }

    @Test
    void theLogTellsEveryWriteInOrder() {
        long start = store().revision();
        store().create(key("logged"), object("logged", 1));
        store().update(key("logged"), present -> new Decision.Write(object("logged", 2)));
        store().update(key("logged"), present -> new Decision.Remove(object("logged", 3)));
        List<StoreEvent> events = store().eventsAfter(start, 10);
        assertThat(events)
                .hasExactlyElementsOfTypes(
                        StoreEvent.Created.class, StoreEvent.Updated.class, StoreEvent.Removed.class);
        assertThat(events).extracting(event -> value(event.object())).containsExactly(1, 2, 3);
        assertThat(store().eventsAfter(events.getFirst().revision(), 1))
                .containsExactly(events.get(1))
                .hasSize(1);
    }

    @Test
    void commitsWakeListeners() throws Exception {
        LinkedBlockingQueue<Long> wakes = new LinkedBlockingQueue<>();
        try (AutoCloseable registration = store().onCommit(wakes::add)) {
            ApiObject created = store().create(key("waking"), object("waking", 1));
            Long woken = wakes.poll(5, TimeUnit.SECONDS);
            while (woken != null && woken < created.revision()) {
                woken = wakes.poll(5, TimeUnit.SECONDS);
            }
            assertThat(woken).isNotNull();
        }
    }

    @Test
    void racingIncrementsLoseNothingAndAReaderOfTheLogMissesNothing() throws Exception {
        int callers = 16;
        int increments = 25;
        store().create(key("counter"), object("counter", 0));
        long start = store().revision();
        ConcurrentSkipListSet<Long> acknowledged = new ConcurrentSkipListSet<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                running.add(executor.submit(() -> {
                    for (int i = 0; i < increments; i++) {
                        acknowledged.add(store().update(
                                        key("counter"),
                                        present -> new Decision.Write(object("counter", value(present) + 1)))
                                .revision());
                    }
                }));
            }
            List<Long> seen = new ArrayList<>();
            long reached = start;
            while (seen.size() < callers * increments) {
                for (StoreEvent event : store().eventsAfter(reached, 7)) {
                    seen.add(event.revision());
                    reached = event.revision();
                }
            }
            for (Future<?> caller : running) {
                caller.get();
            }
            assertThat(seen).containsExactlyElementsOf(acknowledged);
        }
        assertThat(value(store().get(key("counter")).orElseThrow())).isEqualTo(callers * increments);
    }

    protected static ObjectKey key(String name) {
        return new ObjectKey(CONFIG_MAPS, "default", name);
    }

    protected static ObjectNode object(String name, int value) {
        ObjectNode object = Json.object();
        object.put("apiVersion", "v1").put("kind", "ConfigMap");
        object.putObject("metadata")
                .put("name", name)
                .put("namespace", "default")
                .put("uid", "uid-" + name);
        object.putObject("data").put("value", String.valueOf(value));
        return object;
    }

    protected static int value(ApiObject object) {
        return object.json().path("data").path("value").asInt();
    }
}
