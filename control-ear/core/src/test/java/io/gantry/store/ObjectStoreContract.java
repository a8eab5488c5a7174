package io.gantry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
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
        assertThat(store().eventsAfter(events.getFirst().revision(), 1)
                        .getFirst()
                        .revision())
                .isEqualTo(events.get(1).revision());
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

    @Test
    void theHistoryOfAnObjectIsAChain() {
        ApiObject first = store().create(key("chained"), object("chained", 1));
        ApiObject second = store().update(key("chained"), present -> new Decision.Write(object("chained", 2)));
        ApiObject third = store().update(key("chained"), present -> new Decision.Write(object("chained", 3)));
        assertThat(store().eventsAfter(first.revision(), 10))
                .extracting(event -> ((StoreEvent.Updated) event).previousRevision())
                .containsExactly(first.revision(), second.revision());
        assertThat(store().statesAt(List.of(first.revision(), third.revision(), third.revision() + 1000)))
                .hasSize(2)
                .hasEntrySatisfying(
                        first.revision(), state -> assertThat(value(state)).isEqualTo(1))
                .hasEntrySatisfying(
                        third.revision(), state -> assertThat(state.encoded()).isEqualTo(third.encoded()));
        assertThat(store().statesAt(List.of())).isEmpty();
    }

    @Test
    void aDecisionIsTakenAgainWhenAnotherWriteCameInBetween() {
        store().create(key("raced"), object("raced", 1));
        List<Integer> seen = new ArrayList<>();
        ApiObject written = store().update(key("raced"), present -> {
            seen.add(value(present));
            if (seen.size() == 1) {
                store().update(key("raced"), other -> new Decision.Write(object("raced", 10)));
            }
            return new Decision.Write(object("raced", value(present) + 1));
        });
        assertThat(seen).containsExactly(1, 10);
        assertThat(value(written)).isEqualTo(11);
    }

    @Test
    void aDecisionAboutAnObjectThatIsRemovedMeanwhileFindsItMissing() {
        store().create(key("gone"), object("gone", 1));
        assertThatThrownBy(() -> store().update(key("gone"), present -> {
                    store().update(key("gone"), other -> new Decision.Remove(other.copy()));
                    return new Decision.Write(present.copy());
                }))
                .isInstanceOf(KeyMissingException.class);
    }

    @Test
    void aKeyCanBeUsedAgainAfterItsRemoval() {
        ApiObject first = store().create(key("again"), object("again", 1));
        store().update(key("again"), present -> new Decision.Remove(present.copy()));
        ApiObject second = store().create(key("again"), object("again", 2));
        assertThat(second.revision()).isGreaterThan(first.revision() + 1);
        assertThat(store().get(key("again")))
                .hasValueSatisfying(read -> assertThat(value(read)).isEqualTo(2));
    }

    @Test
    void oneOfManyRacingCreatorsWins() throws Exception {
        int callers = 64;
        long start = store().revision();
        List<Integer> won = Collections.synchronizedList(new ArrayList<>());
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < callers; caller++) {
                int value = caller;
                executor.submit(() -> {
                    try {
                        store().create(key("contested"), object("contested", value));
                        won.add(value);
                    } catch (KeyExistsException e) {
                        assertThat(e.key()).isEqualTo(key("contested"));
                    }
                });
            }
        }
        assertThat(won).hasSize(1);
        assertThat(store().eventsAfter(start, 100)).hasSize(1);
        assertThat(value(store().get(key("contested")).orElseThrow())).isEqualTo(won.getFirst());
    }

    @Test
    void aPrefixTakesWholeSegmentsOnly() {
        ObjectKey other = new ObjectKey(new GroupResource("", "configmapsets"), "default", "prefix-x");
        ObjectKey elsewhere = new ObjectKey(CONFIG_MAPS, "default-2", "prefix-x");
        for (ObjectKey key : List.of(key("prefix-x"), other, elsewhere)) {
            store().create(key, object("prefix-x", 1));
        }
        assertThat(store().list(ObjectKey.prefix(CONFIG_MAPS, "default"), "", 100)
                        .objects())
                .extracting(ApiObject::key)
                .contains(key("prefix-x"))
                .allMatch(key ->
                        key.namespace().equals("default") && key.resource().equals(CONFIG_MAPS));
        assertThat(store().list(ObjectKey.prefix(CONFIG_MAPS), "", 100).objects())
                .extracting(ApiObject::key)
                .contains(key("prefix-x"), elsewhere)
                .doesNotContain(other);
        assertThat(store().list("", "", 1000).objects())
                .extracting(ApiObject::key)
                .contains(other, elsewhere);
    }

    @Test
    void anEmptyListHasARevision() {
        store().create(key("somewhere"), object("somewhere", 1));
        ObjectStore.Snapshot empty = store().list("nothing/here/", "", 10);
        assertThat(empty.objects()).isEmpty();
        assertThat(empty.more()).isFalse();
        assertThat(empty.revision()).isEqualTo(store().revision());
    }

    @Test
    void largeTextsOfAnyLanguageComeBackAsTheyWere() {
        ObjectNode object = object("large", 1);
        ((ObjectNode) object.get("data")).put("text", "你好\u0000\"\\ \uD83D\uDE00".repeat(50_000));
        ApiObject created = store().create(key("large"), object);
        assertThat(store().get(key("large")).orElseThrow().encoded()).isEqualTo(created.encoded());
        assertThat(store().eventsAfter(created.revision() - 1, 1)
                        .getFirst()
                        .object()
                        .json())
                .isEqualTo(created.json());
    }

    @Test
    void theHistoryOfAnObjectTellsEveryLifeNewestFirstWithItsOrigins() {
        Origin jane = new Origin("jane", "kubectl", "patch status");
        store().create(key("told"), object("told", 1), new Origin("joe", "helm", "create"));
        store().update(key("told"), present -> new Decision.Write(object("told", 2)), jane);
        store().update(key("told"), present -> new Decision.Remove(object("told", 3)));
        store().create(key("told"), object("told", 4));
        ApiObject last = store().update(key("told"), present -> new Decision.Write(object("told", 5)), jane);
        List<LoggedWrite> told = store().history().of(key("told"), Long.MAX_VALUE, 10);
        assertThat(told).extracting(write -> value(write.event().object())).containsExactly(5, 4, 3, 2, 1);
        assertThat(told).extracting(write -> write.origin().user()).containsExactly("jane", "", "", "jane", "joe");
        assertThat(told.getFirst().origin()).isEqualTo(jane);
        assertThat(told.getFirst().previous()).isEqualTo(told.get(1).revision());
        assertThat(told.get(1).previous()).isZero();
        assertThat(store().history().of(key("told"), told.get(1).revision(), 2))
                .extracting(write -> value(write.event().object()))
                .containsExactly(3, 2);
        assertThat(store().history()
                        .at(last.revision())
                        .orElseThrow()
                        .event()
                        .object()
                        .encoded())
                .isEqualTo(last.encoded());
        assertThat(store().history().at(last.revision() + 1000)).isEmpty();
        assertThat(store().history().of(key("never"), Long.MAX_VALUE, 10)).isEmpty();
    }

    @Test
    void writesAreCommittedTogetherWithConsecutiveRevisions() {
        ApiObject changed = store().create(key("a-changed"), object("a-changed", 1));
        ApiObject removed = store().create(key("a-removed"), object("a-removed", 1));
        long before = store().revision();
        List<ApiObject> written = store().commit(List.of(
                new StagedWrite.Create(key("a-new"), object("a-new", 1), Origin.UNKNOWN),
                new StagedWrite.Update(changed.key(), object("a-changed", 2), changed.revision(), Origin.UNKNOWN),
                new StagedWrite.Remove(removed.key(), object("a-removed", 2), removed.revision(), Origin.UNKNOWN)));
        assertThat(written).extracting(ApiObject::revision).containsExactly(before + 1, before + 2, before + 3);
        assertThat(store().revision()).isEqualTo(before + 3);
        assertThat(store().eventsAfter(before, 10))
                .hasExactlyElementsOfTypes(
                        StoreEvent.Created.class, StoreEvent.Updated.class, StoreEvent.Removed.class);
        assertThat(store().get(key("a-changed")))
                .hasValueSatisfying(state -> assertThat(value(state)).isEqualTo(2));
        assertThat(store().get(key("a-removed"))).isEmpty();
    }

    @Test
    void ofWritesThatAreCommittedTogetherOneThatDoesNotHoldRefusesAll() {
        ApiObject present = store().create(key("o-present"), object("o-present", 1));
        long before = store().revision();
        for (StagedWrite refused : List.of(
                new StagedWrite.Create(key("o-present"), object("o-present", 2), Origin.UNKNOWN),
                new StagedWrite.Update(key("o-present"), object("o-present", 2), before + 7, Origin.UNKNOWN),
                new StagedWrite.Remove(key("o-missing"), object("o-missing", 2), before, Origin.UNKNOWN))) {
            StagedWrite good = new StagedWrite.Create(key("o-new"), object("o-new", 1), Origin.UNKNOWN);
            assertThatThrownBy(() -> store().commit(List.of(good, refused)))
                    .isInstanceOfSatisfying(
                            OutrunException.class, e -> assertThat(e.keys()).containsExactly(refused.key()));
        }
        assertThat(store().revision()).isEqualTo(before);
        assertThat(store().get(key("o-new"))).isEmpty();
        assertThat(store().get(key("o-present")).orElseThrow().revision()).isEqualTo(present.revision());
        assertThat(store().create(key("o-after"), object("o-after", 1)).revision())
                .isEqualTo(before + 1);
    }

    @Test
    void aListAsOfARevisionHasWhatWasThereThen() {
        store().create(key("t-kept"), object("t-kept", 1));
        store().create(key("t-changed"), object("t-changed", 1));
        ApiObject then = store().create(key("t-removed"), object("t-removed", 1));
        store().update(key("t-changed"), present -> new Decision.Write(object("t-changed", 2)));
        store().update(key("t-changed"), present -> new Decision.Write(object("t-changed", 3)));
        store().update(key("t-removed"), present -> new Decision.Remove(object("t-removed", 2)));
        store().create(key("t-removed"), object("t-removed", 7));
        store().create(key("t-new"), object("t-new", 1));
        assertThat(store().history()
                        .list(ObjectKey.prefix(CONFIG_MAPS, "default"), then.revision())
                        .objects())
                .filteredOn(object -> object.name().startsWith("t-"))
                .extracting(object -> object.name() + "=" + value(object))
                .containsExactly("t-changed=1", "t-kept=1", "t-removed=1");
    }

    @Test
    void writesAreFoundByPlaceAndResource() {
        long start = store().revision();
        ObjectKey node = new ObjectKey(new GroupResource("", "nodes"), "", "n1");
        ObjectKey other = new ObjectKey(CONFIG_MAPS, "other", "c");
        for (ObjectKey key : List.of(key("w-1"), node, other, key("w-2"))) {
            store().create(key, object(key.name(), 1));
        }
        assertThat(found(start, new History.Namespace("default"), Set.of(), Set.of()))
                .containsExactly("w-2", "w-1");
        assertThat(found(start, new History.AllNamespaces(), Set.of(), Set.of()))
                .containsExactly("w-2", "c", "w-1");
        assertThat(found(start, new History.Cluster(), Set.of(), Set.of())).containsExactly("n1");
        assertThat(found(start, new History.Cluster(), Set.of(CONFIG_MAPS), Set.of()))
                .isEmpty();
        assertThat(found(start, new History.AllNamespaces(), Set.of(), Set.of(CONFIG_MAPS)))
                .isEmpty();
        assertThat(found(start, new History.Namespace("default"), Set.of(CONFIG_MAPS), Set.of()))
                .containsExactly("w-2", "w-1");
    }

    private List<String> found(long after, History.Place place, Set<GroupResource> only, Set<GroupResource> without) {
        return store().history().writes(new History.Range(after, Long.MAX_VALUE, place, only, without), 10).stream()
                .map(write -> write.event().key().name())
                .toList();
    }

    @Test
    void aTimeHasTheRevisionThatWasTheNewestThen() {
        ApiObject written = store().create(key("timed"), object("timed", 1));
        Instant time = store().history().at(written.revision()).orElseThrow().time();
        assertThat(store().history().revisionAt(time.plusSeconds(60))).isEqualTo(store().revision());
        assertThat(store().history().revisionAt(time.minusSeconds(86_400))).isZero();
    }

    @Test
    void aReaderAtTheEndOfTheLogFindsNothing() {
        store().create(key("end"), object("end", 1));
        assertThat(store().eventsAfter(store().revision(), 10)).isEmpty();
        assertThat(store().eventsAfter(store().revision() + 1000, 10)).isEmpty();
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
