package io.gantry.controller.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.controller.Change;
import io.gantry.controller.model.ResourceNames;
import io.gantry.controller.model.SemanticJson;
import io.gantry.controller.model.Timestamps;
import io.gantry.object.ApiObject;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** A ReplicaSet of a Deployment, stored or to be created, with the changes that a round makes to it. */
final class ReplicaSetDraft {

    /** By age, then by name. */
    static final Comparator<ReplicaSetDraft> OLDEST_FIRST =
            Comparator.comparing(ReplicaSetDraft::creationTime).thenComparing(ReplicaSetDraft::name);

    private final Optional<ApiObject> stored;
    private final ObjectNode tree;

    private ReplicaSetDraft(Optional<ApiObject> stored, ObjectNode tree) {
        this.stored = stored;
        this.tree = tree;
    }

    static ReplicaSetDraft of(ApiObject replicaSet) {
        return new ReplicaSetDraft(Optional.of(replicaSet), replicaSet.copy());
    }

    static ReplicaSetDraft toCreate(ObjectNode tree) {
        return new ReplicaSetDraft(Optional.empty(), tree);
    }

    /** What must be written, if anything. */
    Optional<Change> change() {
        if (stored.isEmpty()) {
            return Optional.of(new Change.Create(ResourceNames.REPLICA_SETS, tree));
        }
        ApiObject base = stored.get();
        return SemanticJson.same(base.json(), tree) ? Optional.empty() : Optional.of(new Change.Update(base, tree));
    }

    Optional<ApiObject> stored() {
        return stored;
    }

    /** The tree to be written; changes made to it are kept. */
    ObjectNode tree() {
        return tree;
    }

    String name() {
        return tree.path("metadata").path("name").asText();
    }

    /** A ReplicaSet that is yet to be created is the youngest. */
    private Instant creationTime() {
        return Timestamps.read(tree.path("metadata").path("creationTimestamp")).orElse(Instant.MAX);
    }

    JsonNode template() {
        return tree.path("spec").path("template");
    }

    /** The size that the spec asks for. */
    int replicas() {
        return tree.path("spec").path("replicas").asInt(1);
    }

    void setReplicas(int replicas) {
        tree.withObject("/spec").put("replicas", replicas);
    }

    boolean isActive() {
        return replicas() > 0;
    }

    String annotation(String name) {
        return tree.path("metadata").path("annotations").path(name).asText("");
    }

    void annotate(String name, String value) {
        ObjectNode metadata = tree.withObject("/metadata");
        ObjectNode annotations = metadata.path("annotations").isObject()
                ? (ObjectNode) metadata.path("annotations")
                : metadata.putObject("annotations");
        annotations.put(name, value);
    }

    /** A number kept in an annotation; empty when absent or not one. */
    Optional<Integer> count(String annotation) {
        String text = annotation(annotation);
        return text.matches("[0-9]{1,9}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    /** 64 bits, as upstream counts; 0 when there is none. */
    long revision() {
        String text = annotation(RevisionAnnotations.REVISION);
        try {
            return text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0; // somebody else's annotation on an adopted ReplicaSet
        }
    }

    JsonNode status() {
        return tree.path("status");
    }

    int statusReplicas() {
        return status().path("replicas").asInt(0);
    }

    int ready() {
        return status().path("readyReplicas").asInt(0);
    }

    int available() {
        return status().path("availableReplicas").asInt(0);
    }

    boolean isObserved() {
        return tree.path("metadata").path("generation").asLong()
                <= status().path("observedGeneration").asLong();
    }

    boolean isBeingDeleted() {
        return tree.path("metadata").has("deletionTimestamp");
    }
}
