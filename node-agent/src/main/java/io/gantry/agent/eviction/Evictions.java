package io.gantry.agent.eviction;

import io.gantry.agent.cluster.ObjectEvent;
import io.gantry.agent.cluster.Reporter;
import io.gantry.agent.node.HostFacts;
import io.gantry.agent.object.Pressure;
import io.gantry.agent.runtime.EngineException;
import io.gantry.agent.system.Rounds;
import io.gantry.agent.usage.ContainerUsages;
import io.gantry.agent.usage.DiskUsages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches what the node is short of, and ends pods before the node itself fails: one at a time, and only when there is no garbage to
 * collect instead.
 */
public final class Evictions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Evictions.class);
    private static final Duration PERIOD = Duration.ofSeconds(10);

    /** How long one is waited for before the next may go. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final String nodeName;
    private final EvictionSettings settings;
    private final NodeView node;
    private final EvictablePods pods;
    private final Garbage garbage;
    private final Reporter reporter;
    private final Consumer<Set<Pressure>> onChange;
    private final InstantSource clock;
    private volatile Assessment assessment = Assessment.NOTHING;
    private volatile Optional<Rounds> rounds = Optional.empty();

    /** What can be given up without ending a pod. */
    @FunctionalInterface
    public interface Garbage {
        void collect() throws IOException;
    }

    /**
     * @param nodeDisk lies on the file system that pods write to
     * @param onChange gets what is shown from now on
     */
    public Evictions(
            String nodeName,
            EvictionSettings settings,
            HostFacts facts,
            ContainerUsages containers,
            DiskUsages disks,
            Path nodeDisk,
            EvictablePods pods,
            Garbage garbage,
            Reporter reporter,
            Consumer<Set<Pressure>> onChange,
            InstantSource clock) {
        this(
                nodeName,
                settings,
                new NodeMeasures(facts, containers, disks, nodeDisk),
                pods,
                garbage,
                reporter,
                onChange,
                clock);
    }

    Evictions(
            String nodeName,
            EvictionSettings settings,
            NodeView node,
            EvictablePods pods,
            Garbage garbage,
            Reporter reporter,
            Consumer<Set<Pressure>> onChange,
            InstantSource clock) {
        this.nodeName = nodeName;
        this.settings = settings;
        this.node = node;
        this.pods = pods;
        this.garbage = garbage;
        this.reporter = reporter;
        this.onChange = onChange;
        this.clock = clock;
    }

    public void start() {
        // the first look comes before the first pod: none is taken in that would have to go at once
        assess(node.observe());
        rounds = Optional.of(Rounds.start("evictions", PERIOD, PERIOD, this::guard));
    }

    @Override
    public void close() {
        rounds.ifPresent(Rounds::close);
    }

    /** Whatever goes wrong, the node is looked at again. */
    private void guard() throws InterruptedException {
        try {
            Optional<PodUse> evicted = step();
            if (evicted.isPresent()) {
                await(evicted.get());
            }
        } catch (RuntimeException e) {
            LOG.error("event=eviction-failed", e);
        }
    }

    /** The pod that has to go. */
    Optional<PodUse> step() {
        Map<Signal, Observation> seen = node.observe();
        assess(seen);
        if (assessment.due().isEmpty()) {
            return Optional.empty();
        }
        Threshold threshold = assessment.due().getFirst();
        Signal signal = threshold.signal();
        LOG.warn("event=eviction-threshold-met signal={} seen={}", signal.title(), seen.get(signal));
        reporter.event(ObjectEvent.ofNode(
                nodeName,
                ObjectEvent.Type.WARNING,
                "EvictionThresholdMet",
                "Attempting to reclaim " + signal.resource()));
        try {
            if (signal.pressure() == Pressure.DISK) {
                garbage.collect();
                seen = node.observe();
                if (Assessment.isRelieved(settings.thresholds(), seen)) {
                    LOG.info("event=eviction-averted signal={}", signal.title());
                    return Optional.empty();
                }
            }
            return evict(threshold, seen);
        } catch (IOException | EngineException e) {
            LOG.warn("event=eviction-failed signal={} error=\"{}\"", signal.title(), e.getMessage());
            return Optional.empty();
        }
    }

    private void assess(Map<Signal, Observation> seen) {
        Set<Pressure> before = assessment.pressures();
        assessment = assessment.next(settings.thresholds(), seen, settings.transitionPeriod(), clock.instant());
        if (!assessment.pressures().equals(before)) {
            LOG.info("event=node-pressure pressures={}", assessment.pressures());
            onChange.accept(assessment.pressures());
        }
    }

    private Optional<PodUse> evict(Threshold threshold, Map<Signal, Observation> seen) throws IOException {
        List<PodUse> candidates = node.pods(pods::wanted, threshold.signal().pressure()).stream()
                .filter(use -> PodRanking.mayGo(use.pod()))
                .toList();
        Optional<PodUse> first =
                PodRanking.of(candidates, threshold.signal()).stream().findFirst();
        if (first.isEmpty()) {
            LOG.error(
                    "event=eviction-impossible signal={} reason=no-pod-may-go",
                    threshold.signal().title());
        }
        first.ifPresent(
                use -> pods.evict(use.pod(), EvictionMessage.of(use, threshold, seen), graceSeconds(threshold, use)));
        return first;
    }

    /** A hard threshold leaves no time. */
    private long graceSeconds(Threshold threshold, PodUse use) {
        return threshold.hard()
                ? 1
                : Math.min(settings.mostGraceSeconds(), use.pod().graceSeconds());
    }

    private void await(PodUse evicted) throws InterruptedException {
        for (Duration waited = Duration.ZERO;
                waited.compareTo(PATIENCE) < 0 && pods.runs(evicted.pod());
                waited = waited.plus(LOOK)) {
            Thread.sleep(LOOK);
        }
    }
}
