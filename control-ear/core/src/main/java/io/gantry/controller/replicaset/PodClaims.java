package io.gantry.controller.replicaset;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Change;
import io.gantry.controller.model.OwnerReferences;
import io.gantry.controller.model.PodState;
import io.gantry.controller.model.ResourceNames;
import io.gantry.controller.model.WorkloadSelector;
import io.gantry.object.ApiObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Which pods belong to an owner: those it controls and its selector picks, and orphans that its selector picks, which it adopts; those it
 * controls but its selector no longer picks are let go (upstream's PodControllerRefManager).
 *
 * @param claimed pods that are not terminal and not being deleted
 * @param terminating how many of its pods are being deleted and may still run
 * @param changes adoptions and releases to be written
 */
record PodClaims(List<PodState> claimed, int terminating, List<Change> changes) {

    static PodClaims of(ApiObject owner, WorkloadSelector selector, ClusterView view) {
        List<PodState> claimed = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        int terminating = 0;
        for (ApiObject object : view.controlledBy(ResourceNames.PODS, owner.uid())) {
            PodState pod = new PodState(object);
            boolean picked = selector.selects(object);
            if (picked && pod.isTerminating()) {
                terminating++;
            } else if (picked && pod.isActive()) {
                claimed.add(pod);
            } else if (!picked && pod.isActive() && !owner.isBeingDeleted()) {
                changes.add(release(owner, object));
            }
        }
        if (!owner.isBeingDeleted()) {
            for (ApiObject orphan : view.uncontrolled(ResourceNames.PODS, owner.namespace())) {
                PodState pod = new PodState(orphan);
                if (pod.isActive() && selector.selects(orphan)) {
                    claimed.add(pod);
                    changes.add(adopt(owner, orphan));
                }
            }
        }
        return new PodClaims(claimed, terminating, changes);
    }

    private static Change adopt(ApiObject owner, ApiObject pod) {
        ObjectNode adopted = pod.copy();
        OwnerReferences.add(adopted, OwnerReferences.controller(owner));
        return new Change.Update(pod, adopted);
    }

    private static Change release(ApiObject owner, ApiObject pod) {
        ObjectNode released = pod.copy();
        OwnerReferences.remove(released, owner.uid());
        return new Change.Update(pod, released);
    }
}
