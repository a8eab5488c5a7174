package io.gantry.agent.cgroup;

import java.util.Optional;

/**
 * How the group of a pod is, and how it should be.
 *
 * @param applied what it was given last; empty when that is not known
 */
public record GroupState(GroupLimits wanted, Optional<GroupLimits> applied) {

    /** Of a pod that has no group of ours. */
    public static final GroupState NONE = new GroupState(GroupLimits.NONE, Optional.of(GroupLimits.NONE));

    /** Whether containers of the pod are still to be given what the pod was promised. */
    public enum Containers {
        DUE,
        SETTLED
    }

    /**
     * What the group is to be given now; empty for nothing. A group grows before its containers, for the kernel refuses a container
     * that may use more than its pod, and shrinks after them.
     */
    public Optional<GroupLimits> next(Containers containers) {
        GroupLimits target = switch (containers) {
            case DUE -> applied.map(wanted::orMore).orElse(wanted.unbounded());
            case SETTLED -> wanted;
        };
        return applied.equals(Optional.of(target)) ? Optional.empty() : Optional.of(target);
    }

    /** Whether containers may be given what the pod was promised. */
    public boolean hasRoom() {
        return applied.filter(limits -> limits.covers(wanted)).isPresent();
    }
}
