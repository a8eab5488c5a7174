package io.gantry.cache;

import static io.gantry.cache.CacheObjects.PODS;
import static io.gantry.cache.CacheObjects.SECRETS;
import static io.gantry.cache.CacheObjects.bind;
import static io.gantry.cache.CacheObjects.create;
import static io.gantry.cache.CacheObjects.pod;
import static io.gantry.cache.CacheObjects.podJson;
import static io.gantry.cache.CacheObjects.remove;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import io.gantry.store.MemoryObjectStore;
import io.gantry.store.RevisionCompactedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The cache on the caller's thread, as a simulation uses it. */
class WatchCacheTest {

    private static final Optional<String> ALL = Optional.empty();

    private final MemoryObjectStore memory = new MemoryObjectStore(10_000);
    private final SwitchedStore store = new SwitchedStore(memory);
    private final WatchCache cache = cache(100, 100);

    private WatchCache cache(int ring, int queue) {
        return new WatchCache(store, new WatchCache.Settings(ring, 1 << 20, queue, Duration.ofSeconds(1)));
    }

    @Test
    void showsWhatWasThereAndWhatCame() {
        create(store, pod("b", "x"));
        create(store, pod("a", "y"));
        cache.load();
        create(store, pod("a", "x"));
        remove(store, pod("b", "x"));
        assertThat(names(cache.list(PODS))).containsExactly("a/y", "b/x");
        cache.catchUp();
        assertThat(names(cache.list(PODS))).containsExactly("a/x", "a/y");
        assertThat(cache.get(pod("a", "x"))).isPresent();
        assertThat(cache.get(pod("b", "x"))).isEmpty();
        assertThat(cache.list(SECRETS)).isEmpty();
        assertThat(cache.revision()).isEqualTo(store.revision());
    }

    @Test
    void aNamespaceIsNotItsPrefix() {
        for (String namespace : List.of("a", "a-b", "ab", "b")) {
            create(store, pod(namespace, "x"));
        }
        cache.load();
        assertThat(names(cache.list(PODS, "a"))).containsExactly("a/x");
        assertThat(names(cache.list(PODS, Optional.of("ab")).objects())).containsExactly("ab/x");
    }

    @Test
    void indexesFollowChanges() {
        ObjectKey x = pod("a", "x");
        store.create(x, podJson(x, "", "rs-1"));
        cache.load();
        assertThat(cache.podsOnNode("n1")).isEmpty();
        assertThat(names(cache.controlledBy(PODS, "rs-1"))).containsExactly("a/x");
        assertThat(names(cache.dependents("rs-1"))).containsExactly("a/x");
        create(store, pod("a", "free"));
        create(store, pod("ab", "free"));
        cache.catchUp();
        assertThat(names(cache.uncontrolled(PODS, "a"))).containsExactly("a/free");
        assertThat(cache.controlledBy(PODS, "")).isEmpty();
        bind(store, x, "n1");
        cache.catchUp();
        assertThat(names(cache.podsOnNode("n1"))).containsExactly("a/x");
        assertThat(cache.podsOnNode("n")).isEmpty();
        assertThat(cache.dependents("rs-1"))
                .extracting(ApiObject::revision)
                .containsExactly(cache.get(x).orElseThrow().revision());
        bind(store, x, "n2");
        cache.catchUp();
        assertThat(cache.podsOnNode("n1")).isEmpty();
        assertThat(names(cache.podsOnNode("n2"))).containsExactly("a/x");
        remove(store, x);
        cache.catchUp();
        assertThat(cache.podsOnNode("n2")).isEmpty();
        assertThat(cache.controlledBy(PODS, "rs-1")).isEmpty();
        assertThat(cache.dependents("rs-1")).isEmpty();
    }

    @Test
    void aListStaysAsItWasWhileTheCacheGoesOn() {
        create(store, pod("a", "x"));
        cache.load();
        Listing before = cache.list(PODS, ALL);
        create(store, pod("a", "y"));
        cache.catchUp();
        assertThat(names(before.objects())).containsExactly("a/x");
        assertThat(before.revision()).isLessThan(cache.list(PODS, ALL).revision());
    }

    @Test
    void waitingIsCatchingUpWhenNoThreadFollows() {
        cache.load();
        create(store, pod("a", "x"));
        assertThat(cache.awaitCurrent()).isEqualTo(store.revision());
        assertThat(cache.get(pod("a", "x"))).isPresent();
        assertThatThrownBy(() -> cache.awaitRevision(store.revision() + 1, Duration.ZERO))
                .isInstanceOf(StaleCacheException.class);
    }

