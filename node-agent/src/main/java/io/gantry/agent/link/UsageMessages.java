package io.gantry.agent.link;

import io.gantry.agent.usage.NodeUsage;
import io.gantry.node.v1.AgentMessage;
import io.gantry.node.v1.ContainerUsage;
import io.gantry.node.v1.PodUsage;
import io.gantry.node.v1.ResourceUsage;

/** Writes what the node uses as the link carries it. */
final class UsageMessages {

    private UsageMessages() {}

    static AgentMessage message(NodeUsage usage) {
        var message = io.gantry.node.v1.NodeUsage.newBuilder()
                .setTimeMillis(usage.time().toEpochMilli())
                .setWindowMillis(usage.window().toMillis())
                .setNode(amount(usage.node()));
        usage.pods().forEach(pod -> message.addPods(pod(pod)));
        return AgentMessage.newBuilder().setUsage(message).build();
    }

    private static PodUsage pod(NodeUsage.PodUsage usage) {
        PodUsage.Builder message = PodUsage.newBuilder()
                .setNamespace(usage.pod().namespace())
                .setName(usage.pod().name())
                .setUid(usage.pod().uid())
                .setWindowMillis(usage.window().toMillis());
        usage.containers()
                .forEach(container -> message.addContainers(
                        ContainerUsage.newBuilder().setName(container.name()).setUsage(amount(container.amount()))));
        return message.build();
    }

    private static ResourceUsage amount(NodeUsage.Amount amount) {
        return ResourceUsage.newBuilder()
                .setCpuNanoCores(amount.cpuNanoCores())
                .setMemoryBytes(amount.memoryBytes())
                .build();
    }
}
