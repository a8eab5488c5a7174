package io.gantry.controller.replicaset;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.controller.model.ResourceNames;
import io.gantry.controller.model.WorkloadSelector;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import java.util.function.Function;

/**
 * The two kinds that keep a number of equal pods; they differ only in names and in how the selector is written.
 *
 * @param resource where the objects are
 * @param kind for example {@code ReplicaSet}
 * @param controllerName for events and logs
 * @param selectorOf reads {@code spec.selector}
 * @param countsTerminating whether status has terminatingReplicas
 */
record ReplicaKind(
        GroupResource resource,
        String kind,
        String controllerName,
        Function<JsonNode, WorkloadSelector> selectorOf,
        boolean countsTerminating) {

    static final ReplicaKind REPLICA_SET = new ReplicaKind(
            ResourceNames.REPLICA_SETS, "ReplicaSet", "replicaset-controller", WorkloadSelector::of, true);

    static final ReplicaKind REPLICATION_CONTROLLER = new ReplicaKind(
            ResourceNames.REPLICATION_CONTROLLERS,
            "ReplicationController",
            "replication-controller",
            selector -> WorkloadSelector.ofLabels(ApiObject.strings(selector)),
            false);

    WorkloadSelector selector(ApiObject owner) {
        return selectorOf.apply(owner.spec().path("selector"));
    }
}
