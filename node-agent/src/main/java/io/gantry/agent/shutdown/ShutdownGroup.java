package io.gantry.agent.shutdown;

import io.gantry.agent.object.Pod;
import io.gantry.agent.shutdown.ShutdownSettings.Period;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Pods that end together, and the time that they have. */
record ShutdownGroup(Duration grace, List<Pod> pods) {

    /** Every pod in the group of the highest period that is not above its priority, the least important group first. */
    static List<ShutdownGroup> of(List<Period> periods, List<Pod> pods) {
        List<ShutdownGroup> groups = new ArrayList<>();
        for (Period period : periods) {
            groups.add(new ShutdownGroup(period.grace(), new ArrayList<>()));
        }
        for (Pod pod : pods) {
            int index = 0;
            for (int i = 1; i < periods.size(); i++) {
                if (pod.priority() >= periods.get(i).priority()) {
                    index = i;
                }
            }
            groups.get(index).pods().add(pod);
        }
        return groups;
    }

    /** Nobody gets more time than it asked for. */
    long graceSeconds(Pod pod) {
        return Math.min(grace.toSeconds(), pod.graceSeconds());
    }
}
