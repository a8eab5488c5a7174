package io.gantry.scheduler.model;

import java.util.List;

/**
 * Why a node cannot take a pod.
 *
 * @param reasons in upstream's words, each counted by itself in the FailedScheduling event
 * @param remedy whether fewer pods on the node could change it
 */
public record Rejection(List<String> reasons, Remedy remedy) {

    /** What could make the node take the pod after all. */
    public enum Remedy {
        /** Pods that leave the node. */
        EVICTION,
        /** Nothing that the scheduler can do. */
        NONE
    }

    /** A rejection that pods leaving the node might lift. */
    public static Rejection resolvable(String reason) {
        return new Rejection(List.of(reason), Remedy.EVICTION);
    }

    /** A rejection that stays whatever pods leave the node. */
    public static Rejection lasting(String reason) {
        return new Rejection(List.of(reason), Remedy.NONE);
    }
}
