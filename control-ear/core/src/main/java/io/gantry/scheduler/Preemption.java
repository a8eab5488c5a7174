package io.gantry.scheduler;

import io.gantry.scheduler.VictimSearch.Result.Found;
import io.gantry.scheduler.VictimSearch.Result.Hopeless;
import io.gantry.scheduler.model.NodeInfo;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.scheduler.model.Rejection;
import io.gantry.scheduler.model.Rejection.Remedy;
import io.gantry.scheduler.model.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Looks for a node where less important pods can be evicted for a pod that fits nowhere. Decides only; evicts nobody. */
final class Preemption {

    /** Nodes that are tried at least, and the share of them in a large cluster. */
    private static final int LEAST_CANDIDATES = 100;

    private static final int CANDIDATE_PERCENT = 10;

    private static final String NOT_HELPFUL = "Preemption is not helpful for scheduling";

    /** What to do for the pod. */
    sealed interface Outcome {

        /** Evict these pods, and keep their room for it. */
        record Evict(String nodeName, List<PodInfo> victims) implements Outcome {}

        /** Nothing helps; room that is kept for it somewhere is of no use. */
        record Hopeless(String message) implements Outcome {}

        /** It may not evict others, or they are going already. */
        record NotEligible(String message) implements Outcome {}
    }

    /** The least harmful first; of equal ones the first that was found. */
    private static final Comparator<Found> HARM = Comparator.comparingInt(Found::violations)
            .thenComparingInt(found -> found.victims().getFirst().priority())
            .thenComparingLong(Preemption::sumOfPriorities)
            .thenComparingInt(found -> found.victims().size())
            .thenComparing(Preemption::earliestStart, Comparator.reverseOrder());

    private final Supplier<List<DisruptionBudget>> budgets;
    private final RandomGenerator random;

    Preemption(Supplier<List<DisruptionBudget>> budgets, RandomGenerator random) {
        this.budgets = budgets;
        this.random = random;
    }

    /**
     * Decides for a pod.
     *
     * @param rejections by the name of the node; nodes that were not looked at are missing
     */
    Outcome decide(PodInfo pod, Snapshot snapshot, NodeFilter filter, Map<String, Rejection> rejections) {
        if (!pod.preempts()) {
            return new Outcome.NotEligible("not eligible due to preemptionPolicy=Never.");
        }
        if (isRoomBeingMade(pod, snapshot, rejections)) {
            return new Outcome.NotEligible("not eligible due to a terminating pod on the nominated node.");
        }
        List<NodeInfo> promising = snapshot.nodes().stream()
                .filter(node -> rejections.containsKey(node.name())
                        && rejections.get(node.name()).remedy() == Remedy.EVICTION)
                .toList();
        List<Found> found = new ArrayList<>();
        Map<String, Rejection> hopeless = new TreeMap<>();
        search(new VictimSearch(pod, filter, budgets.get()), promising, found, hopeless);
        return found.stream()
                .min(HARM)
                .<Outcome>map(best -> new Outcome.Evict(best.node().name(), best.victims()))
                .orElseGet(() ->
                        new Outcome.Hopeless(FitMessage.of(snapshot.nodes().size(), hopeless.values(), NOT_HELPFUL)));
    }

    private static boolean isRoomBeingMade(PodInfo pod, Snapshot snapshot, Map<String, Rejection> rejections) {
        Optional<NodeInfo> node = snapshot.node(pod.nominatedNode());
        if (node.isEmpty()) {
            return false;
        }
        Rejection rejection = rejections.get(pod.nominatedNode());
        return (rejection == null || rejection.remedy() == Remedy.EVICTION)
                && node.get().pods().stream()
                        .anyMatch(other ->
                                other.priority() < pod.priority() && other.leaving() == PodInfo.Leaving.PREEMPTED);
    }

    /** Tries nodes from a random one on until there are enough candidates, one of which breaks no budget. */
    private void search(VictimSearch search, List<NodeInfo> nodes, List<Found> found, Map<String, Rejection> hopeless) {
        int enough = Math.max(LEAST_CANDIDATES, nodes.size() * CANDIDATE_PERCENT / 100);
        int offset = nodes.isEmpty() ? 0 : random.nextInt(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            switch (search.on(nodes.get((offset + i) % nodes.size()))) {
                case Found candidate -> found.add(candidate);
                case Hopeless none ->
                    hopeless.put(nodes.get((offset + i) % nodes.size()).name(), none.rejection());
            }
            if (found.size() >= enough && found.stream().anyMatch(candidate -> candidate.violations() == 0)) {
                return;
            }
        }
    }

    /** Each priority is lifted above zero, so that few pods of a negative one do not weigh more than many. */
    private static long sumOfPriorities(Found found) {
        return found.victims().stream()
                .mapToLong(victim -> victim.priority() + (long) Integer.MAX_VALUE + 1)
                .sum();
    }

    /** When the first of the most important victims began. */
    private static Instant earliestStart(Found found) {
        int highest = found.victims().getFirst().priority();
        return found.victims().stream()
                .filter(victim -> victim.priority() == highest)
                .map(PodInfo::started)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }
}
