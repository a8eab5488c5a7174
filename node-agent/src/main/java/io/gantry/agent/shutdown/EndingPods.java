package io.gantry.agent.shutdown;

import io.gantry.agent.object.Pod;
import java.util.List;

/** The pods of a node that goes down. */
public interface EndingPods {

    /** Those that are to run. */
    List<Pod> active();

    /** Asks one to end; it has failed then. */
    void terminate(Pod pod, long graceSeconds);

    /** Whether anything of it still runs. */
    boolean runs(Pod pod);
}
