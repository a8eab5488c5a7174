package io.gantry.agent.manifest;

import io.gantry.agent.object.Pod;

/** Runs pods that do not come from the API. */
public interface StaticPodRunner {

    /** Does nothing for one that runs already. */
    void run(Pod pod);

    void end(Pod pod);

    /** Whether another pod of the same name is still here. */
    boolean hasOther(Pod pod);
}
