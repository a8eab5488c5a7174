package io.gantry.agent.probe;

import io.gantry.agent.object.PodIdentity;
import io.gantry.agent.object.Probe;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** How often each probe had which result, for {@code /metrics/probes}. Pods are forgotten when they leave the node. */
public final class ProbeCounts {

    /** What is counted apart. */
    public record Series(PodIdentity pod, String container, String type, String result) {}

    private static final Comparator<Series> ORDER = Comparator.comparing(
                    (Series series) -> series.pod().key())
            .thenComparing(series -> series.pod().uid())
            .thenComparing(Series::container)
            .thenComparing(Series::type)
            .thenComparing(Series::result);

    private final ConcurrentMap<Series, LongAdder> counts = new ConcurrentHashMap<>();

    void add(Probe.Kind kind, Outcome outcome, Target target) {
        add(new Series(target.record().pod(), target.container().name(), kind.title(), result(outcome)));
    }

    /** One more. */
    public void add(Series series) {
        counts.computeIfAbsent(series, _ -> new LongAdder()).increment();
    }

    public void forget(String podUid) {
        counts.keySet().removeIf(series -> series.pod().uid().equals(podUid));
    }

    /** In the order of names. */
    public Map<Series, Long> all() {
        Map<Series, Long> all = new TreeMap<>(ORDER);
        counts.forEach((series, count) -> all.put(series, count.sum()));
        return all;
    }

    private static String result(Outcome outcome) {
        if (!outcome.certain()) {
            return "unknown";
        }
        return outcome.success() ? "successful" : "failed";
    }
}
