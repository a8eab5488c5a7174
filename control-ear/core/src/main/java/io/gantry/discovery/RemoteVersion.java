package io.gantry.discovery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * A version of a group that another server serves.
 *
 * @param groupPriority groups of custom resources have 1000
 * @param resources its APIResourceList; empty when the server does not answer
 */
public record RemoteVersion(String group, String version, int groupPriority, Optional<ObjectNode> resources) {}
