package io.gantry.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.event.EventDraft;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Volumes that are directories of a node: provisioner and nodes agree here on how they are told from others, where they are, and who may
 * say that one is gone (docs/adr/0010).
 */
public final class NodeLocal {

    public static final String PROVISIONER = "gantry.io/node-local";

    /** On a volume, until its directory is gone. */
    public static final String FINALIZER = "gantry.io/node-local";

    /** On a node: the directory that its volumes are made in. */
    public static final String FOLDER = "gantry.io/local-volumes";

    /** On a volume: the node that has its directory. */
    public static final String NODE = "gantry.io/node";

    private static final String HOST_NAME = "kubernetes.io/hostname";

    private NodeLocal() {}

    /** Where a node makes volumes; empty when its agent does not say. */
    public static Optional<String> folder(ApiObject node) {
        return Optional.of(Nodes.text(node.metadata().path("annotations"), FOLDER))
                .filter(path -> path.startsWith("/"));
    }

    /** The name of the node that has a volume's directory; empty for volumes of other provisioners. */
    public static Optional<String> nodeOf(ApiObject volume) {
        return new PersistentVolume(volume).provisioner().equals(PROVISIONER)
                ? Optional.of(Nodes.text(volume.metadata().path("annotations"), NODE))
                        .filter(name -> !name.isEmpty())
                : Optional.empty();
    }

    public static boolean holds(ApiObject volume) {
        return Nodes.texts(volume.metadata(), "finalizers").contains(FINALIZER);
    }

    /** Whether nothing but its directory keeps a volume from going, and the directory is to go too. */
    public static boolean isToBeRemoved(ApiObject volume) {
        PersistentVolume state = new PersistentVolume(volume);
        return volume.isBeingDeleted()
                && holds(volume)
                && state.reclaimPolicy().equals("Delete")
                && !state.phase().equals("Bound");
    }

    /** The volume without the mark of its directory. */
    public static ObjectNode letGo(ObjectNode volume) {
        ObjectNode metadata = Nodes.child(volume, "metadata");
        List<String> others = Nodes.texts(metadata, "finalizers").stream()
                .filter(finalizer -> !finalizer.equals(FINALIZER))
                .toList();
        metadata.remove("finalizers");
        if (!others.isEmpty()) {
            others.forEach(metadata.putArray("finalizers")::add);
        }
        return volume;
    }

    /** A volume for a claim on a node. Its name follows from the claim, so that making it twice makes one. */
    public static ObjectNode volume(
            PersistentVolumeClaim claim, StorageClass storageClass, ApiObject node, String folder) {
        String name = "pvc-" + claim.uid();
        ObjectNode volume = Json.object();
        ObjectNode metadata = volume.putObject("metadata").put("name", name);
        metadata.putObject("annotations")
                .put(StorageNames.PROVISIONED_BY, PROVISIONER)
                .put(NODE, node.name());
        metadata.putArray("finalizers").add(FINALIZER);
        ObjectNode spec = volume.putObject("spec");
        spec.putObject("capacity").put("storage", claim.request().toString());
        claim.accessModes().forEach(spec.putArray("accessModes")::add);
        spec.put("persistentVolumeReclaimPolicy", storageClass.reclaimPolicy());
        spec.put("storageClassName", storageClass.name());
        spec.put("volumeMode", "Filesystem");
        spec.set("claimRef", EventDraft.reference(claim.object()));
        spec.putObject("local").put("path", folder + "/" + name);
        ObjectNode requirement = spec.putObject("nodeAffinity")
                .putObject("required")
                .putArray("nodeSelectorTerms")
                .addObject()
                .putArray("matchExpressions")
                .addObject();
        requirement
                .put("key", HOST_NAME)
                .put("operator", "In")
                .putArray("values")
                .add(hostName(node));
        return volume;
    }

    private static String hostName(ApiObject node) {
        Map<String, String> labels = node.labels();
        return labels.getOrDefault(HOST_NAME, node.name());
    }
}
