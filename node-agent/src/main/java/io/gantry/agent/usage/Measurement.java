package io.gantry.agent.usage;

import io.gantry.agent.object.PodIdentity;
import io.gantry.agent.usage.ContainerUsages.Measured;
import java.util.List;
import java.util.Map;

/** What the machine and all running containers have used up to one time. */
public record Measurement(Usage node, Map<PodIdentity, List<Measured>> pods) {}
