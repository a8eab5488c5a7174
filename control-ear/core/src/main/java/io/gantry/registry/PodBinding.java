package io.gantry.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.status.FieldErrors;
import io.gantry.status.StatusException;
import io.gantry.store.Decision;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a Binding makes of a pod: its node, and that it is scheduled.
 *
 * @param podUid bind only the pod with this uid, or empty
 * @param resourceVersion bind only this revision, or empty
 * @param nodeName the node
 * @param annotations to be added to the pod's
 * @param labels to be added to the pod's
 */
record PodBinding(
        String podUid,
        String resourceVersion,
        String nodeName,
        Map<String, String> annotations,
        Map<String, String> labels) {

    static final GroupResource PODS = Registry.PODS;

    private static final GroupResource BINDING = new GroupResource("", "pods/binding");

    /** Reads a v1 Binding. */
    static PodBinding of(ObjectNode binding) {
        JsonNode metadata = binding.path("metadata");
        JsonNode target = binding.path("target");
        FieldErrors errors = new FieldErrors();
        String kind = target.path("kind").asText("");
        if (!kind.isEmpty() && !kind.equals("Node")) {
            errors.notSupported("target.kind", kind, List.of("Node", "<empty>"));
        }
        if (target.path("name").asText("").isEmpty()) {
            errors.required("target.name", "");
        }
        if (!errors.isEmpty()) {
            throw StatusException.invalid("", "Binding", metadata.path("name").asText(""), errors.list());
        }
        return new PodBinding(
                metadata.path("uid").asText(""),
                metadata.path("resourceVersion").asText(""),
                target.path("name").asText(),
                ApiObject.strings(metadata.path("annotations")),
                ApiObject.strings(metadata.path("labels")));
    }

    Decision decide(ApiObject pod, Instant now) {
        refuse(pod);
        ObjectNode bound = pod.copy();
        bound.withObject("/spec").put("nodeName", nodeName);
        ObjectNode metadata = (ObjectNode) bound.get("metadata");
        annotations.forEach((key, value) -> metadata.withObject("/annotations").put(key, value));
        labels.forEach((key, value) -> metadata.withObject("/labels").put(key, value));
        ObjectNode status = bound.withObject("/status");
        status.remove("nominatedNodeName");
        setScheduled(status, metadata.path("generation"), now);
        return new Decision.Write(bound);
    }

    private void refuse(ApiObject pod) {
        precondition(pod, "UID", podUid, pod.uid());
        precondition(pod, "ResourceVersion", resourceVersion, Long.toString(pod.revision()));
        if (pod.isBeingDeleted()) {
            throw conflict(pod, "pod " + pod.name() + " is being deleted, cannot be assigned to a host");
        }
        String node = pod.spec().path("nodeName").asText("");
        if (!node.isEmpty()) {
            throw conflict(pod, "pod " + pod.name() + " is already assigned to node \"" + node + "\"");
        }
        if (!pod.spec().path("schedulingGates").isEmpty()) {
            throw conflict(pod, "pod " + pod.name() + " has non-empty .spec.schedulingGates");
        }
    }

    private static void precondition(ApiObject pod, String what, String wanted, String actual) {
        if (!wanted.isEmpty() && !wanted.equals(actual)) {
            throw StatusException.conflict(
                    PODS,
                    pod.name(),
                    "Precondition failed: " + what + " in precondition: " + wanted + ", " + what + " in object meta: "
                            + actual);
        }
    }

    private static StatusException conflict(ApiObject pod, String why) {
        return StatusException.conflict(BINDING, pod.name(), why);
    }

    private static void setScheduled(ObjectNode status, JsonNode generation, Instant now) {
        ArrayNode conditions = Json.MAPPER.createArrayNode();
        status.path("conditions").forEach(condition -> {
            if (!condition.path("type").asText().equals("PodScheduled")) {
                conditions.add(condition);
            }
        });
        ObjectNode scheduled = conditions
                .addObject()
                .put("type", "PodScheduled")
                .put("status", "True")
                .put("lastTransitionTime", SystemFields.timestamp(now));
        if (generation.isNumber()) {
            scheduled.set("observedGeneration", generation);
        }
        status.set("conditions", conditions);
    }
}
