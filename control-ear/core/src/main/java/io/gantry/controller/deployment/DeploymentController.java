package io.gantry.controller.deployment;

import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.controller.model.OwnerReferences;
import io.gantry.controller.model.ResourceNames;
import io.gantry.controller.model.WorkloadSelector;
import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Rolls a Deployment's pods from one template to the next by way of ReplicaSets. */
public final class DeploymentController implements Controller {

    static final String NAME = "deployment-controller";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Watches watches() {
        return Watches.none()
                .own(ResourceNames.DEPLOYMENTS)
                .on(ResourceNames.REPLICA_SETS, this::ownersOfReplicaSet)
                .on(ResourceNames.PODS, this::recreatedBy);
    }

    private Collection<ObjectKey> ownersOfReplicaSet(CacheEvent event, ClusterView view) {
        Set<ObjectKey> keys = new HashSet<>();
        owner(event.object()).ifPresent(keys::add);
        if (event instanceof CacheEvent.Modified modified) {
            owner(modified.previous()).ifPresent(keys::add);
        }
        boolean orphan = event.object().controllerReference().isEmpty();
        if (orphan && !(event instanceof CacheEvent.Deleted)) {
            view.list(ResourceNames.DEPLOYMENTS, event.object().namespace()).stream()
                    .filter(candidate -> selector(candidate).selects(event.object()))
                    .forEach(adopter -> keys.add(adopter.key()));
        }
        return keys;
    }

    private static Optional<ObjectKey> owner(ApiObject replicaSet) {
        return OwnerReferences.controllerKey(replicaSet, ResourceNames.DEPLOYMENTS, "Deployment");
    }

    static WorkloadSelector selector(ApiObject deployment) {
        return WorkloadSelector.of(deployment.spec().path("selector"));
    }

    /** A Deployment that recreates waits for its last old pod to be gone. */
    private Collection<ObjectKey> recreatedBy(CacheEvent event, ClusterView view) {
        if (!(event instanceof CacheEvent.Deleted)) {
            return List.of();
        }
        return OwnerReferences.controllerKey(event.object(), ResourceNames.REPLICA_SETS, "ReplicaSet")
                .flatMap(view::get)
                .flatMap(DeploymentController::owner)
                .filter(key -> view.get(key)
                        .map(Strategy::of)
                        .filter(strategy -> !strategy.rolling())
                        .isPresent())
                .map(List::of)
                .orElse(List.of());
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        return view.get(key)
                .map(deployment -> new DeploymentRound(deployment, view, now).plan())
                .orElse(Plan.NOTHING);
    }
}
