package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.validation.ClaimWarnings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Warnings about persistent volumes and claims. */
final class VolumeWarnings {

    private static final String CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";
    private static final String CLASS_WARNING = "deprecated since v1.8; use \"storageClassName\" attribute instead";
    private static final String MOUNT_ANNOTATION = "volume.beta.kubernetes.io/mount-options";

    /** Kinds of volume that nothing serves any more, by the name that the warning gives them. */
    private static final Map<String, String> GONE = Map.of(
            "cephfs", "cephfs: deprecated in v1.28, non-functional in v1.31+",
            "photonPersistentDisk", "photonPersistentDisk: deprecated in v1.11, non-functional in v1.16+",
            "scaleIO", "scaleIO: deprecated in v1.16, non-functional in v1.22+",
            "storageos", "storageOS: deprecated in v1.22, non-functional in v1.25+",
            "glusterfs", "glusterfs: deprecated in v1.25, non-functional in v1.26+",
            "rbd", "rbd: deprecated in v1.28, non-functional in v1.31+");

    private VolumeWarnings() {}

    static List<String> of(ObjectNode volume) {
        List<String> warnings = new ArrayList<>();
        JsonNode annotations = volume.path("metadata").path("annotations");
        if (annotations.has(CLASS_ANNOTATION)) {
            warnings.add("metadata.annotations[" + CLASS_ANNOTATION + "]: " + CLASS_WARNING);
        }
        if (annotations.has(MOUNT_ANNOTATION)) {
            warnings.add("metadata.annotations[" + MOUNT_ANNOTATION
                    + "]: deprecated since v1.31; use \"mountOptions\" attribute instead");
        }
        JsonNode spec = volume.path("spec");
        if (Nodes.text(spec, "persistentVolumeReclaimPolicy").equals("Recycle")) {
            warnings.add(
                    "spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended"
                            + " approach is to use dynamic provisioning.");
        }
        GONE.entrySet().stream()
                .filter(entry -> Nodes.has(spec, entry.getKey()))
                .forEach(entry -> warnings.add("spec." + entry.getValue()));
        return warnings;
    }

    static List<String> ofClaim(ObjectNode claim) {
        List<String> warnings = new ArrayList<>();
        if (claim.path("metadata").path("annotations").has(CLASS_ANNOTATION)) {
            warnings.add("metadata.annotations[" + CLASS_ANNOTATION + "]: " + CLASS_WARNING);
        }
        warnings.addAll(ClaimWarnings.ofSpec(claim.path("spec"), "spec"));
        return warnings;
    }
}
