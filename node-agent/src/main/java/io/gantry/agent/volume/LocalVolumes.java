package io.gantry.agent.volume;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.object.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The directories of volumes that gantry.io/node-local has made on this node, one for each PersistentVolume and named like it. Only these
 * are ever made or removed: whatever a PersistentVolume says, its path must be the one that follows from its name.
 *
 * @param folder the agent's own, told to the control plane with the Node
 */
public record LocalVolumes(Path folder) {

    /** On the Node: where its volumes are made. */
    public static final String FOLDER = "gantry.io/local-volumes";

    private static final String PROVISIONER = "gantry.io/node-local";
    private static final String FINALIZER = "gantry.io/node-local";
    private static final int EVERYBODY = 0777;

    /** The directory of a PersistentVolume; empty when it is none of these. */
    Optional<Path> directory(JsonNode volume) {
        JsonNode metadata = volume.path("metadata");
        boolean own = metadata.path("annotations")
                .path("pv.kubernetes.io/provisioned-by")
                .asText()
                .equals(PROVISIONER);
        Path expected = folder.resolve(metadata.path("name").asText());
        String path = volume.path("spec").path("local").path("path").asText();
        return own && folder.equals(expected.getParent()) && expected.toString().equals(path)
                ? Optional.of(expected)
                : Optional.empty();
    }

    /** Whether the control plane waits for the directory to go. */
    static boolean isToBeRemoved(JsonNode volume) {
        JsonNode metadata = volume.path("metadata");
        return Json.strings(metadata.path("finalizers")).contains(FINALIZER)
                && metadata.has("deletionTimestamp")
                && volume.path("spec")
                        .path("persistentVolumeReclaimPolicy")
                        .asText()
                        .equals("Delete")
                && !volume.path("status").path("phase").asText().equals("Bound");
    }

    /** Makes the directory, unless it is there; any user of a pod may write to it. */
    void make(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Files.createDirectories(folder);
        // keep the machine's other users out
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Files.createDirectory(directory);
        Files.setAttribute(directory, "unix:mode", EVERYBODY);
    }
}
