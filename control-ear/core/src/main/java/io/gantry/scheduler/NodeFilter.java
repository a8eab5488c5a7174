package io.gantry.scheduler;

import io.gantry.scheduler.model.FilterPlugin;
import io.gantry.scheduler.model.FilterPlugin.NodeTest;
import io.gantry.scheduler.model.NodeInfo;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.scheduler.model.Rejection;
import io.gantry.scheduler.model.Snapshot;
import java.util.List;
import java.util.Optional;

/** The filters, prepared for one pod. */
final class NodeFilter {

    /** A plugin that said no, and what it said. */
    record Refusal(FilterPlugin plugin, Rejection rejection) {}

    private record Prepared(FilterPlugin plugin, NodeTest test) {}

    private final PodInfo pod;
    private final Snapshot snapshot;
    private final List<Prepared> tests;

    private NodeFilter(PodInfo pod, Snapshot snapshot, List<Prepared> tests) {
        this.pod = pod;
        this.snapshot = snapshot;
        this.tests = tests;
    }

    static NodeFilter of(PodInfo pod, Snapshot snapshot, List<FilterPlugin> plugins) {
        return new NodeFilter(
                pod,
                snapshot,
                plugins.stream()
                        .map(plugin -> new Prepared(plugin, plugin.prepare(pod, snapshot)))
                        .filter(prepared -> prepared.test() != NodeTest.ALL)
                        .toList());
    }

    /**
     * Tests a node with the pods for which room is being made there, unless they are less important; and without them, since they may
     * never come and the pod may need them for company.
     */
    Optional<Refusal> reject(NodeInfo node) {
        List<PodInfo> expected = snapshot.nominatedTo(node.name()).stream()
                .filter(other ->
                        other.priority() >= pod.priority() && !other.uid().equals(pod.uid()))
                .toList();
        if (!expected.isEmpty()) {
            NodeInfo fuller = node;
            for (PodInfo other : expected) {
                fuller = fuller.with(other.on(node.name()));
            }
            Optional<Refusal> refusal = when(fuller).test(fuller);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return test(node);
    }

    /** The same filters when one node is as given. */
    NodeFilter when(NodeInfo changed) {
        Snapshot then = snapshot.with(changed);
        return new NodeFilter(
                pod,
                then,
                tests.stream()
                        .map(prepared -> prepared.plugin().looksAtOtherNodes()
                                ? new Prepared(
                                        prepared.plugin(), prepared.plugin().prepare(pod, then))
                                : prepared)
                        .toList());
    }

    private Optional<Refusal> test(NodeInfo node) {
        for (Prepared prepared : tests) {
            Optional<Rejection> rejection = prepared.test().reject(node);
            if (rejection.isPresent()) {
                return Optional.of(new Refusal(prepared.plugin(), rejection.get()));
            }
        }
        return Optional.empty();
    }
}
