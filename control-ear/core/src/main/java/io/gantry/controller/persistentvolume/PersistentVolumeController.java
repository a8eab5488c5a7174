package io.gantry.controller.persistentvolume;

import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import io.gantry.storage.PersistentVolume;
import io.gantry.storage.PersistentVolumeClaim;
import io.gantry.storage.StorageClass;
import io.gantry.storage.StorageNames;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * Binds claims and volumes to each other, and says what becomes of volumes whose claim is gone. Making and deleting what is behind a
 * volume is the part of provisioners, which this controller asks by annotations.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/storage/persistent-volumes/">API page</a>
 */
public final class PersistentVolumeController implements Controller {

    static final String NAME = "persistentvolume-controller";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Watches watches() {
        return Watches.none()
                .on(StorageNames.CLAIMS, PersistentVolumeController::ofClaim)
                .on(StorageNames.VOLUMES, PersistentVolumeController::ofVolume)
                .on(StorageNames.CLASSES, PersistentVolumeController::ofClass);
    }

    /** The claim, and the volumes that are bound to it or wait for it. */
    private static Collection<ObjectKey> ofClaim(CacheEvent event, ClusterView view) {
        PersistentVolumeClaim claim = new PersistentVolumeClaim(event.object());
        List<ObjectKey> keys = new ArrayList<>(List.of(claim.key()));
        if (!claim.volumeName().isEmpty()) {
            keys.add(ObjectKey.cluster(StorageNames.VOLUMES, claim.volumeName()));
        } else if (event instanceof CacheEvent.Deleted) {
            // it may have gone while it was being bound
            view.list(StorageNames.VOLUMES).stream()
                    .filter(volume -> new PersistentVolume(volume).claimUid().equals(claim.uid()))
                    .map(ApiObject::key)
                    .forEach(keys::add);
        }
        return keys;
    }

    /** The volume, its claim, and when it is free or gone, all claims that look for one like it. */
    private static Collection<ObjectKey> ofVolume(CacheEvent event, ClusterView view) {
        PersistentVolume volume = new PersistentVolume(event.object());
        List<ObjectKey> keys = new ArrayList<>(List.of(volume.object().key()));
        volume.claimKey().ifPresent(keys::add);
        boolean free = volume.claimUid().isEmpty() && volume.phase().equals("Available");
        if (free || event instanceof CacheEvent.Deleted) {
            keys.addAll(claims(
                    view,
                    claim -> claim.volumeName().equals(volume.name())
                            || !claim.isBindCompleted() && claim.className().equals(volume.className())));
        }
        return keys;
    }

    /** The claims that wait for the class, and those without one, for it may be the default. */
    private static Collection<ObjectKey> ofClass(CacheEvent event, ClusterView view) {
        return event instanceof CacheEvent.Deleted
                ? List.of()
                : claims(
                        view,
                        claim -> !claim.isBindCompleted()
                                && (!claim.namesClass()
                                        || claim.className()
                                                .equals(event.object().name())));
    }

    private static List<ObjectKey> claims(ClusterView view, Predicate<PersistentVolumeClaim> which) {
        return view.list(StorageNames.CLAIMS).stream()
                .map(PersistentVolumeClaim::new)
                .filter(which)
                .map(PersistentVolumeClaim::key)
                .toList();
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        return view.get(key)
                .map(object -> key.resource().equals(StorageNames.CLAIMS)
                        ? claim(new PersistentVolumeClaim(object), view)
                        : VolumeRound.plan(new PersistentVolume(object), view))
                .orElse(Plan.NOTHING);
    }

    private static Plan claim(PersistentVolumeClaim claim, ClusterView view) {
        return claim.isBindCompleted()
                ? BoundClaimRound.plan(claim, view)
                : new UnboundClaimRound(claim, view, StorageClass.delaysBinding(claim, view)).plan();
    }
}
