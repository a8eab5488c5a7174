package io.gantry.controller.customresource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Change;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.controller.model.Conditions;
import io.gantry.controller.model.Timestamps;
import io.gantry.customresource.Declaration;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Gives CustomResourceDefinitions their names and establishes them; deletes the objects of those that are being deleted and then lets
 * them go.
 */
public final class CustomResourceDefinitionController implements Controller {

    private static final String CLEANUP = "customresourcecleanup.apiextensions.k8s.io";
    private static final String APPROVAL = "api-approved.kubernetes.io";

    /** The most objects deleted in one go. */
    private static final int BURST = 500;

    /** A safety net beside the events of what is deleted. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    @Override
    public String name() {
        return "customresourcedefinition-controller";
    }

    @Override
    public String fieldManager() {
        return "kube-apiserver";
    }

    /** Names are given one after the other. */
    @Override
    public int concurrency() {
        return 1;
    }

    @Override
    public Watches watches() {
        return Watches.none()
                .on(Declaration.RESOURCE, CustomResourceDefinitionController::group)
                .onEvery(List::of, CustomResourceDefinitionController::emptied);
    }

    /** A definition whose names have changed may have left some to others. */
    private static Collection<ObjectKey> group(CacheEvent event, ClusterView view) {
        Set<ObjectKey> keys = new HashSet<>();
        keys.add(event.object().key());
        boolean releases = switch (event) {
            case CacheEvent.Added added -> false;
            case CacheEvent.Modified modified -> !names(modified.object()).equals(names(modified.previous()));
            case CacheEvent.Deleted deleted -> true;
        };
        if (releases) {
            String group = Nodes.text(event.object().spec(), "group");
            view.list(Declaration.RESOURCE).stream()
                    .filter(other -> Nodes.text(other.spec(), "group").equals(group))
                    .forEach(other -> keys.add(other.key()));
        }
        return keys;
    }

    private static JsonNode names(ApiObject definition) {
        return definition.status().path("acceptedNames");
    }

    private static Collection<ObjectKey> emptied(CacheEvent event, ClusterView view) {
        if (!(event instanceof CacheEvent.Deleted)) {
            return List.of();
        }
        GroupResource resource = event.object().key().resource();
        ObjectKey key = Declaration.key(resource.resource() + "." + resource.group());
        return view.get(key).filter(ApiObject::isBeingDeleted).isPresent() ? List.of(key) : List.of();
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        Optional<ApiObject> definition = view.get(key);
        if (definition.isEmpty()) {
            return Plan.NOTHING;
        }
        return definition.get().isBeingDeleted()
                ? cleanup(definition.get(), view, now)
                : establish(definition.get(), view, now);
    }

    private static Plan establish(ApiObject definition, ClusterView view, Instant now) {
        NameClaims.Outcome names = NameClaims.of(definition, view);
        Transitions conditions = new Transitions(Conditions.of(definition.status()), now);
        approval(definition, conditions);
        conditions.set("NamesAccepted", names.isAccepted() ? "True" : "False", names.reason(), names.message());
        if (!conditions.isTrue("Established")) {
            if (names.isAccepted()) {
                conditions.set("Established", "True", "InitialNamesAccepted", "the initial names have been accepted");
            } else {
                conditions.set("Established", "False", "NotAccepted", "not all names are accepted");
            }
        }
        ObjectNode status = status(definition);
        status.set("acceptedNames", names.accepted());
        conditions.writeTo(status);
        return Plan.builder().updateStatus(definition, status).build();
    }

    private static void approval(ApiObject definition, Transitions conditions) {
        String group = Nodes.text(definition.spec(), "group");
        if (!group.endsWith(".k8s.io") && !group.endsWith(".kubernetes.io")) {
            return;
        }
        String approval = Nodes.text(definition.metadata().path("annotations"), APPROVAL);
        if (approval.startsWith("unapproved")) {
            conditions.set(
                    "KubernetesAPIApprovalPolicyConformant",
                    "False",
                    "UnapprovedAnnotation",
                    "not approved: \"" + approval + "\"");
        } else {
            conditions.set(
                    "KubernetesAPIApprovalPolicyConformant", "True", "ApprovedAnnotation", "approved in " + approval);
        }
    }

    private static Plan cleanup(ApiObject definition, ClusterView view, Instant now) {
        if (!Nodes.texts(definition.metadata(), "finalizers").contains(CLEANUP)) {
            return Plan.NOTHING;
        }
        Transitions conditions = new Transitions(Conditions.of(definition.status()), now);
        if (!conditions.isTrue("Established")) {
            conditions.set("Terminating", "False", "NeverEstablished", "resource was never established");
            return release(definition, conditions);
        }
        List<ApiObject> objects = view.list(new GroupResource(
                Nodes.text(definition.spec(), "group"),
                Nodes.text(definition.spec().path("names"), "plural")));
        if (objects.isEmpty()) {
            conditions.set("Terminating", "False", "InstanceDeletionCompleted", "removed all instances");
            return release(definition, conditions);
        }
        conditions.set("Terminating", "True", "InstanceDeletionInProgress", "CustomResource deletion is in progress");
        List<Change.Delete> deletions = objects.stream()
                .filter(object -> !object.isBeingDeleted())
                .limit(BURST)
                .map(Change.Delete::of)
                .toList();
        Plan.Builder plan = Plan.builder().updateStatus(definition, withConditions(definition, conditions));
        if (!deletions.isEmpty()) {
            plan.add(Change.Batch.together(deletions));
        }
        return plan.requeueAfter(deletions.size() == BURST ? Duration.ZERO : LOOK_AGAIN)
                .build();
    }

    private static Plan release(ApiObject definition, Transitions conditions) {
        ObjectNode released = definition.copy();
        ArrayNode finalizers = Json.MAPPER.createArrayNode();
        Nodes.texts(definition.metadata(), "finalizers").stream()
                .filter(finalizer -> !finalizer.equals(CLEANUP))
                .forEach(finalizers::add);
        Nodes.child(released, "metadata").set("finalizers", finalizers);
        return Plan.builder()
                .updateStatus(definition, withConditions(definition, conditions))
                .add(new Change.Update(definition, released))
                .build();
    }

    private static ObjectNode withConditions(ApiObject definition, Transitions conditions) {
        ObjectNode status = status(definition);
        conditions.writeTo(status);
        return status;
    }

    private static ObjectNode status(ApiObject definition) {
        return definition.status().isObject() ? definition.status().deepCopy() : Json.object();
    }

    /** Conditions that remember when their status last changed. */
    private static final class Transitions {

        private final Instant now;
        private Conditions conditions;

        Transitions(Conditions conditions, Instant now) {
            this.conditions = conditions;
            this.now = now;
        }

        boolean isTrue(String type) {
            return conditions.isTrue(type);
        }

        void set(String type, String status, String reason, String message) {
            String since = conditions
                    .find(type)
                    .filter(before -> Nodes.text(before, "status").equals(status))
                    .map(before -> Nodes.text(before, "lastTransitionTime"))
                    .filter(time -> !time.isEmpty())
                    .orElse(Timestamps.seconds(now));
            conditions = conditions.with(Json.object()
                    .put("type", type)
                    .put("status", status)
                    .put("lastTransitionTime", since)
                    .put("reason", reason)
                    .put("message", message));
        }

        void writeTo(ObjectNode status) {
            conditions.writeTo(status);
        }
    }
}
