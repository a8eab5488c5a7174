package io.gantry.scheduler;

import io.gantry.object.ObjectKey;

/** Where the scheduler tells what it did with a pod. */
public interface SchedulerEvents {

    /** Reason {@code Scheduled}. */
    void scheduled(ObjectKey pod, String uid, String nodeName);

    /** Reason {@code FailedScheduling}. */
    void failed(ObjectKey pod, String uid, String message);
}
