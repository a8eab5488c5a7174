package io.gantry.agent.node;

import io.gantry.agent.cluster.Reporter;
import io.gantry.agent.runtime.EngineException;
import io.gantry.agent.system.Rounds;
import io.gantry.agent.usage.ContainerUsages;
import io.gantry.agent.usage.MachineUsage;
import io.gantry.agent.usage.Measurement;
import io.gantry.agent.usage.NodeUsage;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures every 15 seconds, as upstream's metrics-server asks, what the node and its pods use, and reports it. */
public final class UsageReporter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UsageReporter.class);
    private static final Duration PERIOD = Duration.ofSeconds(15);

    private final MachineUsage machine;
    private final ContainerUsages containers;
    private final Reporter reporter;
    private final InstantSource clock;
    private Optional<Measurement> before = Optional.empty();
    private volatile Optional<Rounds> rounds = Optional.empty();

    public UsageReporter(MachineUsage machine, ContainerUsages containers, Reporter reporter, InstantSource clock) {
        this.machine = machine;
        this.containers = containers;
        this.reporter = reporter;
        this.clock = clock;
    }

    public void start() {
        rounds = Optional.of(Rounds.start("usage", Duration.ZERO, PERIOD, this::report));
    }

    @Override
    public void close() {
        rounds.ifPresent(Rounds::close);
    }

    void report() {
        try {
            Measurement now = new Measurement(machine.now(clock.instant()), containers.knownByPod());
            before.flatMap(last -> NodeUsage.between(last, now)).ifPresent(reporter::usage);
            before = Optional.of(now);
        } catch (IOException | EngineException e) {
            // the status of the node tells of an engine that is away
            LOG.debug("event=usage-not-measured error=\"{}\"", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("event=usage-not-measured", e);
        }
    }
}
