package io.gantry.agent.endpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.node.HostFacts;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.PodIdentity;
import io.gantry.agent.object.Times;
import io.gantry.agent.usage.ContainerUsages;
import io.gantry.agent.usage.ContainerUsages.Measured;
import io.gantry.agent.usage.MachineUsage;
import io.gantry.agent.usage.Usage;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the node and its pods use, as upstream's summary API shows it (kubelet stats/v1alpha1). */
final class StatsSummary {

    private static final double NANOS = 1e9;

    private final String nodeName;
    private final ContainerUsages containers;
    private final MachineUsage machine;
    private final HostFacts facts;
    private final Path disk;
    private final InstantSource clock;

    /** What was measured last, by the id of the container: the use of CPU is the difference. */
    private Map<String, Usage> before = Map.of();

    /** @param disk lies on the file system that is shown */
    StatsSummary(
            String nodeName,
            ContainerUsages containers,
            MachineUsage machine,
            HostFacts facts,
            Path disk,
            InstantSource clock) {
        this.nodeName = nodeName;
        this.containers = containers;
        this.machine = machine;
        this.facts = facts;
        this.disk = disk;
        this.clock = clock;
    }

    synchronized Reply answer() throws IOException {
        Map<String, Usage> now = new HashMap<>();
        ObjectNode summary = Json.object();
        node(summary.putObject("node"), now);
        ArrayNode pods = summary.putArray("pods");
        containers.byPod().forEach((pod, measured) -> pod(pods.addObject(), pod, measured, now));
        before = now;
        return Reply.json(summary);
    }

    private void node(ObjectNode node, Map<String, Usage> now) throws IOException {
        Usage usage = machine.now(clock.instant());
        node.put("nodeName", nodeName).put("startTime", Times.format(machine.booted()));
        use(node, nodeName, usage, now);
        ((ObjectNode) node.path("memory")).put("availableBytes", facts.memoryAvailable());
        FileStore store = facts.disk(disk);
        node.putObject("fs")
                .put("time", Times.format(usage.time()))
                .put("availableBytes", store.getUsableSpace())
                .put("capacityBytes", store.getTotalSpace())
                .put("usedBytes", store.getTotalSpace() - store.getUnallocatedSpace());
        long[] processes = facts.processIds();
        node.putObject("rlimit")
                .put("time", Times.format(usage.time()))
                .put("maxpid", processes[1])
                .put("curproc", processes[0]);
    }

    private void pod(ObjectNode target, PodIdentity pod, List<Measured> measured, Map<String, Usage> now) {
        target.putObject("podRef")
                .put("name", pod.name())
                .put("namespace", pod.namespace())
                .put("uid", pod.uid());
        Instant started = measured.stream()
                .map(one -> one.container().startedAt())
                .min(Instant::compareTo)
                .orElseThrow();
        target.put("startTime", Times.format(started));
        ArrayNode list = target.putArray("containers");
        for (Measured one : measured) {
            if (!one.sandbox()) {
                ObjectNode container = list.addObject()
                        .put("name", one.container().containerName())
                        .put("startTime", Times.format(one.container().startedAt()));
                use(container, one.container().id(), one.usage(), now);
            }
        }
        Usage all = measured.stream().map(Measured::usage).reduce(Usage::plus).orElseThrow();
        use(target, "pod " + pod.uid(), all, now);
    }

    private void use(ObjectNode target, String id, Usage usage, Map<String, Usage> now) {
        now.put(id, usage);
        ObjectNode cpu = target.putObject("cpu").put("time", Times.format(usage.time()));
        Usage last = before.get(id);
        if (last != null && usage.time().isAfter(last.time()) && usage.cpuNanos() >= last.cpuNanos()) {
            double seconds = Duration.between(last.time(), usage.time()).toNanos() / NANOS;
            cpu.put("usageNanoCores", Math.round((usage.cpuNanos() - last.cpuNanos()) / seconds));
        }
        cpu.put("usageCoreNanoSeconds", usage.cpuNanos());
        target.putObject("memory")
                .put("time", Times.format(usage.time()))
                .put("usageBytes", usage.memoryBytes())
                .put("workingSetBytes", usage.workingSetBytes())
                .put("rssBytes", usage.residentBytes());
    }
}
