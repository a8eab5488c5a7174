package io.gantry.controller.replicaset;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Change;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.controller.model.OwnerReferences;
import io.gantry.controller.model.PodState;
import io.gantry.controller.model.ResourceNames;
import io.gantry.event.EventDraft;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.registry.DeleteOptions;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Keeps as many pods of a ReplicaSet or ReplicationController as it asks for. */
public final class ReplicaSetController implements Controller {

    /** The most pods created or deleted in one go. */
    private static final int BURST = 500;

    private final ReplicaKind kind;

    private ReplicaSetController(ReplicaKind kind) {
        this.kind = kind;
    }

    public static ReplicaSetController forReplicaSets() {
        return new ReplicaSetController(ReplicaKind.REPLICA_SET);
    }

    public static ReplicaSetController forReplicationControllers() {
        return new ReplicaSetController(ReplicaKind.REPLICATION_CONTROLLER);
    }

    @Override
    public String name() {
        return kind.controllerName();
    }

    @Override
    public Watches watches() {
        return Watches.none().own(kind.resource()).on(ResourceNames.PODS, this::ownersOfPod);
    }

    private Collection<ObjectKey> ownersOfPod(CacheEvent event, ClusterView view) {
        Set<ObjectKey> keys = new HashSet<>();
        owner(event.object()).ifPresent(keys::add);
        if (event instanceof CacheEvent.Modified modified) {
            owner(modified.previous()).ifPresent(keys::add);
        }
        boolean orphan = event.object().controllerReference().isEmpty();
        if (orphan && !(event instanceof CacheEvent.Deleted)) {
            adopters(event.object(), view).forEach(keys::add);
        }
        return keys;
    }

    private Optional<ObjectKey> owner(ApiObject pod) {
        return OwnerReferences.controllerKey(pod, kind.resource(), kind.kind());
    }

    private Stream<ObjectKey> adopters(ApiObject pod, ClusterView view) {
        return view.list(kind.resource(), pod.namespace()).stream()
                .filter(candidate -> kind.selector(candidate).selects(pod))
                .map(ApiObject::key);
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        return view.get(key)
                .map(owner -> new ReplicaSetRound(kind, owner, view, now).plan())
                .orElse(Plan.NOTHING);
    }

    /** One look at one ReplicaSet. */
    private record ReplicaSetRound(ReplicaKind kind, ApiObject owner, ClusterView view, Instant now) {

        Plan plan() {
            PodClaims claims = PodClaims.of(owner, kind.selector(owner), view);
            List<PodState> active =
                    claims.claimed().stream().filter(PodState::isActive).toList();
            ReplicaSetStatus status = new ReplicaSetStatus(owner, active, claims.terminating(), kind, now);

            Plan.Builder plan = Plan.builder().addAll(claims.changes());
            if (!owner.isBeingDeleted()) {
                count(active).ifPresent(plan::add);
            }
            plan.updateStatus(owner, status.computed());
            status.nextCheck().ifPresent(plan::requeueAfter);
            return plan.onFailure((failed, why) -> failure(status, failed, why)).build();
        }

        private Optional<Change> count(List<PodState> active) {
            int missing = desired() - active.size();
            if (missing > 0) {
                return Optional.of(Change.Batch.slowStart(Stream.generate(this::newPod)
                        .limit(Math.min(missing, BURST))
                        .toList()));
            }
            if (missing < 0) {
                DeletionOrder order = DeletionOrder.of(owner, active, view, now);
                return Optional.of(Change.Batch.together(order.first(Math.min(-missing, BURST)).stream()
                        .map(this::deletion)
                        .toList()));
            }
            return Optional.empty();
        }

        private int desired() {
            return owner.spec().path("replicas").asInt(1);
        }

        private Change.Create newPod() {
            ObjectNode template = (ObjectNode) owner.spec().path("template").deepCopy();
            ObjectNode pod = Json.object();
            pod.put("kind", "Pod");
            pod.put("apiVersion", "v1");
            ObjectNode metadata = pod.putObject("metadata");
            metadata.put("generateName", owner.name() + "-");
            metadata.put("namespace", owner.namespace());
            for (String field : List.of("labels", "annotations", "finalizers")) {
                if (template.path("metadata").has(field)) {
                    metadata.set(field, template.path("metadata").get(field));
                }
            }
            OwnerReferences.add(pod, OwnerReferences.controller(owner));
            pod.set("spec", template.path("spec"));
            return new Change.Create(
                    ResourceNames.PODS,
                    pod,
                    Optional.of(EventDraft.normal(owner, kind.controllerName(), "SuccessfulCreate", "Created pod: ")));
        }

        private Change.Delete deletion(PodState pod) {
            return new Change.Delete(
                    pod.object().key(),
                    DeleteOptions.ofUid(pod.uid()),
                    Optional.of(EventDraft.normal(
                            owner, kind.controllerName(), "SuccessfulDelete", "Deleted pod: " + pod.name())));
        }

        private List<Change> failure(ReplicaSetStatus status, Change failed, RuntimeException why) {
            if (Plan.isOutrun(why)) {
                return List.of();
            }
            return switch (failed) {
                case Change.Create create ->
                    report(status, "FailedCreate", "Error creating: " + why.getMessage(), why.getMessage());
                case Change.Delete delete ->
                    report(
                            status,
                            "FailedDelete",
                            "Error deleting: " + why.getMessage(),
                            "unable to delete pods: " + why.getMessage());
                case Change.Update other -> List.of();
                case Change.UpdateStatus other -> List.of();
                case Change.Approve other -> List.of();
                case Change.FinalizeNamespace other -> List.of();
                case Change.RecordEvent other -> List.of();
                case Change.Batch other -> List.of();
            };
        }

        private List<Change> report(ReplicaSetStatus status, String reason, String event, String condition) {
            return Plan.builder()
                    .event(EventDraft.warning(owner, kind.controllerName(), reason, event))
                    .updateStatus(owner, status.withFailure(reason, condition))
                    .build()
                    .changes();
        }
    }
}
