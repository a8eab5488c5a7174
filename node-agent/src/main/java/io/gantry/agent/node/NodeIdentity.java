package io.gantry.agent.node;

import java.util.List;
import java.util.Map;

/** Who this node is: given at start. */
public record NodeIdentity(String name, List<String> addresses, Map<String, String> labels, String version) {}
