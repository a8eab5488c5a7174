package io.gantry.agent.pod;

import io.gantry.agent.object.Probe;
import java.util.Optional;

/**
 * What the probes say of a running container.
 *
 * @param started its startup probe has succeeded, or it has none
 * @param ready its readiness probe holds, or it has none
 * @param failed the probe because of which it has to be killed
 */
public record Health(boolean started, boolean ready, Optional<Probe.Kind> failed) {

    /** Of a container without probes. */
    public static final Health GOOD = new Health(true, true, Optional.empty());
}
