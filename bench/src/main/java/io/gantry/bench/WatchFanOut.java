package io.gantry.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/**
 * Watchers of ConfigMaps, and creates at a steady pace: how many events arrive in all, and how long after its create was due. A create that
 * has to wait because the server is slow to answer those before is late from its time on, as it is for whoever wanted it then.
 *
 * @param watchers how many
 * @param perConnection how many share a connection: 1 over HTTP/1.1, several over HTTP/2, as clients with informers do
 * @param creates events for each
 * @param perSecond pace of the creates
 * @param watched where the watchers connect: another instance of the server that is written to; empty for that server itself
 */
record WatchFanOut(int watchers, int perConnection, int creates, int perSecond, Optional<Target> watched)
        implements Workload {

    private static final int WRITERS = 8;

    /** What arrived; each watcher counts for itself. */
    private record Arrivals(
            CountDownLatch connected, CountDownLatch events, Queue<long[]> latencies, Queue<String> ended) {

        /** The nanoseconds of all events. */
        long[] nanos() {
            return latencies.stream().flatMapToLong(LongStream::of).toArray();
        }
    }

    /** Twice, the first time unmeasured: client and server are slow until their code is compiled. What was made goes at the end only. */
    @Override
    public Result run(Target target) throws Exception {
        String name = "fan-out-" + Long.toString(System.currentTimeMillis(), 36);
        measure(target, name + "-warm-up");
        Result result = measure(target, name);
        try (ApiClient client = target.connect(1)) {
            client.require(Target.delete("/api/v1/namespaces/" + name + "-warm-up"));
            client.require(Target.delete("/api/v1/namespaces/" + name));
        }
        return result;
    }

    private Result measure(Target target, String namespace) throws Exception {
        Arrivals arrivals = new Arrivals(
                new CountDownLatch(watchers),
                new CountDownLatch(watchers),
                new ConcurrentLinkedQueue<>(),
                new ConcurrentLinkedQueue<>());
        try (ApiClient writer = target.connect(WRITERS);
                WatchClient client = watched.orElse(target).watch(perConnection)) {
            writer.require(Target.send("POST", "/api/v1/namespaces", Objects.named("Namespace", namespace)));
            for (int watcher = 0; watcher < watchers; watcher++) {
                watch(client, namespace, arrivals);
            }
            if (!arrivals.connected().await(60, TimeUnit.SECONDS)) {
                throw new IOException(
                        "only " + (watchers - arrivals.connected().getCount()) + " watchers could connect");
            }
            long start = System.nanoTime();
            create(writer, namespace, start);
            arrivals.events().await(60, TimeUnit.SECONDS);
            double seconds = (System.nanoTime() - start) / 1e9;
            if (!arrivals.ended().isEmpty()) {
                System.err.println(arrivals.ended().size() + " watches ended early, the first of them "
                        + arrivals.ended().peek());
            }
            long[] nanos = arrivals.nanos();
            return new Result(seconds, nanos.length, (long) watchers * creates - nanos.length, nanos);
        }
    }

    /** Each at its time, whether those before have been answered or not. */
    private void create(ApiClient client, String namespace, long start) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            for (int number = 0; number < creates; number++) {
                long due = start + number * 1_000_000_000L / perSecond;
                LockSupport.parkNanos(due - System.nanoTime());
                String name = "w-" + number;
                running.add(writers.submit(() -> create(client, namespace, name, due)));
            }
            for (Future<?> create : running) {
                create.get();
            }
        }
    }

    private static Void create(ApiClient client, String namespace, String name, long due) throws IOException {
        String body = "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"" + name
                + "\"},\"data\":{" + DueTimes.MARK + due + "\"}}";
        client.require(Target.send("POST", "/api/v1/namespaces/" + namespace + "/configmaps", body));
        return null;
    }

    private void watch(WatchClient client, String namespace, Arrivals arrivals) throws InterruptedException {
        long[] nanos = new long[creates];
        AtomicInteger arrived = new AtomicInteger();
        DueTimes times = new DueTimes(due -> {
            nanos[arrived.getAndIncrement()] = System.nanoTime() - due;
            if (arrived.get() == creates) {
                arrivals.latencies().add(nanos);
                arrivals.events().countDown();
            }
        });
        client.watch(
                "/api/v1/namespaces/" + namespace + "/configmaps?watch=true",
                arrivals.connected()::countDown,
                times::read,
                why -> {
                    if (arrived.get() < creates) {
                        arrivals.ended().add("after " + arrived + " events: " + why);
                        arrivals.events().countDown();
                    }
                });
    }
}
