package io.gantry.scheduler.plugin;

import io.gantry.cache.ClusterView;
import io.gantry.scheduler.model.PodInfo;
import io.gantry.storage.PersistentVolumeClaim;
import io.gantry.storage.StorageClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The claims of one pod, by what they wait for.
 *
 * @param bound those that have their volume
 * @param immediate those that wait for the controller
 * @param delayed those that wait for the scheduler, smallest first
 */
record ClaimsOfPod(
        List<PersistentVolumeClaim> bound, List<PersistentVolumeClaim> immediate, List<PersistentVolumeClaim> delayed) {

    static ClaimsOfPod of(PodInfo pod, ClusterView view) {
        List<PersistentVolumeClaim> bound = new ArrayList<>();
        List<PersistentVolumeClaim> immediate = new ArrayList<>();
        List<PersistentVolumeClaim> delayed = new ArrayList<>();
        pod.claims().stream()
                .map(use -> use.key(pod.namespace()))
                .distinct()
                .flatMap(key -> view.get(key).stream())
                .map(PersistentVolumeClaim::new)
                .forEach(claim -> {
                    if (claim.isFullyBound()) {
                        bound.add(claim);
                    } else if (claim.volumeName().isEmpty() && StorageClass.delaysBinding(claim, view)) {
                        delayed.add(claim);
                    } else {
                        immediate.add(claim);
                    }
                });
        delayed.sort(Comparator.comparing(PersistentVolumeClaim::request));
        return new ClaimsOfPod(bound, immediate, delayed);
    }

    boolean hasUnboundImmediate() {
        return !immediate.isEmpty();
    }
}
