package io.gantry.scheduler;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.scheduler.model.Selector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a PodDisruptionBudget leaves.
 *
 * @param allowed how many of its pods may go now
 * @param disrupted names of pods whose going is counted already
 */
record DisruptionBudget(String namespace, Selector pods, int allowed, Set<String> disrupted) {

    /** Pods whose eviction would break a budget, and the others, each in the order given. */
    record Split(List<PodInfo> violating, List<PodInfo> harmless) {}

    static DisruptionBudget of(ApiObject budget) {
        JsonNode status = budget.status();
        Set<String> disrupted = new HashSet<>();
        status.path("disruptedPods").fieldNames().forEachRemaining(disrupted::add);
        return new DisruptionBudget(
                budget.namespace(),
                Selector.ofLabelSelector(budget.spec().path("selector")),
                status.path("disruptionsAllowed").asInt(0),
                Set.copyOf(disrupted));
    }

    private boolean covers(PodInfo pod) {
        return !pods.isEmpty()
                && !pod.labels().isEmpty()
                && namespace.equals(pod.namespace())
                && pods.matches(pod.labels())
                && !disrupted.contains(pod.key().name());
    }

    /** Takes the pods from the budgets one after the other. */
    static Split split(List<PodInfo> victims, List<DisruptionBudget> budgets) {
        int[] left = budgets.stream().mapToInt(DisruptionBudget::allowed).toArray();
        Split split = new Split(new ArrayList<>(), new ArrayList<>());
        for (PodInfo pod : victims) {
            boolean violates = false;
            for (int i = 0; i < left.length; i++) {
                if (budgets.get(i).covers(pod)) {
                    violates |= --left[i] < 0;
                }
            }
            (violates ? split.violating() : split.harmless()).add(pod);
        }
        return split;
    }
}
