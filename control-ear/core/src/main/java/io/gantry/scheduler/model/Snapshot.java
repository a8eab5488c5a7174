package io.gantry.scheduler.model;

import java.util.List;
import java.util.Map;

/**
 * The nodes at one moment, in a fixed order.
 *
 * @param namespaceLabels labels of namespaces by name, for namespace selectors of affinity terms
 */
public record Snapshot(List<NodeInfo> nodes, Map<String, Map<String, String>> namespaceLabels) {}
