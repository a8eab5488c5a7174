package io.gantry.scheduler;

import io.gantry.scheduler.model.NodeInfo;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.scheduler.model.Rejection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the fewest and least important pods of a node that must go for another pod to fit. */
final class VictimSearch {

    /** More important first: higher priority, then longer running. */
    static final Comparator<PodInfo> IMPORTANCE =
            Comparator.comparingInt(PodInfo::priority).reversed().thenComparing(PodInfo::started);

    private static final Rejection NOBODY = Rejection.lasting("No preemption victims found for incoming pod");

    sealed interface Result {

        /**
         * Pods that must go, the most important first.
         *
         * @param violations how many of them are protected by a budget
         */
        record Found(NodeInfo node, List<PodInfo> victims, int violations) implements Result {}

        record Hopeless(Rejection rejection) implements Result {}
    }

    private final PodInfo pod;
    private final NodeFilter filter;
    private final List<DisruptionBudget> budgets;

    VictimSearch(PodInfo pod, NodeFilter filter, List<DisruptionBudget> budgets) {
        this.pod = pod;
        this.filter = filter;
        this.budgets = budgets;
    }

    /** Removes all less important pods, and then lets stay whom it can, beginning with those that budgets protect. */
    Result on(NodeInfo node) {
        List<PodInfo> candidates = node.pods().stream()
                .filter(other -> other.priority() < pod.priority())
                .sorted(IMPORTANCE)
                .toList();
        if (candidates.isEmpty()) {
            return new Result.Hopeless(NOBODY);
        }
        NodeInfo emptied = node;
        for (PodInfo candidate : candidates) {
            emptied = emptied.without(candidate);
        }
        Optional<NodeFilter.Refusal> refusal = filter.when(emptied).reject(emptied);
        if (refusal.isPresent()) {
            return new Result.Hopeless(refusal.get().rejection());
        }
        DisruptionBudget.Split split = DisruptionBudget.split(candidates, budgets);
        List<PodInfo> victims = new ArrayList<>();
        NodeInfo filled = reprieve(split.violating(), emptied, victims);
        int violations = victims.size();
        reprieve(split.harmless(), filled, victims);
        victims.sort(IMPORTANCE);
        return new Result.Found(node, List.copyOf(victims), violations);
    }

    private NodeInfo reprieve(List<PodInfo> candidates, NodeInfo start, List<PodInfo> victims) {
        NodeInfo node = start;
        for (PodInfo candidate : candidates) {
            NodeInfo fuller = node.with(candidate);
            if (filter.when(fuller).reject(fuller).isEmpty()) {
                node = fuller;
            } else {
                victims.add(candidate);
            }
        }
        return node;
    }
}
