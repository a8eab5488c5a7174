package io.gantry.storage;

import io.gantry.selector.LabelSelector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Finds the volume for a claim: the one that a person meant for it, or else the smallest that is free and large enough. */
public final class VolumeMatch {

    private final PersistentVolumeClaim claim;
    private final LabelSelector selector;

    public VolumeMatch(PersistentVolumeClaim claim) {
        this.claim = claim;
        this.selector = LabelSelector.of(claim.object().spec().path("selector"));
    }

    /** Of all volumes, those that can be used in the fewest other ways first. */
    public Optional<PersistentVolume> anywhere(Collection<PersistentVolume> volumes) {
        return byAccessModes(volumes).stream()
                .flatMap(group -> bestFirst(group, this::isFree).stream())
                .findFirst();
    }

    /** Only a volume that a person meant for the claim: any other waits until it is known where the claim's pod runs. */
    public Optional<PersistentVolume> meantForIt(Collection<PersistentVolume> volumes) {
        List<PersistentVolume> meant =
                volumes.stream().filter(volume -> volume.isBoundTo(claim)).toList();
        return byAccessModes(meant).stream()
                .flatMap(group -> bestFirst(group, volume -> false).stream())
                .findFirst();
    }

    /** All that the claim may get, for who must look further which of them can be used where. */
    public List<PersistentVolume> bestFirst(Collection<PersistentVolume> volumes) {
        List<PersistentVolume> suitable =
                volumes.stream().filter(this::isSuitable).toList();
        return bestFirst(suitable, volume -> isFree(volume) && volume.allows(claim));
    }

    /** The volumes that allow all that the claim asks for, in groups that allow the same; those that allow least first. */
    private List<List<PersistentVolume>> byAccessModes(Collection<PersistentVolume> volumes) {
        TreeMap<Integer, TreeMap<String, List<PersistentVolume>>> groups = new TreeMap<>();
        for (PersistentVolume volume : volumes) {
            if (isSuitable(volume) && volume.allows(claim)) {
                Set<String> modes = new TreeSet<>(volume.accessModes());
                groups.computeIfAbsent(modes.size(), size -> new TreeMap<>())
                        .computeIfAbsent(String.join(",", modes), text -> new ArrayList<>())
                        .add(volume);
            }
        }
        return groups.values().stream()
                .flatMap(group -> group.values().stream())
                .toList();
    }

    /** The one that is meant for the claim and no other; when there is none, the smaller ones first. */
    private List<PersistentVolume> bestFirst(
            Collection<PersistentVolume> suitable, Predicate<PersistentVolume> eligible) {
        return suitable.stream()
                .filter(volume -> volume.isBoundTo(claim))
                .findFirst()
                .map(List::of)
                .orElseGet(() -> suitable.stream()
                        .filter(eligible)
                        .sorted(Comparator.comparing(PersistentVolume::capacity))
                        .toList());
    }

    private boolean isSuitable(PersistentVolume volume) {
        return (!volume.isClaimed() || volume.isBoundTo(claim))
                && volume.capacity().compareTo(claim.request()) >= 0
                && volume.volumeMode().equals(claim.volumeMode())
                && volume.attributesClass().equals(claim.attributesClass())
                && !volume.object().isBeingDeleted();
    }

    private boolean isFree(PersistentVolume volume) {
        return volume.phase().equals("Available")
                && selector.matches(volume.object().labels())
                && volume.className().equals(claim.className());
    }
}
