package io.gantry.telemetry;

import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** How long something took, many times. May be added to by many threads. */
final class Histogram {

    private static final double NANOS = 1e9;

    private final double[] bounds;
    private final LongAdder[] counts;
    private final LongAdder nanos = new LongAdder();

    /** @param bounds the buckets' upper bounds in seconds, ascending; what is longer has a bucket of its own */
    Histogram(double... bounds) {
        this.bounds = bounds.clone();
        this.counts = new LongAdder[bounds.length + 1];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    void add(Duration took) {
        nanos.add(took.toNanos());
        int bucket = 0;
        while (bucket < bounds.length && took.toNanos() / NANOS > bounds[bucket]) {
            bucket++;
        }
        counts[bucket].increment();
    }

    /** Each bucket counts what the ones before count too. */
    void write(Exposition page, String name, SortedMap<String, String> labels) {
        long sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += counts[i].sum();
            Map<String, String> more = new TreeMap<>(labels);
            more.put("le", i < bounds.length ? Exposition.number(bounds[i]) : "+Inf");
            page.sample(name + "_bucket", more, sum);
        }
        page.sample(name + "_sum", labels, nanos.sum() / NANOS);
        page.sample(name + "_count", labels, sum);
    }
}
