package io.gantry.cache;

import static io.gantry.cache.CacheObjects.PODS;
import static io.gantry.cache.CacheObjects.pod;
import static io.gantry.cache.CacheObjects.podJson;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import io.gantry.store.Decision;
import io.gantry.store.MemoryObjectStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListingTest {

    private static final Optional<String> ANY = Optional.empty();

    private final MemoryObjectStore store = new MemoryObjectStore(100_000);
    private final WatchCache cache =
            new WatchCache(store, new WatchCache.Settings(100_000, 100_000, Duration.ofSeconds(1)));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theIndexesLeaveOutNothingThroughAnyHistory(long seed) {
        Random random = new Random(seed);
        cache.load();
        for (int step = 0; step < 1500; step++) {
            change(random);
            if (step % 50 == 0) {
                cache.catchUp();
                checkAll("seed " + seed + " step " + step);
            }
        }
    }

    private void change(Random random) {
        ObjectKey key = pod("ns-" + random.nextInt(3), "pod-" + random.nextInt(100));
        ObjectNode pod = podJson(key, random.nextBoolean() ? "node-" + random.nextInt(4) : "", "");
        for (String label : List.of("app", "tier", "zone")) {
            if (random.nextInt(3) > 0) {
                pod.withObject("/metadata/labels").put(label, label.charAt(0) + "-" + random.nextInt(30));
            }
        }
        if (store.get(key).isEmpty()) {
            store.create(key, pod);
        } else {
            store.update(key, present -> random.nextInt(4) == 0 ? new Decision.Remove(pod) : new Decision.Write(pod));
        }
    }

    private void checkAll(String when) {
        for (Optional<String> namespace : List.of(ANY, Optional.of("ns-1"), Optional.of("ns"))) {
            Listing listing = cache.list(PODS, namespace);
            check(when, listing, terms(ANY, ANY, Map.of("app", "a-3")), pod -> labelled(pod, "app", "a-3"));
            check(
                    when,
                    listing,
                    terms(ANY, ANY, Map.of("app", "a-3", "tier", "t-4")),
                    pod -> labelled(pod, "app", "a-3") && labelled(pod, "tier", "t-4"));
            check(when, listing, terms(ANY, ANY, Map.of("app", "a-")), pod -> labelled(pod, "app", "a-"));
            check(
                    when,
                    listing,
                    terms(Optional.of("pod-7"), ANY, Map.of()),
                    pod -> pod.name().equals("pod-7"));
            check(
                    when,
                    listing,
                    terms(ANY, Optional.of("node-2"), Map.of()),
                    pod -> pod.nodeName().equals("node-2"));
        }
    }

    private static void check(String when, Listing listing, IndexedTerms terms, Predicate<ApiObject> matching) {
        List<ApiObject> expected = listing.objects().stream().filter(matching).toList();
        List<ApiObject> candidates = listing.among(terms);
        assertThat(candidates.stream().filter(matching)).as(when).containsExactlyElementsOf(expected);
        assertThat(candidates)
                .as(when)
                .hasSizeLessThanOrEqualTo(listing.objects().size());
    }

    private static IndexedTerms terms(Optional<String> name, Optional<String> node, Map<String, String> labels) {
        return new IndexedTerms(Optional.empty(), name, node, labels);
    }

    private static boolean labelled(ApiObject pod, String label, String value) {
        return value.equals(pod.labels().get(label));
    }

    @Test
    void fewAreLookedAtWhereAnIndexKnowsThem() {
        cache.load();
        for (int i = 0; i < 200; i++) {
            ObjectKey key = pod("ns", "pod-" + i);
            ObjectNode pod = podJson(key, "node-" + i % 20, "");
            pod.withObject("/metadata/labels").put("app", "app-" + i % 40).put("tier", "web");
            store.create(key, pod);
        }
        cache.catchUp();
        Listing inNamespace = cache.list(PODS, Optional.of("ns"));
        assertThat(inNamespace.among(terms(Optional.of("pod-7"), ANY, Map.of())))
                .hasSize(1);
        assertThat(inNamespace.among(terms(ANY, Optional.of("node-3"), Map.of())))
                .hasSize(10);
        assertThat(inNamespace.among(IndexedTerms.labels(Map.of("app", "app-5", "tier", "web"))))
                .hasSize(5);
        assertThat(inNamespace.among(IndexedTerms.labels(Map.of("app", "none"))))
                .isEmpty();
        Listing everywhere = cache.list(PODS, ANY);
        assertThat(everywhere.among(
                        new IndexedTerms(Optional.of("ns"), Optional.of("pod-7"), Optional.empty(), Map.of())))
                .hasSize(1);
        assertThat(everywhere.among(new IndexedTerms(Optional.of("other"), ANY, ANY, Map.of())))
                .isEmpty();
    }

    @Test
    void whatHasHappenedCanBeUndoneButForRemovals() {
        Random random = new Random(11);
        cache.load();
        for (int step = 0; step < 300; step++) {
            change(random);
        }
        cache.catchUp();
        Listing before = cache.list(PODS, ANY);
        ObjectKey other = pod("ns-9", "other");
        store.create(other, podJson(other, "", ""));
        ObjectKey first = before.objects().getFirst().key();
        store.update(first, present -> new Decision.Write(podJson(first, "node-9", "")));
        cache.catchUp();
        Listing undone =
                cache.list(PODS, ANY).before(since(before), before.revision()).orElseThrow();
        assertThat(undone.objects()).containsExactlyElementsOf(before.objects());
        assertThat(undone.among(terms(ANY, Optional.of("node-9"), Map.of()))).isEmpty();
        assertThat(undone.revision()).isEqualTo(before.revision());
        CacheObjects.remove(store, other);
        cache.catchUp();
        assertThat(cache.list(PODS, ANY).before(since(before), before.revision()))
                .isEmpty();
    }

    private List<CacheEvent> since(Listing listing) {
        try (Subscription subscription = cache.subscribe(PODS, ANY, listing.revision(), () -> {})) {
            return new ArrayList<>(subscription.poll());
        }
    }
}
