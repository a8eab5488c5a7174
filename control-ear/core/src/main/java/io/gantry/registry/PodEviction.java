package io.gantry.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Resources;
import io.gantry.status.StatusException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The eviction subresource of pods: deletes a pod unless a PodDisruptionBudget forbids it now. */
public final class PodEviction {

    private static final GroupResource POD = new GroupResource("", "Pod");

    private final Resources resources;
    private final Registry registry;
    private final ClusterView view;
    private final InstantSource clock;

    /**
     * Evicts through the registry.
     *
     * @param view as new as the eviction: budgets are read from it
     */
    public PodEviction(Resources resources, Registry registry, ClusterView view, InstantSource clock) {
        this.resources = resources;
        this.registry = registry;
        this.view = view;
        this.clock = clock;
    }

    /**
     * Evicts a pod.
     *
     * @param options of the delete
     * @return the Status that upstream answers with, be it of success or of failure
     */
    public ObjectNode evict(ApiObject pod, DeleteOptions options, WriteContext context) {
        if (EvictionDecision.isFree(pod)) {
            boolean pinned = EvictionDecision.mayBecomeReady(pod)
                    && options.resourceVersion().isEmpty();
            remove(pod, pinned ? at(pod, options) : options, context);
            return success();
        }
        List<ApiObject> budgets = view.list(EvictionDecision.BUDGETS, pod.namespace());
        switch (EvictionDecision.guard(pod, budgets)) {
            case EvictionDecision.Guard.None none -> remove(pod, options, context);
            case EvictionDecision.Guard.Unready unready -> removeUnready(pod, unready.budget(), options, context);
            case EvictionDecision.Guard.Budget budget -> {
                spend(pod, budget.key(), context);
                remove(pod, options, context);
            }
            case EvictionDecision.Guard.Ambiguous ambiguous -> {
                return status("Failure", 500)
                        .put(
                                "message",
                                "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
            }
        }
        return success();
    }

    private void spend(ApiObject pod, ObjectKey budget, WriteContext context) {
        ResourceDefinition definition = definition(EvictionDecision.BUDGETS);
        registry.update(
                definition,
                budget,
                Surface.STATUS,
                present -> EvictionDecision.spend(present, pod.name(), clock.instant()),
                context);
    }

    /** It may go since it is not ready; if it became so meanwhile, the client must ask again. */
    private void removeUnready(ApiObject pod, String budget, DeleteOptions options, WriteContext context) {
        boolean pinned = options.resourceVersion().isPresent();
        try {
            remove(pod, at(pod, options), context);
        } catch (StatusException e) {
            throw e.code() == 409 && !pinned ? EvictionDecision.processing(budget) : e;
        }
    }

    private static DeleteOptions at(ApiObject pod, DeleteOptions options) {
        return new DeleteOptions(
                options.gracePeriodSeconds(),
                options.uid(),
                Optional.of(Long.toString(pod.revision())),
                options.propagation());
    }

    /** Says in the pod's status why it goes, then deletes it. */
    private void remove(ApiObject pod, DeleteOptions options, WriteContext context) {
        ResourceDefinition definition = definition(Registry.PODS);
        DeleteOptions last = options;
        if (!context.dryRun()) {
            ApiObject marked =
                    registry.update(definition, pod.key(), Surface.STATUS, present -> mark(present, options), context);
            if (options.resourceVersion().isPresent()) {
                last = at(marked, options);
            }
        }
        registry.delete(definition, pod.key(), last, context);
    }

    private ObjectNode mark(ObjectNode pod, DeleteOptions options) {
        JsonNode metadata = pod.path("metadata");
        precondition(metadata, "UID", "uid", options.uid(), "The object might have been deleted and then recreated");
        precondition(
                metadata,
                "ResourceVersion",
                "resourceVersion",
                options.resourceVersion(),
                "The object might have been modified");
        ArrayNode conditions = Json.MAPPER.createArrayNode();
        Nodes.objects(pod.path("status"), "conditions").stream()
                .filter(condition -> !Nodes.text(condition, "type").equals("DisruptionTarget"))
                .forEach(conditions::add);
        conditions
                .addObject()
                .put("type", "DisruptionTarget")
                .put("status", "True")
                .put("reason", "EvictionByEvictionAPI")
                .put("message", "Eviction API: evicting")
                .put("lastTransitionTime", SystemFields.timestamp(clock.instant()));
        Nodes.child(pod, "status").set("conditions", conditions);
        return pod;
    }

    private static void precondition(
            JsonNode metadata, String what, String field, Optional<String> wanted, String guess) {
        String actual = Nodes.text(metadata, field);
        if (wanted.isPresent() && !wanted.get().isEmpty() && !wanted.get().equals(actual)) {
            throw StatusException.conflict(
                    POD,
                    Nodes.text(metadata, "name"),
                    "the " + what + " in the precondition (" + wanted.get() + ") does not match the " + what
                            + " in record (" + actual + "). " + guess);
        }
    }

    private ResourceDefinition definition(GroupResource resource) {
        return resources.storedAs(resource).orElseThrow(() -> new IllegalStateException("not served: " + resource));
    }

    private static ObjectNode success() {
        return status("Success", 201);
    }

    private static ObjectNode status(String outcome, int code) {
        ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        return status.put("status", outcome).put("code", code);
    }
}
