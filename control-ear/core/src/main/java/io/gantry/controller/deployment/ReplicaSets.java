package io.gantry.controller.deployment;

import io.gantry.event.EventDraft;
import io.gantry.object.ApiObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** The ReplicaSets of a Deployment during one round: the one for its present template, and the older ones. */
final class ReplicaSets {

    private final ApiObject deployment;
    private final Strategy strategy;
    private final List<ReplicaSetDraft> old;
    private Optional<ReplicaSetDraft> current;
    private final List<EventDraft> events = new ArrayList<>();

    /** Of several with the present template the oldest counts as the current one. */
    ReplicaSets(ApiObject deployment, List<ReplicaSetDraft> all) {
        this.deployment = deployment;
        this.strategy = Strategy.of(deployment);
        List<ReplicaSetDraft> sorted =
                all.stream().sorted(ReplicaSetDraft.OLDEST_FIRST).toList();
        this.current = sorted.stream()
                .filter(draft ->
                        TemplateHash.same(draft.template(), deployment.spec().path("template")))
                .findFirst();
        this.old = sorted.stream()
                .filter(draft -> current.isEmpty() || draft != current.get())
                .toList();
    }

    ApiObject deployment() {
        return deployment;
    }

    Strategy strategy() {
        return strategy;
    }

    /** The size that the Deployment asks for. */
    int desired() {
        return deployment.spec().path("replicas").asInt(1);
    }

    Optional<ReplicaSetDraft> current() {
        return current;
    }

    void setCurrent(ReplicaSetDraft created) {
        current = Optional.of(created);
    }

    /** From the oldest on. */
    List<ReplicaSetDraft> old() {
        return old;
    }

    List<ReplicaSetDraft> oldActive() {
        return old.stream().filter(ReplicaSetDraft::isActive).toList();
    }

    List<ReplicaSetDraft> all() {
        return Stream.concat(old.stream(), current.stream()).toList();
    }

    List<ReplicaSetDraft> allActive() {
        return all().stream().filter(ReplicaSetDraft::isActive).toList();
    }

    int sum(ToIntFunction<ReplicaSetDraft> count) {
        return all().stream().mapToInt(count).sum();
    }

    /**
     * Sets a ReplicaSet's size, its annotations with it, and notes the event.
     *
     * @return whether the size changed
     */
    boolean scale(ReplicaSetDraft draft, int size) {
        if (draft.replicas() == size) {
            return false;
        }
        events.add(scaled(draft.name(), draft.replicas(), size));
        draft.setReplicas(size);
        annotateSizes(draft);
        return true;
    }

    /** Notes in a ReplicaSet which size of the Deployment it was made for. */
    void annotateSizes(ReplicaSetDraft draft) {
        draft.annotate(RevisionAnnotations.DESIRED_REPLICAS, Integer.toString(desired()));
        draft.annotate(RevisionAnnotations.MAX_REPLICAS, Integer.toString(desired() + strategy.maxSurge()));
    }

    void noteCreation(ReplicaSetDraft created) {
        if (created.replicas() > 0) {
            events.add(scaled(created.name(), 0, created.replicas()));
        }
    }

    private EventDraft scaled(String name, int from, int to) {
        String direction = from < to ? "up" : "down";
        return EventDraft.normal(
                deployment,
                DeploymentController.NAME,
                "ScalingReplicaSet",
                "Scaled " + direction + " replica set " + name + " from " + from + " to " + to);
    }

    List<EventDraft> events() {
        return events;
    }
}
