package io.gantry.agent.eviction;

import io.gantry.agent.object.Pod;
import java.util.List;

/**
 * A running pod and what it uses.
 *
 * @param memoryBytes the working set
 * @param diskBytes of writable layers, logs and ephemeral volumes; 0 when the disk is not short
 */
public record PodUse(Pod pod, long memoryBytes, long diskBytes, long processes, List<ContainerUse> containers) {

    /** One container of it. */
    public record ContainerUse(String name, long memoryBytes, long diskBytes) {}
}
