package io.gantry.cache;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ObjectKey;
import io.gantry.store.Decision;
import io.gantry.store.MemoryObjectStore;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Prints what the cache does in a second of processor time and how much memory it takes. Run its {@code main} with the test class path. */
public final class CacheBenchmark {

    private static final int PODS = 20_000;
    private static final int WATCHERS = 1000;

    private final MemoryObjectStore store = new MemoryObjectStore(10);
    private final WatchCache cache =
            new WatchCache(store, new WatchCache.Settings(4096, 100_000, Duration.ofSeconds(1)));

    private CacheBenchmark() {}

    /** Fills a store with pods and measures. */
    public static void main(String[] args) {
        new CacheBenchmark().run();
    }

    private void run() {
        for (int i = 0; i < PODS; i++) {
            store.create(key(i), pod(i));
        }
        long before = usedMemory();
        long start = cpuNanos();
        cache.load();
        System.out.printf("load %d pods: %.0f ms%n", PODS, millis(start));
        long encoded = cache.list(CacheObjects.PODS).stream()
                .mapToLong(pod -> pod.encoded().length)
                .sum();
        System.out.printf(
                "memory: encoded %d MB, store with objects %d MB, cache and indexes on top %d MB%n",
                encoded >> 20, before >> 20, (usedMemory() - before) >> 20);
        for (int round = 0; round < 3; round++) {
            lists();
            gets();
        }
        for (int round = 0; round < 3; round++) {
            events(0);
            events(WATCHERS);
        }
    }

    private void lists() {
        int rounds = 500;
        long start = cpuNanos();
        long sum = 0;
        for (int i = 0; i < rounds; i++) {
            sum += cache.list(CacheObjects.PODS, Optional.empty()).objects().size();
        }
        System.out.printf("list of %d: %.3f ms%n", sum / rounds, millis(start) / rounds);
        start = cpuNanos();
        for (int i = 0; i < rounds; i++) {
            sum += cache.podsOnNode("node-" + i % 100).size()
                    + cache.list(CacheObjects.PODS, "ns-7").size();
        }
        System.out.printf("list by node and by namespace of 200 each: %.3f ms%n", millis(start) / rounds);
    }

    private void gets() {
        long start = cpuNanos();
        long found = 0;
        for (int i = 0; i < 1_000_000; i++) {
            found += cache.get(key(i % PODS)).isPresent() ? 1 : 0;
        }
        System.out.printf("get: %.0f ns (%d found)%n", millis(start), found);
    }

    private void events(int watchers) {
        List<Subscription> watches = new ArrayList<>();
        for (int i = 0; i < watchers; i++) {
            watches.add(cache.subscribe(CacheObjects.PODS, Optional.empty(), cache.revision(), () -> {}));
        }
        int events = 10_000;
        long inCache = 0;
        for (int i = 0; i < events; i++) {
            store.update(key(i), present -> new Decision.Write(present.copy()));
            if (i % 10 == 9) {
                long start = cpuNanos();
                cache.catchUp();
                inCache += cpuNanos() - start;
            }
        }
        watches.forEach(Subscription::close);
        System.out.printf("events with %d watchers: %.0f/s%n", watchers, events / (inCache / 1e9));
    }

    /** Processor time of this thread: independent of what else the machine does. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static double millis(long start) {
        return (cpuNanos() - start) / 1e6;
    }

    private static long usedMemory() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static ObjectKey key(int i) {
        return CacheObjects.pod("ns-" + i % 100, "pod-" + i);
    }

    private static ObjectNode pod(int i) {
        ObjectNode pod = CacheObjects.podJson(
                key(i),
                "node-" + i % 100,
                UUID.nameUUIDFromBytes(new byte[] {(byte) (i % 200)}).toString());
        pod.withObject("/metadata/labels").put("app", "app-" + i % 200).put("pod-template-hash", "5d59d67564");
        pod.withObject("/spec").put("filler", "about what a pod's containers and volumes take ".repeat(60));
        return pod;
    }
}
