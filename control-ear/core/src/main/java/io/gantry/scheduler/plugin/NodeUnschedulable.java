package io.gantry.scheduler.plugin;

import io.gantry.scheduler.model.FilterPlugin;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.scheduler.model.Snapshot;
import io.gantry.scheduler.model.Taint;
import java.util.Optional;

/** Keeps pods off cordoned nodes, unless they tolerate it. */
public final class NodeUnschedulable implements FilterPlugin {

    private static final Taint CORDONED = new Taint("node.kubernetes.io/unschedulable", "", "NoSchedule");

    @Override
    public NodeTest prepare(PodInfo pod, Snapshot snapshot) {
        if (pod.tolerations().stream().anyMatch(toleration -> toleration.tolerates(CORDONED))) {
            return NodeTest.ALL;
        }
        return node -> node.unschedulable() ? Optional.of("node(s) were unschedulable") : Optional.empty();
    }
}
