package io.gantry.scheduler;

import io.gantry.scheduler.model.Rejection;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** How many nodes cannot take a pod for what reasons, as FailedScheduling events say it. */
final class FitMessage {

    static final String NO_NODES = "no nodes available to schedule pods";

    private FitMessage() {}

    /**
     * For example {@code 0/3 nodes are available: 1 Insufficient cpu, 2 Insufficient memory.} A node may have several reasons.
     *
     * @param rejections of the nodes that were looked at
     * @param otherwise the reason of all other nodes
     */
    static String of(int nodes, Collection<Rejection> rejections, String otherwise) {
        Map<String, Integer> counts = new TreeMap<>();
        rejections.forEach(rejection -> rejection.reasons().forEach(reason -> counts.merge(reason, 1, Integer::sum)));
        if (rejections.size() < nodes) {
            counts.merge(otherwise, nodes - rejections.size(), Integer::sum);
        }
        // upstream sorts the texts with their numbers: "10 a" comes before "2 b"
        String reasons = String.join(
                ", ",
                counts.entrySet().stream()
                        .map(count -> count.getValue() + " " + count.getKey())
                        .sorted()
                        .toList());
        return "0/" + nodes + " nodes are available:" + (reasons.isEmpty() ? "" : " " + reasons + ".");
    }
}
