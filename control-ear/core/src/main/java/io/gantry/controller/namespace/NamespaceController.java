package io.gantry.controller.namespace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Change;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.controller.model.Conditions;
import io.gantry.controller.model.ResourceNames;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.resource.ResourceDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** Empties a namespace that is being deleted, pods first (KEP-5080), and then lets it go. */
public final class NamespaceController implements Controller {

    private static final String FINALIZER = "kubernetes";

    /** The most objects deleted in one go. */
    private static final int BURST = 500;

    /** A safety net beside the events of what is deleted. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

    private final Supplier<? extends Collection<ResourceDefinition>> definitions;

    /**
     * @param definitions all resources that are served at the time of asking
     */
    public NamespaceController(Supplier<? extends Collection<ResourceDefinition>> definitions) {
        this.definitions = definitions;
    }

    @Override
    public String name() {
        return "namespace-controller";
    }

    @Override
    public Watches watches() {
        return Watches.none().own(ResourceNames.NAMESPACES).onEvery(List::of, NamespaceController::emptiedNamespace);
    }

    private static Collection<ObjectKey> emptiedNamespace(CacheEvent event, ClusterView view) {
        if (!(event instanceof CacheEvent.Deleted) || event.object().namespace().isEmpty()) {
            return List.of();
        }
        ObjectKey key =
                ObjectKey.cluster(ResourceNames.NAMESPACES, event.object().namespace());
        return view.get(key).filter(ApiObject::isBeingDeleted).isPresent() ? List.of(key) : List.of();
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        return view.get(key)
                .filter(ApiObject::isBeingDeleted)
                .filter(NamespaceController::isHeld)
                .map(namespace -> empty(namespace, view, now))
                .orElse(Plan.NOTHING);
    }

    private static boolean isHeld(ApiObject namespace) {
        return namespace
                .spec()
                .path("finalizers")
                .valueStream()
                .map(JsonNode::asText)
                .anyMatch(FINALIZER::equals);
    }

    private Plan empty(ApiObject namespace, ClusterView view, Instant now) {
        List<ApiObject> content = stored().stream()
                .flatMap(resource -> view.list(resource, namespace.name()).stream())
                .toList();
        if (content.isEmpty()) {
            return Plan.builder()
                    .updateStatus(namespace, status(namespace, content, now))
                    .add(new Change.FinalizeNamespace(namespace))
                    .build();
        }
        List<ApiObject> pods = content.stream()
                .filter(object -> object.key().resource().equals(ResourceNames.PODS))
                .toList();
        List<Change.Delete> deletions = (pods.isEmpty() ? content : pods)
                .stream()
                        .filter(object -> !object.isBeingDeleted())
                        .limit(BURST)
                        .map(Change.Delete::of)
                        .toList();
        Plan.Builder plan = Plan.builder();
        if (!deletions.isEmpty()) {
            plan.add(Change.Batch.together(deletions));
        }
        return plan.updateStatus(namespace, status(namespace, content, now))
                .onFailure((failed, why) -> refused(namespace, content, failed, why, now))
                .requeueAfter(deletions.size() == BURST ? Duration.ZERO : LOOK_AGAIN)
                .build();
    }

    /** Somebody does not let an object go: an admission webhook, for example. */
    private static List<Change> refused(
            ApiObject namespace, List<ApiObject> content, Change failed, RuntimeException why, Instant now) {
        if (!(failed instanceof Change.Delete) || Plan.isOutrun(why)) {
            return List.of();
        }
        Conditions conditions = new ContentConditions(content, now).applyRefused(namespace, why.getMessage());
        return Plan.builder()
                .updateStatus(namespace, terminating(namespace, conditions))
                .build()
                .changes();
    }

    private static ObjectNode status(ApiObject namespace, List<ApiObject> content, Instant now) {
        return terminating(namespace, new ContentConditions(content, now).apply(namespace));
    }

    private static ObjectNode terminating(ApiObject namespace, Conditions conditions) {
        ObjectNode status = namespace.status().isObject() ? namespace.status().deepCopy() : Json.object();
        status.put("phase", "Terminating");
        conditions.writeTo(status);
        return status;
    }

    private List<GroupResource> stored() {
        return definitions.get().stream()
                .filter(ResourceDefinition::namespaced)
                .map(ResourceDefinition::storage)
                .distinct()
                .toList();
    }
}
