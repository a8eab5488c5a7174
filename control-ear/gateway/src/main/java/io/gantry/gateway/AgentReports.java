package io.gantry.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import io.gantry.metrics.UsageSamples;
import io.gantry.node.MirrorPods;
import io.gantry.node.NodeStatusWriter;
import io.gantry.node.PodIdentity;
import io.gantry.node.v1.AgentMessage;
import io.gantry.node.v1.NodeEvent;
import io.gantry.object.Json;
import io.gantry.status.StatusException;
import java.io.IOException;

/** Carries what an agent says to the writer, and what it measures to the samples. Throws {@link StatusException}: 400 for what is not JSON. */
final class AgentReports {

    private final NodeStatusWriter writer;
    private final UsageSamples samples;
    private final MirrorPods mirrors;

    AgentReports(NodeStatusWriter writer, UsageSamples samples, MirrorPods mirrors) {
        this.writer = writer;
        this.samples = samples;
        this.mirrors = mirrors;
    }

    void write(String nodeName, AgentMessage message) {
        switch (message.getMessageCase()) {
            case HELLO -> writer.register(nodeName, json(message.getHello().getNode()));
            case NODE_STATUS ->
                writer.nodeStatus(nodeName, json(message.getNodeStatus().getStatus()));
            case HEARTBEAT -> writer.heartbeat(nodeName);
            case POD_STATUS -> {
                var pod = message.getPodStatus();
                writer.podStatus(
                        nodeName,
                        new PodIdentity(pod.getNamespace(), pod.getName(), pod.getUid()),
                        json(pod.getStatus()));
            }
            case POD_FINISHED -> {
                var pod = message.getPodFinished();
                writer.podFinished(nodeName, new PodIdentity(pod.getNamespace(), pod.getName(), pod.getUid()));
            }
            case VOLUME_REMOVED -> {
                var volume = message.getVolumeRemoved();
                writer.volumeRemoved(nodeName, volume.getName(), volume.getUid());
            }
            case USAGE -> samples.put(nodeName, Usages.sample(message.getUsage()));
            case STATIC_PODS ->
                mirrors.reconcile(
                        nodeName,
                        message.getStaticPods().getPodsList().stream()
                                .map(AgentReports::json)
                                .toList());
            case EVENT -> {
                NodeEvent event = message.getEvent();
                writer.event(
                        nodeName,
                        json(event.getInvolvedObject()),
                        event.getType(),
                        event.getReason(),
                        event.getMessage());
            }
            case MESSAGE_NOT_SET -> {
                // the inbox takes none of these
            }
        }
    }

    private static ObjectNode json(ByteString text) {
        try (var input = text.newInput()) {
            JsonNode node = Json.MAPPER.readTree(input);
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw StatusException.badRequest("the agent sent " + node.getNodeType() + " where an object is expected");
        } catch (IOException e) {
            throw StatusException.badRequest("the agent sent malformed JSON: " + e.getMessage());
        }
    }
}
