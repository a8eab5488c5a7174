package io.gantry.scheduler.plugin;

import io.gantry.scheduler.model.AffinityTerm;
import io.gantry.scheduler.model.ClusterChange;
import io.gantry.scheduler.model.FilterPlugin;
import io.gantry.scheduler.model.NodeInfo;
import io.gantry.scheduler.model.PodAffinity;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.scheduler.model.Rejection;
import io.gantry.scheduler.model.ScorePlugin;
import io.gantry.scheduler.model.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Affinity and anti-affinity between pods, of the new pod and of those that run already. */
public final class InterPodAffinity implements FilterPlugin, ScorePlugin {

    /** What it is worth to a pod that must have company, when a further pod that it wants comes to it. */
    private static final long COMPANY = 1;

    private static final Rejection NOT_TOGETHER = Rejection.lasting("node(s) didn't match pod affinity rules");
    private static final Rejection NOT_APART = Rejection.resolvable("node(s) didn't match pod anti-affinity rules");
    private static final Rejection REFUSED =
            Rejection.resolvable("node(s) didn't satisfy existing pods anti-affinity rules");

    /**
     * What one pod's placing depends on.
     *
     * @param company places for each term of {@code together}, with the pods that all of these terms mean
     * @param freely whether there is no such pod yet and this one would be the first
     * @param avoided places of pods that this one must not be near
     * @param refused places of pods that must not have this one near
     */
    private record Neighbours(
            List<AffinityTerm> together, Places company, boolean freely, Places avoided, Places refused) {

        Optional<Rejection> reject(NodeInfo node) {
            for (AffinityTerm term : together) {
                boolean isSomewhere = node.labels().containsKey(term.topologyKey());
                if (!isSomewhere || !freely && !company.have(term, node)) {
                    return Optional.of(NOT_TOGETHER);
                }
            }
            if (avoided.have(node)) {
                return Optional.of(NOT_APART);
            }
            return refused.have(node) ? Optional.of(REFUSED) : Optional.empty();
        }

        boolean areAnywhere() {
            return together.isEmpty() && avoided.isEmpty() && refused.isEmpty();
        }
    }

    @Override
    public NodeTest prepare(PodInfo pod, Snapshot snapshot) {
        PodAffinity affinity = pod.podAffinity();
        Map<String, Map<String, String>> namespaces = snapshot.namespaceLabels();
        Predicate<PodInfo> wanted =
                other -> affinity.together().stream().allMatch(term -> term.means(other, namespaces));
        Places company = new Places();
        Places avoided = new Places();
        for (AffinityTerm term : affinity.together()) {
            places(term, snapshot, wanted, company);
        }
        for (AffinityTerm term : affinity.apart()) {
            places(term, snapshot, other -> term.means(other, namespaces), avoided);
        }
        boolean freely = company.isEmpty() && wanted.test(pod);
        Neighbours neighbours =
                new Neighbours(affinity.together(), company, freely, avoided, refusedByOthers(pod, snapshot));
        return neighbours.areAnywhere() ? NodeTest.ALL : neighbours::reject;
    }

    private static void places(AffinityTerm term, Snapshot snapshot, Predicate<PodInfo> meant, Places result) {
        for (NodeInfo node : snapshot.nodes()) {
            if (node.pods().stream().anyMatch(meant)) {
                result.add(term, node);
            }
        }
    }

    private static Places refusedByOthers(PodInfo pod, Snapshot snapshot) {
        Places refused = new Places();
        for (NodeInfo node : snapshot.nodes()) {
            for (PodInfo other : node.affinePods()) {
                for (AffinityTerm term : other.podAffinity().apart()) {
                    if (term.means(pod, snapshot.namespaceLabels())) {
                        refused.add(term, node);
                    }
                }
            }
        }
        return refused;
    }

    @Override
    public boolean looksAtOtherNodes() {
        return true;
    }

    @Override
    public boolean mayHelp(PodInfo pod, ClusterChange change) {
        return switch (change) {
            case ClusterChange.NodeAdded added -> true;
            case ClusterChange.NodeModified modified ->
                !modified.before().labels().equals(modified.after().labels());
            case ClusterChange.PodPlaced placed ->
                pod.podAffinity().together().stream().allMatch(term -> term.mayMean(placed.pod()));
            case ClusterChange.PodGone gone -> keepsApart(pod, gone.pod()) || keepsApart(gone.pod(), pod);
            case ClusterChange.PodModified modified ->
                !modified.before().labels().equals(modified.after().labels());
            case ClusterChange.NamespaceModified modified -> true;
            case ClusterChange.ObjectChanged changed -> false;
            case ClusterChange.NodeGone gone -> false;
        };
    }

    private static boolean keepsApart(PodInfo pod, PodInfo other) {
        return pod.podAffinity().apart().stream().anyMatch(term -> term.mayMean(other));
    }

    @Override
    public int weight() {
        return 2;
    }

    @Override
    public long[] score(PodInfo pod, Snapshot snapshot, List<NodeInfo> nodes) {
        PlaceWorth worth = worth(pod, snapshot);
        long[] scores = new long[nodes.size()];
        if (worth.isEmpty()) {
            return scores;
        }
        long lowest = Long.MAX_VALUE;
        for (int i = 0; i < scores.length; i++) {
            scores[i] = worth.of(nodes.get(i));
            lowest = Math.min(lowest, scores[i]);
        }
        for (int i = 0; i < scores.length; i++) {
            scores[i] -= lowest;
        }
        return ScorePlugin.highestBest(scores);
    }

    /** What places are worth to the pod: by its own preferences, and by those of the pods that are there. */
    private static PlaceWorth worth(PodInfo pod, Snapshot snapshot) {
        PlaceWorth worth = new PlaceWorth();
        PodAffinity own = pod.podAffinity();
        boolean chooses = !own.ratherTogether().isEmpty() || !own.ratherApart().isEmpty();
        for (NodeInfo node : snapshot.nodes()) {
            for (PodInfo other : chooses ? node.pods() : List.<PodInfo>of()) {
                preferences(own, other, node, snapshot, worth);
            }
            for (PodInfo other : node.affinePods()) {
                preferences(other.podAffinity(), pod, node, snapshot, worth);
                for (AffinityTerm term : other.podAffinity().together()) {
                    add(term, COMPANY, pod, node, snapshot, worth);
                }
            }
        }
        return worth;
    }

    /** Adds what the node's places are worth by the preferences of one pod for another. */
    private static void preferences(
            PodAffinity affinity, PodInfo meant, NodeInfo node, Snapshot snapshot, PlaceWorth worth) {
        affinity.ratherTogether().forEach(term -> add(term, term.weight(), meant, node, snapshot, worth));
        affinity.ratherApart().forEach(term -> add(term, -term.weight(), meant, node, snapshot, worth));
    }

    private static void add(
            AffinityTerm term, long weight, PodInfo meant, NodeInfo node, Snapshot snapshot, PlaceWorth worth) {
        if (term.means(meant, snapshot.namespaceLabels())) {
            worth.add(term, weight, node);
        }
    }
}
