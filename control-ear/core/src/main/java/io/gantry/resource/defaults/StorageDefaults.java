package io.gantry.resource.defaults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import java.util.List;

/** Defaults of storage.k8s.io. */
public final class StorageDefaults {

    private StorageDefaults() {}

    public static void storageClass(ObjectNode object) {
        Defaults.text(object, "reclaimPolicy", "Delete");
        Defaults.text(object, "volumeBindingMode", "Immediate");
    }

    public static void driver(ObjectNode object) {
        ObjectNode spec = Nodes.child(object, "spec");
        Defaults.flag(spec, "attachRequired", true);
        for (String flag : List.of("podInfoOnMount", "storageCapacity", "requiresRepublish", "seLinuxMount")) {
            Defaults.flag(spec, flag, false);
        }
        Defaults.text(spec, "fsGroupPolicy", "ReadWriteOnceWithFSType");
        if (spec.path("volumeLifecycleModes").isEmpty()) {
            spec.putArray("volumeLifecycleModes").add("Persistent");
        }
    }
}
