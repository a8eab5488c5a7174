package io.gantry.controller.deployment;

import io.gantry.cache.ClusterView;
import io.gantry.controller.model.OwnerReferences;
import io.gantry.controller.model.ResourceNames;
import io.gantry.controller.model.WorkloadSelector;
import io.gantry.object.ApiObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Which ReplicaSets belong to a Deployment: those it controls and selects, and orphans that it selects, which it adopts.
 *
 * @param owned drafts, of which adopted ones already carry the owner reference
 * @param released drafts of those it no longer selects
 */
record ReplicaSetClaims(List<ReplicaSetDraft> owned, List<ReplicaSetDraft> released) {

    static ReplicaSetClaims of(ApiObject deployment, ClusterView view) {
        WorkloadSelector selector = DeploymentController.selector(deployment);
        List<ReplicaSetDraft> owned = new ArrayList<>();
        List<ReplicaSetDraft> released = new ArrayList<>();
        for (ApiObject replicaSet : view.controlledBy(ResourceNames.REPLICA_SETS, deployment.uid())) {
            ReplicaSetDraft draft = ReplicaSetDraft.of(replicaSet);
            if (selector.selects(replicaSet)) {
                owned.add(draft);
            } else if (!deployment.isBeingDeleted()) {
                OwnerReferences.remove(draft.tree(), deployment.uid());
                released.add(draft);
            }
        }
        if (!deployment.isBeingDeleted()) {
            for (ApiObject orphan : view.uncontrolled(ResourceNames.REPLICA_SETS, deployment.namespace())) {
                if (!orphan.isBeingDeleted() && selector.selects(orphan)) {
                    ReplicaSetDraft draft = ReplicaSetDraft.of(orphan);
                    OwnerReferences.add(draft.tree(), OwnerReferences.controller(deployment));
                    owned.add(draft);
                }
            }
        }
        return new ReplicaSetClaims(owned, released);
    }
}
