package io.gantry.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What the agent takes for itself while pods run and nothing happens. */
record ResidentPods(ClusterPods cluster, AgentProcess agent, int pods, int idleSeconds) {

    void run() throws Exception {
        List<String> names = IntStream.range(0, pods)
                .mapToObj(number -> "resident-" + number)
                .toList();
        cluster.start(names);
        Thread.sleep(Duration.ofSeconds(idleSeconds));
        Duration before = agent.cpuTime();
        long start = System.nanoTime();
        Thread.sleep(Duration.ofSeconds(idleSeconds));
        double used = agent.cpuTime().minus(before).toNanos() / (double) (System.nanoTime() - start);
        System.out.printf(
                Locale.ROOT,
                "agent with %d pods: RSS %d MB, at most %d MB; idle CPU %.2f %% of a core over %d s%n",
                pods,
                agent.residentBytes() >> 20,
                agent.mostResidentBytes() >> 20,
                100 * used,
                idleSeconds);
        cluster.delete(names);
    }
}
