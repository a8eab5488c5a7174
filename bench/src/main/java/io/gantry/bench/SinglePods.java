package io.gantry.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** From bound to ready of one pod, in turn with {@code docker run} twice. Medians: a single start may meet a collection or a compiler. */
record SinglePods(PairEngine engine, ClusterPods cluster, int rounds) {

    private static final int WARM_UP = 3;

    void run() throws Exception {
        List<Double> pods = new ArrayList<>();
        List<Double> pairs = new ArrayList<>();
        for (int round = 0; round < WARM_UP + rounds; round++) {
            double pair = dockerRunTwice();
            double pod = pod("single-" + round);
            if (round >= WARM_UP) {
                pairs.add(pair);
                pods.add(pod);
            }
        }
        double pod = median(pods);
        double pair = median(pairs);
        System.out.printf(
                Locale.ROOT,
                "one pod: bound to ready %.0f ms, docker run twice %.0f ms: %+.0f ms, ratio %.2f (medians of %d)%n",
                pod,
                pair,
                pod - pair,
                pod / pair,
                rounds);
    }

    private double dockerRunTwice() throws IOException, InterruptedException {
        long start = System.nanoTime();
        engine.runTwice();
        double millis = (System.nanoTime() - start) / 1e6;
        engine.clear();
        return millis;
    }

    private double pod(String name) throws Exception {
        double millis = cluster.start(List.of(name)).getFirst().startMillis();
        cluster.delete(List.of(name));
        return millis;
    }

    static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
