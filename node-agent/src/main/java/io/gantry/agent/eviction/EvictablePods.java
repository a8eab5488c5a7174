package io.gantry.agent.eviction;

import io.gantry.agent.object.Pod;
import io.gantry.agent.object.PodIdentity;
import java.util.Optional;

/** The pods of the node, as far as evictions are concerned with them. */
public interface EvictablePods {

    /** The pod, unless nobody wants it to run any more. */
    Optional<Pod> wanted(PodIdentity identity);

    /** Whether it has run its course, and the control plane knows. */
    boolean ended(PodIdentity identity);

    void evict(Pod pod, String message, long graceSeconds);

    /** Whether anything of it still runs. */
    boolean runs(Pod pod);
}
