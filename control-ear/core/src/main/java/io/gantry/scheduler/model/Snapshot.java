package io.gantry.scheduler.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The nodes at one moment, in a fixed order.
 *
 * @param namespaceLabels labels of namespaces by name, for namespace selectors of affinity terms
 * @param nominated pods for which room is being made, by the name of the node
 */
public record Snapshot(
        List<NodeInfo> nodes, Map<String, Map<String, String>> namespaceLabels, Map<String, List<PodInfo>> nominated) {

    public Optional<NodeInfo> node(String name) {
        return name.isEmpty()
                ? Optional.empty()
                : nodes.stream().filter(node -> node.name().equals(name)).findFirst();
    }

    public List<PodInfo> nominatedTo(String nodeName) {
        return nominated.getOrDefault(nodeName, List.of());
    }

    /** The same moment with another state of one node. */
    public Snapshot with(NodeInfo changed) {
        List<NodeInfo> list = new ArrayList<>(nodes);
        list.replaceAll(node -> node.name().equals(changed.name()) ? changed : node);
        return new Snapshot(list, namespaceLabels, nominated);
    }
}
