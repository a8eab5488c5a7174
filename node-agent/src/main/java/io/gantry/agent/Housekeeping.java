package io.gantry.agent;

import io.gantry.agent.cluster.Reporter;
import io.gantry.agent.eviction.DeadContainers;
import io.gantry.agent.eviction.Evictions;
import io.gantry.agent.host.HostCommands;
import io.gantry.agent.image.ImageCollector;
import io.gantry.agent.image.PulledImages;
import io.gantry.agent.node.HostFacts;
import io.gantry.agent.node.NodeStatusReporter;
import io.gantry.agent.node.UsageReporter;
import io.gantry.agent.object.NodeState;
import io.gantry.agent.pod.PodWorkers;
import io.gantry.agent.runtime.DockerContainers;
import io.gantry.agent.runtime.DockerImages;
import io.gantry.agent.runtime.PauseImage;
import io.gantry.agent.shutdown.Machine;
import io.gantry.agent.shutdown.NodeShutdown;
import io.gantry.agent.usage.ContainerUsages;
import io.gantry.agent.usage.DiskUsages;
import io.gantry.agent.usage.MachineUsage;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** What keeps the node itself well: it counts, removes what is not needed, ends pods when there is too little of something, or of time. */
final class Housekeeping implements AutoCloseable {

    private final AgentOptions options;
    private final AtomicReference<NodeState> state;
    private final NodeStatusReporter nodeStatus;
    private final UsageReporter usage;
    private final ImageCollector imageCollector;
    private final Evictions evictions;
    private final Machine machine;
    private final NodeShutdown shutdown;

    /** Where the numbers come from. */
    record Sight(HostFacts facts, MachineUsage machine, ContainerUsages containers, DiskUsages disks) {}

    /** @param state of the node, kept up to date here */
    Housekeeping(
            AgentOptions options,
            Path stateDir,
            Sight sight,
            DockerContainers containers,
            DockerImages images,
            PulledImages pulledImages,
            PodWorkers workers,
            NodeStatusReporter nodeStatus,
            HostCommands commands,
            Reporter reporter,
            AtomicReference<NodeState> state,
            InstantSource clock) {
        this.options = options;
        this.state = state;
        this.nodeStatus = nodeStatus;
        imageCollector = new ImageCollector(
                options.nodeName(),
                options.images(),
                images,
                pulledImages,
                Set.of(PauseImage.NAME),
                () -> sight.disks().images(stateDir),
                reporter,
                clock);
        DeadContainers deadContainers = new DeadContainers(containers, workers);
        evictions = new Evictions(
                options.nodeName(),
                options.eviction(),
                sight.facts(),
                sight.containers(),
                sight.disks(),
                stateDir,
                workers,
                () -> {
                    deadContainers.remove();
                    imageCollector.collectAll();
                },
                reporter,
                pressures -> change(before -> new NodeState(before.stage(), pressures)),
                clock);
        usage = new UsageReporter(sight.machine(), sight.containers(), reporter, clock);
        machine = new Machine(commands);
        shutdown = new NodeShutdown(
                options.nodeName(),
                options.shutdown(),
                workers,
                reporter,
                () -> change(before -> new NodeState(NodeState.Stage.GOING_DOWN, before.pressures())),
                clock);
    }

    private void change(UnaryOperator<NodeState> change) {
        state.updateAndGet(change);
        nodeStatus.changed();
    }

    /** Before the first pod: none shall be taken in that would have to go at once. */
    void start() {
        evictions.start();
        usage.start();
        imageCollector.start();
    }

    /** True when the machine goes down, and all pods have ended or had their time. */
    boolean endPodsIfMachineGoesDown() throws InterruptedException {
        if (options.shutdown().off() || !machine.goesDown()) {
            return false;
        }
        shutdown.run();
        return true;
    }

    @Override
    public void close() {
        usage.close();
        imageCollector.close();
        evictions.close();
    }
}
