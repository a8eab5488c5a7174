package io.gantry.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.apache.hc.core5.http.ClassicHttpRequest;

/**
 * Callers that send one request after the other. They share a client, which keeps a connection for each that waits.
 *
 * @param connections number of callers
 * @param seconds how long; a run of the same length comes before, unmeasured: a JVM on few cores is slow until it has compiled
 */
record Load(int connections, int seconds) {

    /** What one caller measured. */
    private record Measured(long failed, long[] nanos) {}

    /** Sends what the function makes of a running number until the time is over. */
    Result run(Target target, LongFunction<ClassicHttpRequest> requests) throws Exception {
        AtomicLong numbers = new AtomicLong();
        long now = System.nanoTime();
        measure(target, requests, numbers, now + seconds * 1_000_000_000L, Long.MAX_VALUE);
        long start = System.nanoTime();
        return measure(target, requests, numbers, start + seconds * 1_000_000_000L, Long.MAX_VALUE);
    }

    /** Sends this many requests in all. */
    Result runCount(Target target, LongFunction<ClassicHttpRequest> requests, long count) throws Exception {
        return measure(target, requests, new AtomicLong(), Long.MAX_VALUE, count);
    }

    private Result measure(
            Target target, LongFunction<ClassicHttpRequest> requests, AtomicLong numbers, long until, long count)
            throws Exception {
        long start = System.nanoTime();
        List<Measured> all = new ArrayList<>();
        try (ApiClient client = target.connect(connections);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Measured>> running = new ArrayList<>();
            for (int caller = 0; caller < connections; caller++) {
                running.add(callers.submit(() -> call(client, requests, numbers, until, count)));
            }
            for (Future<Measured> caller : running) {
                all.add(caller.get());
            }
        }
        double elapsed = (System.nanoTime() - start) / 1e9;
        long[] nanos = all.stream().flatMapToLong(m -> LongStream.of(m.nanos)).toArray();
        return new Result(
                elapsed, nanos.length, all.stream().mapToLong(Measured::failed).sum(), nanos);
    }

    private static Measured call(
            ApiClient client, LongFunction<ClassicHttpRequest> requests, AtomicLong numbers, long until, long count)
            throws IOException {
        List<Long> nanos = new ArrayList<>();
        long failed = 0;
        while (System.nanoTime() < until) {
            long number = numbers.getAndIncrement();
            if (number >= count) {
                break;
            }
            long start = System.nanoTime();
            if (client.status(requests.apply(number)) < 300) {
                nanos.add(System.nanoTime() - start);
            } else {
                failed++;
            }
        }
        return new Measured(failed, nanos.stream().mapToLong(Long::longValue).toArray());
    }
}
