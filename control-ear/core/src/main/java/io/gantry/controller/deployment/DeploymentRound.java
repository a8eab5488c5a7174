package io.gantry.controller.deployment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Change;
import io.gantry.controller.Plan;
import io.gantry.controller.model.PodState;
import io.gantry.controller.model.ResourceNames;
import io.gantry.event.EventDraft;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One look at one Deployment. {@link #plan()} is the pipeline: it collects changes in drafts and writes them down at the end. */
final class DeploymentRound {

    private final ApiObject deployment;
    private final ClusterView view;
    private final ReplicaSetClaims claims;
    private final ReplicaSets sets;
    private final List<Change> deletions = new ArrayList<>();
    private RolloutConditions conditions;
    private int collisions;

    DeploymentRound(ApiObject deployment, ClusterView view, Instant now) {
        this.deployment = deployment;
        this.view = view;
        this.claims = ReplicaSetClaims.of(deployment, view);
        this.sets = new ReplicaSets(deployment, claims.owned());
        this.conditions = RolloutConditions.of(deployment, now);
        this.collisions = deployment.status().path("collisionCount").asInt(0);
    }

    Plan plan() {
        if (DeploymentController.selector(deployment).isEmpty()) {
            return selectsAll();
        }
        if (deployment.isBeingDeleted()) {
            return write(scalingStatus());
        }
        conditions = conditions.pausedOrResumed();
        sets.current().ifPresent(this::keepCurrent);
        if (isPaused() || isResized()) {
            new ProportionalScaling(sets).apply();
            if (isPaused()) {
                cleanUp();
            }
            return write(scalingStatus());
        }
        return sets.strategy().rolling() ? rollingUpdate() : recreate();
    }

    private Plan rollingUpdate() {
        if (sets.current().isEmpty() && !create()) {
            return write(scalingStatus());
        }
        boolean scaled = new RollingUpdate(sets, sets.current().orElseThrow()).apply();
        if (!scaled && DeploymentStatus.shown(deployment).isComplete(deployment)) {
            cleanUp();
        }
        return write(rolloutStatus());
    }

    private Plan recreate() {
        List<ReplicaSetDraft> oldActive = sets.oldActive();
        oldActive.forEach(old -> sets.scale(old, 0));
        if (!oldActive.isEmpty() || isOldPodRunning()) {
            return write(rolloutStatus());
        }
        if (sets.current().isEmpty() && !create()) {
            return write(scalingStatus());
        }
        sets.scale(sets.current().orElseThrow(), sets.desired());
        if (DeploymentStatus.shown(deployment).isComplete(deployment)) {
            cleanUp();
        }
        return write(rolloutStatus());
    }

    private boolean isPaused() {
        return deployment.spec().path("paused").asBoolean();
    }

    /** The size was changed since the ReplicaSets were last scaled. */
    private boolean isResized() {
        return sets.allActive().stream()
                .anyMatch(draft -> draft.count(RevisionAnnotations.DESIRED_REPLICAS)
                        .filter(size -> size != sets.desired())
                        .isPresent());
    }

    private boolean isOldPodRunning() {
        return sets.old().stream()
                .anyMatch(old -> old.statusReplicas() > 0
                        || old.stored().stream()
                                .flatMap(stored -> view.controlledBy(ResourceNames.PODS, stored.uid()).stream())
                                .anyMatch(pod -> !new PodState(pod).isTerminal()));
    }

    private long newRevision() {
        return 1
                + sets.old().stream().mapToLong(ReplicaSetDraft::revision).max().orElse(0);
    }

    private void keepCurrent(ReplicaSetDraft current) {
        RevisionAnnotations.apply(deployment, current, newRevision());
        int minReadySeconds = deployment.spec().path("minReadySeconds").asInt(0);
        if (current.tree().path("spec").path("minReadySeconds").asInt(0) != minReadySeconds) {
            current.tree().withObject("/spec").put("minReadySeconds", minReadySeconds);
        }
        if (conditions.hasDeadline() && conditions.progress().isEmpty()) {
            conditions = conditions.with(
                    RolloutConditions.PROGRESSING,
                    "True",
                    "FoundNewReplicaSet",
                    "Found new replica set \"" + current.name() + "\"");
        }
    }

    /** Drafts the ReplicaSet of the present template; false when its name is taken by another, so that the next round takes another hash. */
    private boolean create() {
        ObjectNode tree = NewReplicaSet.of(deployment, collisions);
        ReplicaSetDraft created = ReplicaSetDraft.toCreate(tree);
        ObjectKey key = new ObjectKey(ResourceNames.REPLICA_SETS, deployment.namespace(), created.name());
        if (view.get(key).isPresent()) {
            collisions++;
            return false;
        }
        created.setReplicas(RollingUpdate.currentSize(sets, 0));
        RevisionAnnotations.apply(deployment, created, newRevision());
        sets.annotateSizes(created);
        sets.setCurrent(created);
        sets.noteCreation(created);
        if (conditions.hasDeadline()) {
            conditions = conditions.with(
                    RolloutConditions.PROGRESSING,
                    "True",
                    "NewReplicaSetCreated",
                    "Created new replica set \"" + created.name() + "\"");
        }
        return true;
    }

    /** Deletes the oldest ReplicaSets beyond the limit on history, if they are empty. */
    private void cleanUp() {
        int limit = deployment.spec().path("revisionHistoryLimit").asInt(10);
        if (limit == Integer.MAX_VALUE) {
            return;
        }
        List<ReplicaSetDraft> alive = sets.old().stream()
                .filter(draft -> !draft.isBeingDeleted())
                .sorted(Comparator.comparingLong(ReplicaSetDraft::revision).thenComparing(ReplicaSetDraft.OLDEST_FIRST))
                .toList();
        alive.stream()
                .limit(Math.max(0, alive.size() - limit))
                .filter(draft -> draft.statusReplicas() == 0 && draft.replicas() == 0 && draft.isObserved())
                .flatMap(draft -> draft.stored().stream())
                .forEach(stored -> deletions.add(Change.Delete.of(stored)));
    }

    private ObjectNode scalingStatus() {
        DeploymentStatus status = DeploymentStatus.of(sets);
        return status.toJson(sets, collisions, availability(status).conditions());
    }

    private ObjectNode rolloutStatus() {
        DeploymentStatus status = DeploymentStatus.of(sets);
        conditions = RolloutProgress.estimate(availability(status), sets, status);
        return status.toJson(sets, collisions, conditions.conditions());
    }

    private RolloutConditions availability(DeploymentStatus status) {
        return conditions.availability(
                status.available() >= sets.desired() - sets.strategy().maxUnavailable());
    }

    private Plan write(ObjectNode status) {
        Plan.Builder plan = Plan.builder();
        claims.released().forEach(draft -> draft.change().ifPresent(plan::add));
        sets.all().forEach(draft -> draft.change().ifPresent(plan::add));
        sets.events().forEach(plan::event);
        plan.update(deployment, withRevision());
        plan.updateStatus(deployment, status);
        plan.addAll(deletions);
        if (!DeploymentStatus.of(sets).isComplete(deployment)) {
            conditions.untilDeadline().ifPresent(plan::requeueAfter);
        }
        return plan.onFailure(this::creationFailed).build();
    }

    private ObjectNode withRevision() {
        ObjectNode desired = deployment.copy();
        Optional<String> revision = sets.current()
                .map(current -> current.annotation(RevisionAnnotations.REVISION))
                .filter(text -> !text.isEmpty());
        revision.ifPresent(text -> {
            ObjectNode metadata = desired.withObject("/metadata");
            ObjectNode annotations = metadata.path("annotations").isObject()
                    ? (ObjectNode) metadata.path("annotations")
                    : metadata.putObject("annotations");
            annotations.put(RevisionAnnotations.REVISION, text);
        });
        return desired;
    }

    private List<Change> creationFailed(Change failed, RuntimeException why) {
        if (!(failed instanceof Change.Create create) || Plan.isOutrun(why)) {
            return List.of();
        }
        String name = create.object().path("metadata").path("name").asText();
        String message = "Failed to create new replica set \"" + name + "\": " + why.getMessage();
        Plan.Builder plan = Plan.builder()
                .event(EventDraft.warning(deployment, DeploymentController.NAME, "ReplicaSetCreateError", message));
        if (conditions.hasDeadline()) {
            ObjectNode status =
                    deployment.status().isObject() ? deployment.status().deepCopy() : Json.object();
            RolloutConditions.of(deployment, conditions.now())
                    .with(RolloutConditions.PROGRESSING, "False", "ReplicaSetCreateError", message)
                    .conditions()
                    .writeTo(status);
            plan.updateStatus(deployment, status);
        }
        return plan.build().changes();
    }

    private Plan selectsAll() {
        ObjectNode status = DeploymentStatus.shown(deployment).toJson(sets, collisions, conditions.conditions());
        return Plan.builder()
                .event(EventDraft.warning(
                        deployment,
                        DeploymentController.NAME,
                        "SelectingAll",
                        "This deployment is selecting all pods. A non-empty selector is required."))
                .updateStatus(deployment, status)
                .build();
    }
}
