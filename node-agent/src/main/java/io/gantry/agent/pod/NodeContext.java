package io.gantry.agent.pod;

import io.gantry.agent.object.Quantity;
import java.util.List;
import java.util.Map;

/**
 * The node that pods run on.
 *
 * @param addresses the node's own
 * @param memoryBytes of the machine
 * @param allocatable what pods may use, by resource
 */
public record NodeContext(String name, List<String> addresses, long memoryBytes, Map<String, Quantity> allocatable) {}
