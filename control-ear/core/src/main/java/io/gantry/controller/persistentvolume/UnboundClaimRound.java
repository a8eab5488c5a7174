package io.gantry.controller.persistentvolume;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Change;
import io.gantry.controller.Plan;
import io.gantry.controller.model.PodState;
import io.gantry.controller.model.ResourceNames;
import io.gantry.event.EventDraft;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.storage.PersistentVolume;
import io.gantry.storage.PersistentVolumeClaim;
import io.gantry.storage.StorageClass;
import io.gantry.storage.StorageNames;
import io.gantry.storage.VolumeMatch;
import java.util.List;
import java.util.Optional;

/**
 * A claim that was never bound: finds its volume, asks a provisioner for one, or says what it waits for.
 *
 * @param delayed whether its volume is chosen only when it is known where its first pod runs
 */
record UnboundClaimRound(PersistentVolumeClaim claim, ClusterView view, boolean delayed) {

    Plan plan() {
        return claim.volumeName().isEmpty() ? any() : requested();
    }

    private Plan any() {
        List<PersistentVolume> volumes = view.list(StorageNames.VOLUMES).stream()
                .map(PersistentVolume::new)
                .toList();
        VolumeMatch match = new VolumeMatch(claim);
        Optional<PersistentVolume> found = delayed ? match.meantForIt(volumes) : match.anywhere(volumes);
        if (found.isPresent()) {
            return Binding.of(claim, found.get());
        }
        Optional<StorageClass> becameDefault = claim.namesClass() ? Optional.empty() : StorageClass.ofDefault(view);
        if (becameDefault.isPresent()) {
            return withClass(becameDefault.get());
        }
        if (delayed && claim.selectedNode().isEmpty()) {
            return pending(awaitedConsumer());
        }
        if (claim.className().isEmpty()) {
            return pending(Binding.normal(
                    claim.object(),
                    "FailedBinding",
                    "no persistent volumes available for this claim and no storage class is set"));
        }
        return StorageClass.named(claim.className(), view)
                .map(this::provision)
                .orElseGet(() -> Plan.builder()
                        .event(Binding.warning(
                                claim.object(),
                                "ProvisioningFailed",
                                "storageclass.storage.k8s.io \"" + claim.className() + "\" not found"))
                        .build());
    }

    /** Claims of before there was a default class get it when there is one (KEP-3333). */
    private Plan withClass(StorageClass found) {
        ObjectNode desired = claim.object().copy();
        Nodes.child(desired, "spec").put("storageClassName", found.name());
        return Plan.builder().update(claim.object(), desired).build();
    }

    private Plan pending(EventDraft news) {
        return Plan.builder()
                .event(news)
                .updateStatus(claim.object(), ClaimStatus.without(claim, "Pending"))
                .build();
    }

    private EventDraft awaitedConsumer() {
        List<String> pods = view.list(ResourceNames.PODS, claim.object().namespace()).stream()
                .filter(pod -> pod.nodeName().isEmpty() && claim.isUsedBy(pod))
                .map(PodState::new)
                .filter(pod -> !pod.isTerminal())
                .map(PodState::name)
                .toList();
        return switch (pods.size()) {
            case 0 ->
                Binding.normal(
                        claim.object(),
                        "WaitForFirstConsumer",
                        "waiting for first consumer to be created before binding");
            case 1 -> waitForPod("waiting for pod " + pods.getFirst() + " to be scheduled");
            default -> waitForPod("waiting for pods " + String.join(",", pods) + " to be scheduled");
        };
    }

    private EventDraft waitForPod(String message) {
        return Binding.normal(claim.object(), "WaitForPodScheduled", message);
    }

    private Plan provision(StorageClass storageClass) {
        String provisioner = storageClass.provisioner();
        if (provisioner.startsWith("kubernetes.io/")) {
            // what was once built in
            return Plan.of(new Change.RecordEvent(Binding.warning(
                    claim.object(), "ProvisioningFailed", "no volume plugin matched name: " + provisioner)));
        }
        return Plan.builder()
                .update(claim.object(), askedFrom(provisioner))
                .event(Binding.normal(
                        claim.object(),
                        "ExternalProvisioning",
                        "Waiting for a volume to be created either by the external provisioner '" + provisioner
                                + "' or manually by the system administrator. If volume creation is delayed, please"
                                + " verify that the provisioner is running and correctly registered."))
                .build();
    }

    private ObjectNode askedFrom(String provisioner) {
        ObjectNode desired = claim.object().copy();
        if (!claim.provisioner().equals(provisioner)) {
            Nodes.child(Nodes.child(desired, "metadata"), "annotations")
                    .put(StorageNames.BETA_PROVISIONER, provisioner)
                    .put(StorageNames.PROVISIONER, provisioner);
        }
        return desired;
    }

    /** A person has named the volume. */
    private Plan requested() {
        Optional<PersistentVolume> volume = view.get(ObjectKey.cluster(StorageNames.VOLUMES, claim.volumeName()))
                .map(PersistentVolume::new);
        if (volume.isEmpty()) {
            return Plan.builder()
                    .updateStatus(claim.object(), ClaimStatus.without(claim, "Pending"))
                    .build();
        }
        if (volume.get().isClaimed()) {
            return volume.get().isBoundTo(claim)
                    ? Binding.of(claim, volume.get())
                    : pending(Binding.warning(
                            claim.object(),
                            "FailedBinding",
                            "volume \"" + volume.get().name() + "\" already bound to a different claim."));
        }
        return volume.get()
                .whyNotFor(claim)
                .map(why -> pending(Binding.warning(
                        claim.object(),
                        "VolumeMismatch",
                        "Cannot bind to requested volume \"" + volume.get().name() + "\": " + why)))
                .orElseGet(() -> Binding.of(claim, volume.get()));
    }
}
