package io.gantry.controller.garbage;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import io.gantry.resource.ResourceDefinition;
import java.util.Collection;
import java.util.Optional;

/** Finds the owners that references name. */
record OwnerLookup(Collection<ResourceDefinition> definitions, ClusterView view) {

    /** What there is behind a reference. */
    enum State {
        /** The owner exists. */
        SOLID,
        /** The owner does not exist, or its name now belongs to another object. */
        DANGLING,
        /** The owner exists and waits for its dependents to go. */
        WAITING
    }

    /** The owner itself; empty when it does not exist or cannot be looked for. */
    Optional<ApiObject> find(ApiObject dependent, JsonNode reference) {
        return definition(reference)
                .filter(definition -> isPossible(definition, dependent))
                .flatMap(definition -> view.get(key(definition, dependent, reference)))
                .filter(owner -> owner.uid().equals(reference.path("uid").asText()));
    }

    /** A reference to an unknown kind, or from a cluster-scoped object into a namespace, cannot be judged and counts as solid. */
    State state(ApiObject dependent, JsonNode reference) {
        Optional<ResourceDefinition> definition = definition(reference);
        if (definition.isEmpty() || !isPossible(definition.get(), dependent)) {
            return State.SOLID;
        }
        return find(dependent, reference)
                .map(owner -> Ownership.isDeletedInForeground(owner) ? State.WAITING : State.SOLID)
                .orElse(State.DANGLING);
    }

    private Optional<ResourceDefinition> definition(JsonNode reference) {
        String apiVersion = reference.path("apiVersion").asText();
        String kind = reference.path("kind").asText();
        return definitions.stream()
                .filter(definition -> definition.kind().equals(kind)
                        && definition.apiVersion().equals(apiVersion))
                .findFirst();
    }

    private static boolean isPossible(ResourceDefinition owner, ApiObject dependent) {
        return !owner.namespaced() || !dependent.namespace().isEmpty();
    }

    private static ObjectKey key(ResourceDefinition owner, ApiObject dependent, JsonNode reference) {
        String namespace = owner.namespaced() ? dependent.namespace() : "";
        return new ObjectKey(owner.storage(), namespace, reference.path("name").asText());
    }
}
