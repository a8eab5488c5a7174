package io.gantry.controller.disruption;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.cache.ClusterView;
import io.gantry.controller.model.ResourceNames;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import java.util.Map;
import java.util.Optional;

/**
 * How many pods the controllers of pods want.
 *
 * @param view where they are
 * @param namespace of the pods and their controllers
 */
record ControllerScale(ClusterView view, String namespace) {

    static final GroupResource STATEFUL_SETS = new GroupResource("apps", "statefulsets");

    private static final Map<String, GroupResource> SCALED = Map.of(
            "ReplicationController", ResourceNames.REPLICATION_CONTROLLERS,
            "ReplicaSet", ResourceNames.REPLICA_SETS,
            "Deployment", ResourceNames.DEPLOYMENTS,
            "StatefulSet", STATEFUL_SETS);

    /** One controller: who it is and how many pods it wants. */
    record Scale(String uid, long replicas) {}

    /** The controller that decides, which for the pods of a Deployment is the Deployment; empty when it is of no known kind. */
    Optional<Scale> of(JsonNode reference) {
        GroupResource resource = SCALED.get(reference.path("kind").asText());
        if (resource == null) {
            return Optional.empty();
        }
        Optional<ApiObject> controller = view.get(new ObjectKey(
                        resource, namespace, reference.path("name").asText()))
                .filter(object -> object.uid().equals(reference.path("uid").asText()));
        Optional<JsonNode> above = controller
                .filter(object -> resource.equals(ResourceNames.REPLICA_SETS))
                .flatMap(ApiObject::controllerReference);
        if (above.isPresent() && SCALED.containsKey(above.get().path("kind").asText())) {
            return of(above.get());
        }
        return controller.map(
                object -> new Scale(object.uid(), object.spec().path("replicas").asLong()));
    }
}
