package io.gantry.agent.volume;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.cluster.ClusterState;
import io.gantry.agent.cluster.ObjectRef;
import io.gantry.agent.env.ConfigException;
import io.gantry.agent.object.Container;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import java.util.Optional;

/** Finds what is behind the volumes of a pod: of a claim, the volume that it is bound to. */
public record VolumeSources(ClusterState cluster) {

    /** In a resolved volume: the whole PersistentVolume. */
    static final String BEHIND = "persistentVolume";

    private static final String CLAIM = "persistentVolumeClaim";

    /** Whether a resolved volume is a device, and no file system. */
    static boolean isDevice(JsonNode resolved) {
        return resolved.path("volumeMode").asText("").equals("Block");
    }

    /**
     * A volume that a container names, in the form that {@link #of} gives.
     *
     * @param use what for, as in "to mount into container"
     * @throws ConfigException when the pod has no such volume, or its claim is missing or not bound
     */
    JsonNode named(Pod pod, Container container, String name, String use) throws ConfigException {
        JsonNode volume = pod.volumes().stream()
                .filter(candidate -> candidate.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new ConfigException(
                        "cannot find volume \"" + name + "\" " + use + " \"" + container.name() + "\""));
        try {
            return of(pod, volume);
        } catch (VolumeException e) {
            throw new ConfigException(e.getMessage());
        }
    }

    /**
     * The volume in the form of v1 Volume, with the source of a PersistentVolume in the place of a claim; {@code readOnly} says that
     * nobody may write to it.
     *
     * @throws VolumeException when the claim is missing or not bound, in upstream's words
     */
    public JsonNode of(Pod pod, JsonNode volume) throws VolumeException {
        if (volume.has(CLAIM)) {
            JsonNode reference = volume.path(CLAIM);
            return claimed(
                    pod,
                    volume,
                    reference.path("claimName").asText(),
                    reference.path("readOnly").asBoolean() ? Access.READ : Access.WRITE);
        }
        if (volume.has("ephemeral")) {
            String claim = pod.name() + "-" + volume.path("name").asText();
            requireOwner(pod, claim);
            return claimed(pod, volume, claim, Access.WRITE);
        }
        return volume;
    }

    /** Somebody else's claim may have the name. */
    private void requireOwner(Pod pod, String name) throws VolumeException {
        Optional<ObjectNode> claim =
                cluster.get(new ObjectRef(ObjectRef.PERSISTENT_VOLUME_CLAIMS, pod.namespace(), name));
        boolean foreign = claim.isPresent()
                && Json.list(claim.get().path("metadata").path("ownerReferences")).stream()
                        .noneMatch(owner -> owner.path("controller").asBoolean()
                                && owner.path("uid").asText().equals(pod.uid()));
        if (foreign) {
            throw new VolumeException("PVC " + pod.namespace() + "/" + name + " was not created for pod "
                    + pod.namespace() + "/" + pod.name() + " (pod is not owner)");
        }
    }

    private enum Access {
        READ,
        WRITE
    }

    private JsonNode claimed(Pod pod, JsonNode volume, String name, Access access) throws VolumeException {
        String trouble = "error processing PVC " + pod.namespace() + "/" + name + ": ";
        JsonNode claim = cluster.get(new ObjectRef(ObjectRef.PERSISTENT_VOLUME_CLAIMS, pod.namespace(), name))
                .orElseThrow(() -> new VolumeException(trouble
                        + "failed to fetch PVC from API server: persistentvolumeclaims \"" + name + "\" not found"));
        String volumeName = claim.path("spec").path("volumeName").asText("");
        if (!claim.path("status").path("phase").asText().equals("Bound") || volumeName.isEmpty()) {
            throw new VolumeException(trouble + "PVC is not bound");
        }
        ObjectNode present = cluster.get(new ObjectRef(ObjectRef.PERSISTENT_VOLUMES, "", volumeName))
                .orElseThrow(() -> new VolumeException(trouble
                        + "failed to fetch PV from API server: persistentvolumes \"" + volumeName + "\" not found"));
        if (!present.path("spec")
                .path("claimRef")
                .path("uid")
                .equals(claim.path("metadata").path("uid"))) {
            throw new VolumeException(trouble + "PVC " + name + " is not bound to PV " + volumeName);
        }
        ObjectNode source = present.path("spec").deepCopy();
        source.put("name", volume.path("name").asText());
        source.set(BEHIND, present);
        if (access == Access.READ) {
            source.put("readOnly", true);
        }
        return source;
    }
}
