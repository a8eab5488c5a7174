package io.gantry.cache;

import static io.gantry.cache.CacheObjects.PODS;
import static io.gantry.cache.CacheObjects.bind;
import static io.gantry.cache.CacheObjects.create;
import static io.gantry.cache.CacheObjects.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.object.ApiObject;
import io.gantry.store.MemoryObjectStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The cache with its own thread, under concurrent writers and readers. */
@Timeout(60)
class WatchCacheFollowingTest {

    private final SwitchedStore store = new SwitchedStore(new MemoryObjectStore(100_000));
    private final WatchCache cache = new WatchCache(store, WatchCache.Settings.DEFAULT);

    @AfterEach
    void close() {
        cache.close();
    }

    @Test
    void aReadThatWaitsSeesTheCallersOwnWrite() throws Exception {
        cache.start();
        inParallel(16, caller -> {
            for (int i = 0; i < 50; i++) {
                create(store, pod("ns-" + caller, "x" + i));
                cache.awaitCurrent();
                assertThat(cache.list(PODS, "ns-" + caller)).hasSize(i + 1);
            }
        });
    }

    @Test
    void aWatchThatStartsAtAListMissesNothingAndRepeatsNothing() throws Exception {
        cache.start();
        List<Long> heard = Collections.synchronizedList(new ArrayList<>());
        cache.onEvent(event -> heard.add(event.object().revision()));
        for (int i = 0; i < 8; i++) {
            create(store, pod("hot", "x" + i));
        }
        inParallel(16, caller -> {
            for (int i = 0; i < 50; i++) {
                if (caller < 8) {
                    bind(store, pod("hot", "x" + caller), "n" + i);
                } else {
                    Listing listing = cache.list(PODS, Optional.empty());
                    assertThat(listing.objects())
                            .extracting(ApiObject::revision)
                            .allMatch(revision -> revision <= listing.revision());
                    try (Subscription watch = cache.subscribe(PODS, Optional.empty(), listing.revision(), () -> {})) {
                        cache.awaitRevision(listing.revision() + 1, Duration.ofMillis(1));
                        assertThat(watch.poll())
                                .extracting(event -> event.object().revision())
                                .isSorted()
                                .doesNotHaveDuplicates()
                                .allMatch(revision -> revision > listing.revision());
                    } catch (StaleCacheException e) {
                        assertThat(e).hasMessageStartingWith("Too large resource version");
                    }
                }
            }
        });
        cache.awaitCurrent();
        // The listeners hear of a revision just after the cache shows it.
        create(store, pod("last", "x"));
        while (!heard.contains(store.revision())) {
            Thread.onSpinWait();
        }
        assertThat(heard).isSorted().doesNotHaveDuplicates().hasSize(8 + 8 * 50 + 1);
    }

    @Test
    void aFailingStoreIsFollowedAgainWhenItIsBack() {
        cache.start();
        store.fail(true);
        assertThatThrownBy(cache::awaitCurrent).hasMessage("the database is away");
        store.fail(false);
        create(store, pod("a", "x"));
        cache.awaitCurrent();
        assertThat(cache.get(pod("a", "x"))).isPresent();
    }

    private interface Caller {
        void run(int number) throws Exception;
    }

    private static void inParallel(int callers, Caller work) throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                int number = caller;
                running.add(executor.submit(() -> {
                    work.run(number);
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
    }
}
