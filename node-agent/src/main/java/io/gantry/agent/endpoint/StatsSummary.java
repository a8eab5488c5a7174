package io.gantry.agent.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.host.Disk;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import io.gantry.agent.object.PodIdentity;
import io.gantry.agent.object.Times;
import io.gantry.agent.runtime.DiskUse;
import io.gantry.agent.usage.ContainerUsages.Measured;
import io.gantry.agent.usage.DiskUsages;
import io.gantry.agent.usage.NetworkCounters.Interface;
import io.gantry.agent.usage.Usage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the node and its pods use, as upstream's summary API shows it (kubelet stats/v1alpha1). */
final class StatsSummary {

    private static final double NANOS = 1e9;

    private final Measures measures;

    /** What was measured last, by the id of the container: the use of CPU is the difference. */
    private Map<String, Usage> before = Map.of();

    /** The node's file systems, looked at once for all that lies on them. */
    private record Disks(Disk node, Disk images) {}

    StatsSummary(Measures measures) {
        this.measures = measures;
    }

    synchronized Reply answer() throws IOException {
        Map<String, Usage> now = new HashMap<>();
        ObjectNode summary = Json.object();
        Disks disks = new Disks(measures.nodeDisk(), measures.imageDisk());
        node(summary.putObject("node"), disks, now);
        ArrayNode pods = summary.putArray("pods");
        for (Map.Entry<PodIdentity, List<Measured>> pod :
                measures.containers().byPod().entrySet()) {
            pod(pods.addObject(), pod.getKey(), pod.getValue(), disks, now);
        }
        before = now;
        return Reply.json(summary);
    }

    private void node(ObjectNode node, Disks disks, Map<String, Usage> now) throws IOException {
        Instant time = measures.clock().instant();
        Usage usage = measures.machine().now(time);
        node.put("nodeName", measures.nodeName())
                .put("startTime", Times.format(measures.machine().booted()));
        use(node, measures.nodeName(), usage, measures.facts().memoryTotal(), now);
        List<Interface> interfaces = measures.network().machine();
        if (!interfaces.isEmpty()) {
            node.set("network", StatsFields.network(interfaces, time));
        }
        node.set("fs", StatsFields.disk(disks.node(), time));
        ObjectNode runtime = node.putObject("runtime");
        runtime.set("imageFs", StatsFields.disk(disks.images(), time));
        runtime.set("containerFs", StatsFields.disk(disks.images(), time));
        long[] processes = measures.facts().processIds();
        node.putObject("rlimit")
                .put("time", Times.format(time))
                .put("maxpid", processes[1])
                .put("curproc", processes[0]);
    }

    private void pod(
            ObjectNode target, PodIdentity identity, List<Measured> measured, Disks disks, Map<String, Usage> now)
            throws IOException {
        target.putObject("podRef")
                .put("name", identity.name())
                .put("namespace", identity.namespace())
                .put("uid", identity.uid());
        Instant started = measured.stream()
                .map(one -> one.container().startedAt())
                .min(Instant::compareTo)
                .orElseThrow();
        target.put("startTime", Times.format(started));
        ArrayNode list = target.putArray("containers");
        long ephemeral = 0;
        for (Measured one : measured) {
            if (!one.sandbox()) {
                ephemeral +=
                        container(list.addObject(), one, disks.images(), now).total();
            }
        }
        Usage all = measured.stream().map(Measured::usage).reduce(Usage::plus).orElseThrow();
        use(target, "pod " + identity.uid(), all, 0, now);
        Optional<Pod> pod = measures.pod(identity);
        List<Interface> interfaces = measures.interfaces(pod, measured);
        if (!interfaces.isEmpty()) {
            target.set("network", StatsFields.network(interfaces, all.time()));
        }
        if (pod.isPresent()) {
            ephemeral += volumes(target, pod.get(), all.time());
        }
        target.set("ephemeral-storage", StatsFields.part(disks.node(), ephemeral, all.time()));
        target.putObject("process_stats").put("process_count", all.processes());
    }

    private DiskUse container(ObjectNode target, Measured one, Disk images, Map<String, Usage> now) {
        target.put("name", one.container().containerName())
                .put("startTime", Times.format(one.container().startedAt()));
        use(
                target,
                one.container().id(),
                one.usage(),
                one.container().resources().memory(),
                now);
        DiskUse disk = measures.disks().container(one.container().id());
        target.set(
                "rootfs",
                StatsFields.part(
                        images,
                        disk.layerBytes(),
                        disk.layerInodes(),
                        one.usage().time()));
        target.set(
                "logs",
                StatsFields.part(
                        images, disk.logBytes(), disk.logInodes(), one.usage().time()));
        return disk;
    }

    /** Returns what of them counts as the pod's ephemeral storage. */
    private long volumes(ObjectNode target, Pod pod, Instant time) throws IOException {
        Map<String, DiskUsages.Volume> found = measures.disks().volumes(pod);
        long ephemeral = 0;
        ArrayNode list = target.putArray("volume");
        for (JsonNode volume : pod.volumes()) {
            String name = volume.path("name").asText();
            DiskUsages.Volume use = found.get(name);
            if (use == null) {
                continue;
            }
            ObjectNode stats = StatsFields.part(use.disk(), use.usedBytes(), use.usedInodes(), time)
                    .put("name", name);
            claim(pod, volume)
                    .ifPresent(claim ->
                            stats.putObject("pvcRef").put("name", claim).put("namespace", pod.namespace()));
            list.add(stats);
            ephemeral += DiskUsages.isEphemeral(volume) ? use.usedBytes() : 0;
        }
        return ephemeral;
    }

    private static Optional<String> claim(Pod pod, JsonNode volume) {
        if (volume.has("ephemeral")) {
            return Optional.of(pod.name() + "-" + volume.path("name").asText());
        }
        String name = volume.path("persistentVolumeClaim").path("claimName").asText("");
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }

    private void use(ObjectNode target, String id, Usage usage, long memoryLimit, Map<String, Usage> now) {
        now.put(id, usage);
        ObjectNode cpu = target.putObject("cpu").put("time", Times.format(usage.time()));
        Usage last = before.get(id);
        if (last != null && usage.time().isAfter(last.time()) && usage.cpuNanos() >= last.cpuNanos()) {
            double seconds = Duration.between(last.time(), usage.time()).toNanos() / NANOS;
            cpu.put("usageNanoCores", Math.round((usage.cpuNanos() - last.cpuNanos()) / seconds));
        }
        cpu.put("usageCoreNanoSeconds", usage.cpuNanos());
        target.set("memory", StatsFields.memory(usage, memoryLimit));
    }
}
