package io.gantry.scheduler.plugin;

import io.gantry.object.ObjectKey;
import io.gantry.storage.PersistentVolumeClaim;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What pods that are on their way to a node have been promised, and the cluster does not show yet. One thread only. */
final class ReservedVolumes {

    /** @param volumes names by claim */
    private record Promise(String node, Map<ObjectKey, String> volumes, Set<ObjectKey> provisions) {}

    private final Map<ObjectKey, Promise> byPod = new HashMap<>();

    void add(ObjectKey pod, String node, VolumesOnNode decided) {
        Map<ObjectKey, String> volumes = new HashMap<>();
        decided.matches()
                .forEach(
                        match -> volumes.put(match.claim().key(), match.volume().name()));
        Set<ObjectKey> provisions = new HashSet<>();
        decided.provisions().forEach(claim -> provisions.add(claim.key()));
        byPod.put(pod, new Promise(node, volumes, provisions));
    }

    void remove(ObjectKey pod) {
        byPod.remove(pod);
    }

    /** Whether the pod was promised anything for the claim. */
    boolean has(ObjectKey pod, ObjectKey claim) {
        Promise promise = byPod.get(pod);
        return promise != null
                && (promise.provisions().contains(claim) || promise.volumes().containsKey(claim));
    }

    boolean isToBeProvisioned(ObjectKey pod, ObjectKey claim) {
        Promise promise = byPod.get(pod);
        return promise != null && promise.provisions().contains(claim);
    }

    /** Where a volume for the claim is to be made: what the claim says, or what some pod was promised. */
    Optional<String> nodeOf(PersistentVolumeClaim claim) {
        return claim.selectedNode()
                .or(() -> byPod.values().stream()
                        .filter(promise -> promise.provisions().contains(claim.key()))
                        .map(Promise::node)
                        .findFirst());
    }

    /** The volume that another pod with the same claim was promised. */
    Optional<String> volumeOf(ObjectKey claim) {
        return byPod.values().stream()
                .flatMap(promise -> Optional.ofNullable(promise.volumes().get(claim)).stream())
                .findFirst();
    }

    /** The volumes that other claims are about to get. */
    Set<String> takenFrom(ObjectKey claim) {
        Set<String> taken = new HashSet<>();
        byPod.values()
                .forEach(promise -> promise.volumes().forEach((owner, volume) -> {
                    if (!owner.equals(claim)) {
                        taken.add(volume);
                    }
                }));
        return taken;
    }
}
