package io.gantry.resource.defaults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import java.util.List;

/** Defaults of PersistentVolumes and claims. */
public final class ClaimDefaults {

    private static final String FILESYSTEM = "Filesystem";

    private ClaimDefaults() {}

    public static void apply(ObjectNode claim) {
        ObjectNode spec = Nodes.child(claim, "spec");
        Defaults.text(spec, "volumeMode", FILESYSTEM);
        Nodes.child(spec, "resources");
        ResourceAmounts.canonicalise(spec.path("resources"));
        ObjectNode status = Nodes.child(claim, "status");
        Defaults.text(status, "phase", "Pending");
        ResourceAmounts.canonicaliseList(status.path("capacity"));
        ResourceAmounts.canonicaliseList(status.path("allocatedResources"));
    }

    public static void volume(ObjectNode volume) {
        ObjectNode spec = Nodes.child(volume, "spec");
        Defaults.text(spec, "persistentVolumeReclaimPolicy", "Retain");
        Defaults.text(spec, "volumeMode", FILESYSTEM);
        ResourceAmounts.canonicaliseList(spec.path("capacity"));
        if (spec.get("hostPath") instanceof ObjectNode path && !Nodes.has(path, "type")) {
            path.put("type", "");
        }
        source(spec);
        Defaults.text(Nodes.child(volume, "status"), "phase", "Pending");
    }

    /** Of a source that pods and persistent volumes have in common. */
    static void source(ObjectNode spec) {
        for (String name : List.of("rbd", "azureDisk", "scaleIO", "iscsi")) {
            if (spec.get(name) instanceof ObjectNode source) {
                switch (name) {
                    case "rbd" -> {
                        Defaults.text(source, "pool", "rbd");
                        Defaults.text(source, "user", "admin");
                        Defaults.text(source, "keyring", "/etc/ceph/keyring");
                    }
                    case "azureDisk" -> {
                        Defaults.text(source, "cachingMode", "ReadWrite");
                        Defaults.text(source, "kind", "Shared");
                        Defaults.text(source, "fsType", "ext4");
                        Defaults.flag(source, "readOnly", false);
                    }
                    case "scaleIO" -> {
                        Defaults.text(source, "storageMode", "ThinProvisioned");
                        Defaults.text(source, "fsType", "xfs");
                    }
                    default -> Defaults.text(source, "iscsiInterface", "default");
                }
            }
        }
    }
}
