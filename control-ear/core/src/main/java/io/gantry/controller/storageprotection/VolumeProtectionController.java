package io.gantry.controller.storageprotection;

import io.gantry.cache.ClusterView;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import java.time.Instant;

/** Holds a volume that is to be deleted while it is bound to a claim. */
public final class VolumeProtectionController implements Controller {

    private static final GroupResource VOLUMES = new GroupResource("", "persistentvolumes");
    private static final Protection PROTECTION = new Protection("kubernetes.io/pv-protection");

    @Override
    public String name() {
        return "persistentvolume-protection-controller";
    }

    @Override
    public Watches watches() {
        return Watches.none().own(VOLUMES);
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        return view.get(key)
                .map(volume -> PROTECTION.plan(volume, () -> isBound(volume)))
                .orElse(Plan.NOTHING);
    }

    private static boolean isBound(ApiObject volume) {
        return Nodes.text(volume.status(), "phase").equals("Bound");
    }
}
