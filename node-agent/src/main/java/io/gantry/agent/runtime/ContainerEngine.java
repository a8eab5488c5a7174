package io.gantry.agent.runtime;

import java.util.List;

/**
 * The containers of this node that are ours; it never shows or touches others. All methods throw {@link EngineException} when the
 * engine is away or refuses.
 */
public interface ContainerEngine {

    /** All our containers and sandboxes. */
    List<ContainerRecord> list();

    /** Those that the last listings showed, without a request where one can remember: good for numbers, not for decisions. */
    default List<ContainerRecord> known() {
        return list();
    }

    /** The containers and sandboxes of one pod. */
    List<ContainerRecord> list(String podUid);

    /** Creates a container and returns its id. A leftover of the same name is replaced. */
    String create(ContainerSpec spec);

    void start(String id);

    /** Sends a signal by its name; does nothing when the container does not run. */
    void signal(String id, String signal);

    /** Gives a running container other shares, quota and memory; the kernel may refuse a limit below what is in use. */
    void update(String id, ContainerSpec.Resources resources);

    /** Kills and removes a container; does nothing when it is gone. */
    void remove(String id);

    /** Nothing when the container is gone. */
    DiskUse diskUsage(String id);

    EngineInfo info();
}