    @Test
    void nobodyIsWokenForEventsThatDoNotConcernItsTerms() {
        create(store, pod("a", "x"));
        cache.load();
        List<String> woken = new ArrayList<>();
        long start = cache.revision();
        Subscription onNode = cache.subscribe(
                PODS, new IndexedTerms(ALL, ALL, Optional.of("n1"), Map.of()), start, () -> woken.add("n1"));
        Subscription named = cache.subscribe(
                PODS, new IndexedTerms(Optional.of("a"), Optional.of("y"), ALL, Map.of()), start, () -> woken.add("y"));
        create(store, pod("b", "y"));
        bind(store, pod("a", "x"), "n2");
        cache.catchUp();
        assertThat(woken).isEmpty();
        assertThat(onNode.revision()).isEqualTo(cache.revision());
        bind(store, pod("a", "x"), "n1");
        bind(store, pod("a", "x"), "n3");
        bind(store, pod("a", "x"), "n4");
        cache.catchUp();
        assertThat(kinds(onNode.poll())).containsExactly("Modified", "Modified");
        assertThat(named.poll()).isEmpty();
        assertThat(woken).containsExactly("n1");
    }

    @Test
    void aSubscriptionTellsEveryChangeWithTheStateBefore() {
        cache.load();
        Subscription all = cache.subscribe(PODS, ALL, cache.revision(), () -> {});
        Subscription inB = cache.subscribe(PODS, Optional.of("b"), cache.revision(), () -> {});
        create(store, pod("a", "x"));
        bind(store, pod("a", "x"), "n1");
        create(store, pod("b", "y"));
        remove(store, pod("a", "x"));
        cache.catchUp();
        List<CacheEvent> events = all.poll();
        assertThat(kinds(events)).containsExactly("Added", "Modified", "Added", "Deleted");
        CacheEvent.Modified modified = (CacheEvent.Modified) events.get(1);
        assertThat(modified.previous().nodeName()).isEmpty();
        assertThat(modified.object().nodeName()).isEqualTo("n1");
        assertThat(events.getLast().object().revision()).isEqualTo(store.revision());
        assertThat(kinds(inB.poll())).containsExactly("Added");
        assertThat(all.poll()).isEmpty();
    }

    @Test
    void aSubscriptionResumesFromTheRing() {
        cache.load();
        create(store, pod("a", "x"));
        cache.catchUp();
        long after = cache.revision();
        create(store, pod("a", "y"));
        cache.catchUp();
        assertThat(names(cache.subscribe(PODS, ALL, after, () -> {}).poll())).containsExactly("a/y");
    }

    @Test
    void aSubscriptionResumesFromTheLogWhereTheRingDoesNotReach() {
        create(store, pod("a", "x"));
        create(store, pod("a", "z"));
        long after = store.revision();
        bind(store, pod("a", "x"), "n1");
        bind(store, pod("a", "x"), "n2");
        remove(store, pod("a", "z"));
        cache.load();
        create(store, pod("a", "y"));
        cache.catchUp();
        List<CacheEvent> events = cache.subscribe(PODS, ALL, after, () -> {}).poll();
        assertThat(kinds(events)).containsExactly("Modified", "Modified", "Deleted", "Added");
        assertThat(events.stream()
                        .filter(CacheEvent.Modified.class::isInstance)
                        .map(event -> ((CacheEvent.Modified) event).previous().nodeName()))
                .containsExactly("", "n1");
    }

    @Test
    void theRingIsBoundedInEventsAndTheLogTakesOver() {
        WatchCache small = cache(2, 100);
        small.load();
        for (int i = 0; i < 10; i++) {
            create(store, pod("a", "x" + i));
        }
        small.catchUp();
        assertThat(small.subscribe(PODS, ALL, 1, () -> {}).poll()).hasSize(9);
        memory.compact(5);
        assertThatThrownBy(() -> small.subscribe(PODS, ALL, 1, () -> {}))
                .isInstanceOf(RevisionCompactedException.class);
        assertThat(small.subscribe(PODS, ALL, 5, () -> {}).poll()).hasSize(5);
    }

    @Test
    void aReplayThatNoQueueHoldsIsRefused() {
        for (int i = 0; i < 10; i++) {
            create(store, pod("a", "x" + i));
        }
        WatchCache small = cache(2, 5);
        small.load();
        assertThatThrownBy(() -> small.subscribe(PODS, ALL, 1, () -> {}))
                .isInstanceOf(RevisionCompactedException.class);
    }

