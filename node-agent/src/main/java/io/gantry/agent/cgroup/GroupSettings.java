package io.gantry.agent.cgroup;

/**
 * How pods get control groups.
 *
 * @param mode whether they do
 * @param root the group that kubepods is made in; / for the top
 * @param maxProcesses that one pod may have; 0 for no limit
 */
public record GroupSettings(Mode mode, String root, long maxProcesses) {

    /** Who puts containers into groups. */
    public enum Mode {
        /** Containers are in the group of their pod, pods in those of their class. */
        PODS,
        /** The engine, each container by itself. */
        ENGINE
    }

    public static final GroupSettings OFF = new GroupSettings(Mode.ENGINE, "/", 0);
}
