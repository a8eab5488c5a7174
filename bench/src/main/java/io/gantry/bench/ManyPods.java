package io.gantry.bench;

import io.gantry.bench.ClusterPods.Seen;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/**
 * Many pods at once, in turn with as many pairs of containers that the engine starts alone.
 *
 * @param concurrency pairs that the engine starts at a time
 */
record ManyPods(PairEngine engine, ClusterPods cluster, int pods, int concurrency, int repeats) {

    private static final int WARM_UP = 20;

    void run() throws Exception {
        // the first ones find the agent's code not compiled yet
        pods("warm-up-", WARM_UP);
        List<Double> toBridged = new ArrayList<>();
        List<Double> toBare = new ArrayList<>();
        for (int repeat = 0; repeat < repeats; repeat++) {
            double bridged = pairs(PairEngine.Network.BRIDGE);
            double started = pods("many-" + repeat + "-", pods);
            double bare = pairs(PairEngine.Network.NONE);
            toBridged.add(started / bridged);
            toBare.add(started / bare);
            System.out.printf(
                    Locale.ROOT,
                    "%d pods at once: %.1f s from the first bound to the last ready; the engine alone, %d pairs at a time:"
                            + " %.1f s with its own network, %.1f s without one%n",
                    pods,
                    started,
                    concurrency,
                    bridged,
                    bare);
        }
        System.out.printf(
                Locale.ROOT,
                "%d pods at once: ratio %.2f to pairs with the engine's network, %.2f to pairs without one (medians of %d)%n",
                pods,
                SinglePods.median(toBridged),
                SinglePods.median(toBare),
                repeats);
    }

    private double pods(String prefix, int count) throws Exception {
        List<String> names =
                IntStream.range(0, count).mapToObj(number -> prefix + number).toList();
        List<Seen> seen = cluster.start(names);
        long first = seen.stream().mapToLong(Seen::bound).min().orElseThrow();
        long last = seen.stream().mapToLong(Seen::ready).max().orElseThrow();
        long deletion = System.nanoTime();
        cluster.delete(names);
        System.out.printf(
                Locale.ROOT, "%d pods deleted at once: %.1f s%n", names.size(), (System.nanoTime() - deletion) / 1e9);
        return (last - first) / 1e9;
    }

    private double pairs(PairEngine.Network network) throws Exception {
        long start = System.nanoTime();
        Callable<Void> pair = () -> {
            engine.startPair(network);
            return null;
        };
        new Callers(concurrency).run(Collections.nCopies(pods, pair));
        double seconds = (System.nanoTime() - start) / 1e9;
        engine.clear();
        return seconds;
    }
}
