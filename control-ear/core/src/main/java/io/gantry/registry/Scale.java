package io.gantry.registry;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.ScalePaths;
import io.gantry.selector.LabelSelector;
import io.gantry.status.FieldErrors;
import io.gantry.status.Quoted;
import io.gantry.status.StatusException;
import java.util.List;

/** The scale subresource: shows a workload as autoscaling/v1 Scale and takes its number of replicas from one. */
public final class Scale {

    private static final List<String> METADATA =
            List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp");

    private final ScalePaths paths;

    public Scale(ScalePaths paths) {
        this.paths = paths;
    }

    /** Refuses to show an object of a custom resource that does not say how many replicas it wants. */
    public void requireReplicas(ObjectNode object) {
        if (!paths.declared().isEmpty() && object.at(paths.specReplicas()).isMissingNode()) {
            throw StatusException.internalError(
                    "the spec replicas field " + Quoted.of(paths.declared()) + " does not exist");
        }
    }

    public ObjectNode show(ObjectNode object) {
        ObjectNode scale = Json.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        ObjectNode metadata = scale.putObject("metadata");
        METADATA.forEach(field -> metadata.set(field, object.path("metadata").path(field)));
        scale.putObject("spec").put("replicas", object.at(paths.specReplicas()).asInt(0));
        dropZero(scale);
        ObjectNode status = scale.putObject("status");
        status.put("replicas", object.at(paths.statusReplicas()).asInt(0));
        String selector = paths.selector().isEmpty() ? "" : selector(object.at(paths.selector()));
        if (!selector.isEmpty()) {
            status.put("selector", selector);
        }
        return scale;
    }

    /** A Scale does not say that nothing is wanted, so nobody owns a number of zero either. */
    static void dropZero(ObjectNode scale) {
        if (scale.path("spec") instanceof ObjectNode spec
                && spec.path("replicas").asInt(0) == 0) {
            spec.remove("replicas");
        }
    }

    /** The object with the number of replicas that a Scale asks for. */
    public ObjectNode apply(ResourceDefinition definition, ObjectNode object, ObjectNode scale) {
        int replicas = scale.path("spec").path("replicas").asInt(0);
        if (replicas < 0) {
            FieldErrors errors = new FieldErrors();
            errors.invalid("spec.replicas", replicas, "must be greater than or equal to 0");
            String name = object.path("metadata").path("name").asText();
            throw StatusException.invalid("autoscaling", "Scale", name, errors.list());
        }
        JsonPointer pointer = JsonPointer.compile(paths.specReplicas());
        object.withObject(pointer.head()).put(pointer.last().getMatchingProperty(), replicas);
        ObjectNode metadata = (ObjectNode) object.get("metadata");
        for (String field : List.of("uid", "resourceVersion")) {
            JsonNode given = scale.path("metadata").path(field);
            if (!given.asText("").isEmpty()) {
                metadata.set(field, given);
            }
        }
        return object;
    }

    /** A map of labels (replication controllers) reads like one of {@code matchLabels}; custom resources keep a text. */
    private static String selector(JsonNode selector) {
        if (selector.isTextual()) {
            return selector.textValue();
        }
        boolean structured = selector.has("matchLabels") || selector.has("matchExpressions");
        return structured
                ? LabelSelector.of(selector).toString()
                : LabelSelector.ofLabels(ApiObject.strings(selector)).toString();
    }
}
