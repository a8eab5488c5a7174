package io.gantry.controller.storageprotection;

import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Holds a VolumeAttributesClass that is to be deleted while a claim or a volume has it, or is being changed to it. */
public final class AttributesClassProtectionController implements Controller {

    private static final GroupResource CLASSES = new GroupResource("storage.k8s.io", "volumeattributesclasses");
    private static final GroupResource CLAIMS = new GroupResource("", "persistentvolumeclaims");
    private static final GroupResource VOLUMES = new GroupResource("", "persistentvolumes");
    private static final Protection PROTECTION = new Protection("kubernetes.io/vac-protection");

    @Override
    public String name() {
        return "volumeattributesclass-protection-controller";
    }

    @Override
    public Watches watches() {
        return Watches.none()
                .own(CLASSES)
                .on(CLAIMS, (event, view) -> letGo(event))
                .on(VOLUMES, (event, view) -> letGo(event));
    }

    /** The classes that an object has no more. */
    private static Collection<ObjectKey> letGo(CacheEvent event) {
        Set<String> names = switch (event) {
            case CacheEvent.Added added -> Set.of();
            case CacheEvent.Modified modified -> {
                Set<String> gone = new TreeSet<>(classes(modified.previous()));
                gone.removeAll(classes(modified.object()));
                yield gone;
            }
            case CacheEvent.Deleted deleted -> classes(deleted.object());
        };
        return names.stream().map(name -> ObjectKey.cluster(CLASSES, name)).toList();
    }

    private static Set<String> classes(ApiObject object) {
        Set<String> names = new TreeSet<>(List.of(
                Nodes.text(object.spec(), "volumeAttributesClassName"),
                Nodes.text(object.status(), "currentVolumeAttributesClassName"),
                Nodes.text(object.status().path("modifyVolumeStatus"), "targetVolumeAttributesClassName")));
        names.remove("");
        return names;
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        return view.get(key)
                .map(found -> PROTECTION.plan(found, () -> isUsed(found.name(), view)))
                .orElse(Plan.NOTHING);
    }

    private static boolean isUsed(String name, ClusterView view) {
        return view.list(CLAIMS).stream().anyMatch(claim -> classes(claim).contains(name))
                || view.list(VOLUMES).stream()
                        .anyMatch(volume -> classes(volume).contains(name));
    }
}
