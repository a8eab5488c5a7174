package io.gantry.agent.eviction;

import io.gantry.agent.object.Pod;
import io.gantry.agent.object.PodIdentity;
import io.gantry.agent.object.Pressure;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The node as evictions see it. */
interface NodeView {

    /** What cannot be measured is left out. */
    Map<Signal, Observation> observe();

    /**
     * The running pods that are wanted here, and what they use of what is short.
     *
     * @throws IOException when they cannot be measured
     */
    List<PodUse> pods(Function<PodIdentity, Optional<Pod>> wanted, Pressure pressure) throws IOException;
}
