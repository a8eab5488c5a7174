package io.gantry.agent.cgroup;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The control groups of this machine, as whoever is in charge of them wants them made. */
interface ControlGroupTree {

    /** How the engine is told to put containers into the group. */
    String parent(GroupName name);

    /** Makes the group, with all above it, unless it is there, and gives it these limits. */
    void apply(GroupName name, GroupLimits limits) throws IOException;

    /**
     * Limits the huge pages of one container. Does nothing where they are not counted, or when the container has ended.
     *
     * @param pod the group that the engine made the container's in
     */
    void limitHugePages(GroupName pod, String containerId, Map<String, Long> bytesBySize) throws IOException;

    /** Ends what still runs in the group, and removes it with all below it. Does nothing when it is not there. */
    void remove(GroupName name) throws IOException;

    /** Removes the group when nothing runs in it; another agent of the machine may have made it by mistake of its settings. */
    void removeIfIdle(GroupName name) throws IOException;

    /** The last parts of the names of the groups right below. */
    List<String> children(GroupName name) throws IOException;

    /** Bytes; empty when the kernel does not say. */
    OptionalLong memoryUsed(GroupName name) throws IOException;
}
