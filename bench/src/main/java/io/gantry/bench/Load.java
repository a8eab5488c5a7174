package io.gantry.bench;

import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.ssl.ApplicationProtocolNames;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.apache.hc.core5.http.ClassicHttpRequest;

/**
 * Callers that send one request after the other, each over a connection of its own. HTTP/1.1.
 *
 * @param connections number of callers
 * @param seconds how long; a run of the same length comes before, unmeasured: a JVM on few cores is slow until it has compiled
 */
record Load(int connections, int seconds) {

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
        Supplier<ClassicHttpRequest> next = () -> {
            long number = System.nanoTime() < until ? numbers.getAndIncrement() : count;
            return number < count ? requests.apply(number) : null;
        };
        double elapsed;
        List<Caller.Measured> all = new ArrayList<>();
        try (Connections to = target.connections(ApplicationProtocolNames.HTTP_1_1)) {
            long start = System.nanoTime();
            List<Caller> callers = new ArrayList<>();
            for (int number = 0; number < connections; number++) {
                Caller caller = new Caller(to.authority(), next);
                to.open(new HttpClientCodec(), caller);
                callers.add(caller);
            }
            for (Caller caller : callers) {
                all.add(caller.measured().get());
            }
            elapsed = (System.nanoTime() - start) / 1e9;
        }
        long[] nanos = all.stream().flatMapToLong(m -> LongStream.of(m.nanos())).toArray();
        return new Result(
                elapsed,
                nanos.length,
                all.stream().mapToLong(Caller.Measured::failed).sum(),
                nanos);
    }
}
