package io.gantry.controller.disruption;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.controller.model.ResourceNames;
import io.gantry.event.EventDraft;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.JsonEquality;
import io.gantry.object.ObjectKey;
import io.gantry.selector.InvalidSelectorException;
import io.gantry.selector.LabelSelector;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the status of PodDisruptionBudgets: how many of their pods may be evicted now. An eviction takes one from that number
 * itself, before this controller knows of it.
 */
public final class DisruptionController implements Controller {

    private static final GroupResource BUDGETS = new GroupResource("policy", "poddisruptionbudgets");
    private static final String COMPONENT = "controllermanager";

    @Override
    public String name() {
        return "disruption-controller";
    }

    @Override
    public Watches watches() {
        return Watches.none()
                .own(BUDGETS)
                .on(ResourceNames.PODS, DisruptionController::guarding)
                .on(ResourceNames.REPLICA_SETS, DisruptionController::inNamespace)
                .on(ResourceNames.DEPLOYMENTS, DisruptionController::inNamespace)
                .on(ResourceNames.REPLICATION_CONTROLLERS, DisruptionController::inNamespace)
                .on(ControllerScale.STATEFUL_SETS, DisruptionController::inNamespace);
    }

    private static Collection<ObjectKey> guarding(CacheEvent event, ClusterView view) {
        return view.list(BUDGETS, event.object().namespace()).stream()
                .filter(budget -> selects(budget, event.object())
                        || (event instanceof CacheEvent.Modified modified && selects(budget, modified.previous())))
                .map(ApiObject::key)
                .toList();
    }

    private static Collection<ObjectKey> inNamespace(CacheEvent event, ClusterView view) {
        return view.list(BUDGETS, event.object().namespace()).stream()
                .map(ApiObject::key)
                .toList();
    }

    private static boolean selects(ApiObject budget, ApiObject pod) {
        JsonNode selector = budget.spec().path("selector");
        try {
            return selector.isObject() && LabelSelector.of(selector).matches(pod.labels());
        } catch (InvalidSelectorException e) {
            // a selector that cannot be read selects nothing
            return false;
        }
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        Optional<ApiObject> found = view.get(key);
        if (found.isEmpty() || found.get().isBeingDeleted()) {
            return Plan.NOTHING;
        }
        ApiObject budget = found.get();
        List<ApiObject> pods = view.list(ResourceNames.PODS, budget.namespace()).stream()
                .filter(pod -> selects(budget, pod))
                .toList();
        Plan.Builder plan = Plan.builder();
        BudgetStatus status = new BudgetStatus(budget, pods, new ControllerScale(view, budget.namespace()), now);
        if (status.hasUnmanagedPods()) {
            plan.event(EventDraft.warning(
                    budget,
                    COMPONENT,
                    "UnmanagedPods",
                    "Pods selected by this PodDisruptionBudget (selector: "
                            + budget.spec().path("selector")
                            + ") were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly,"
                            + " which may result in undefined behavior. To account for these pods please set"
                            + " \".spec.minAvailable\" field of the PDB to an integer value."));
        }
        ObjectNode wanted = status.status();
        if (!JsonEquality.same(wanted, budget.status())) {
            plan.updateStatus(budget, wanted);
        }
        status.recheckAfter().ifPresent(plan::requeueAfter);
        return plan.build();
    }
}