    @Test
    void aSlowWatcherIsCutOffAndAQuickOneIsNot() {
        WatchCache small = cache(100, 3);
        small.load();
        List<String> calls = new ArrayList<>();
        Subscription slow = small.subscribe(PODS, ALL, 0, () -> calls.add("slow"));
        Subscription quick = small.subscribe(PODS, ALL, 0, () -> calls.add("quick"));
        int taken = 0;
        for (int i = 0; i < 4; i++) {
            create(store, pod("a", "x" + i));
            small.catchUp();
            taken += quick.poll().size();
        }
        assertThat(slow.ended()).isTrue();
        assertThat(slow.poll()).isEmpty();
        assertThat(quick.ended()).isFalse();
        assertThat(taken).isEqualTo(4);
        assertThat(calls).filteredOn("slow"::equals).hasSize(2); // filled, cut off
    }

    @Test
    void theRevisionOfASubscriptionNeverRunsAheadOfWhatWasTaken() {
        cache.load();
        Subscription subscription = cache.subscribe(PODS, ALL, 0, () -> {});
        create(store, pod("a", "x"));
        create(store, pod("a", "y"));
        cache.catchUp();
        assertThat(subscription.revision()).isZero();
        subscription.poll();
        assertThat(subscription.revision()).isEqualTo(2);
        store.create(new ObjectKey(SECRETS, "a", "s"), podJson(pod("a", "s"), "", ""));
        cache.catchUp();
        assertThat(subscription.revision()).isEqualTo(3); // events of other resources move bookmarks on
    }

    @Test
    void listenersHearEveryEventOnceInOrderAndAfterTheCacheShowsIt() {
        List<Long> heard = new ArrayList<>();
        create(store, pod("a", "before"));
        cache.onEvent(event -> {
            assertThat(cache.get(event.object().key())).isPresent();
            heard.add(event.object().revision());
        });
        cache.onEvent(event -> {
            throw new IllegalStateException("a broken listener harms nobody else");
        });
        cache.load();
        for (int i = 0; i < 5; i++) {
            create(store, pod("a", "x" + i));
        }
        cache.catchUp();
        assertThat(heard).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void aStoreThatWentBackEndsWatchesAndIsLoadedAnew() {
        List<String> heard = new ArrayList<>();
        create(store, pod("a", "kept"));
        create(store, pod("a", "lost"));
        bind(store, pod("a", "kept"), "n1");
        cache.load();
        cache.onEvent(event -> heard.add(kind(event) + " " + event.object().name()));
        Subscription subscription = cache.subscribe(PODS, ALL, cache.revision(), () -> {});
        MemoryObjectStore restored = new MemoryObjectStore(100);
        create(restored, pod("a", "kept"));
        store.switchTo(restored);
        cache.onLoad(() -> heard.add("loaded"));
        cache.awaitCurrent();
        assertThat(subscription.ended()).isTrue();
        assertThat(names(cache.list(PODS))).containsExactly("a/kept");
        assertThat(cache.podsOnNode("n1")).isEmpty();
        assertThat(heard).containsExactly("Deleted lost", "Modified kept", "loaded");
    }

    @Test
    void aLogThatWasCutAheadOfTheCacheEndsWatchesAndIsLoadedAnew() {
        cache.load();
        Subscription subscription = cache.subscribe(PODS, ALL, 0, () -> {});
        create(store, pod("a", "x"));
        create(store, pod("a", "y"));
        memory.compact(1);
        cache.catchUp();
        assertThat(subscription.ended()).isTrue();
        assertThat(names(cache.list(PODS))).containsExactly("a/x", "a/y");
    }

    @Test
    void aClosedCacheEndsItsSubscriptions() {
        cache.load();
        List<String> calls = new ArrayList<>();
        Subscription subscription = cache.subscribe(PODS, ALL, 0, () -> calls.add("woken"));
        cache.close();
        assertThat(subscription.ended()).isTrue();
        assertThat(calls).hasSize(1);
    }

    static List<String> names(List<?> objectsOrEvents) {
        return objectsOrEvents.stream()
                .map(item -> item instanceof CacheEvent event ? event.object() : (ApiObject) item)
                .map(object -> object.namespace() + "/" + object.name())
                .toList();
    }

    private static List<String> kinds(List<CacheEvent> events) {
        return events.stream().map(WatchCacheTest::kind).toList();
    }

    private static String kind(CacheEvent event) {
        return event.getClass().getSimpleName();
    }
}
