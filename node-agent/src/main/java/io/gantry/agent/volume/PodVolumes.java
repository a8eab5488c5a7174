package io.gantry.agent.volume;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.host.Mounts;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import io.gantry.agent.object.Quantity;
import io.gantry.agent.volume.VolumeOwnership.ChangePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Makes, refreshes and finds the volumes of pods. They live in {@code POD_DIR/volumes/NAME}. */
public final class PodVolumes {

    private static final int EVERYBODY = 0777;
    private static final int SET_GROUP_ID = 02000;

    private final Mounts mounts;
    private final VolumeSources sources;
    /** Volumes that were given to the pod's group: once, for it may take long. */
    private final Set<String> owned = new HashSet<>();

    public PodVolumes(Mounts mounts, VolumeSources sources) {
        this.mounts = mounts;
        this.sources = sources;
    }

    /**
     * Makes all volumes of the pod; doing it again refreshes those made from API objects.
     *
     * @throws VolumeException in upstream's words, ready for a FailedMount event
     */
    public void prepare(Pod pod, Path podDir, Payload payload) throws VolumeException {
        for (JsonNode volume : pod.volumes()) {
            String name = volume.path("name").asText();
            try {
                prepare(pod, sources.of(pod, volume), path(podDir, name), payload);
            } catch (VolumeException | IOException e) {
                throw new VolumeException(
                        "MountVolume.SetUp failed for volume \"" + name + "\" : " + e.getMessage(), e);
            }
        }
    }

    /** Where the content of a volume is on the host. */
    static Path source(JsonNode volume, Path podDir) {
        for (String onHost : List.of("hostPath", "local")) {
            if (volume.has(onHost)) {
                return Path.of(volume.path(onHost).path("path").asText());
            }
        }
        return path(podDir, volume.path("name").asText());
    }

    private void prepare(Pod pod, JsonNode volume, Path directory, Payload payload)
            throws VolumeException, IOException {
        OptionalInt group = group(pod);
        if (volume.has("hostPath")) {
            HostPaths.prepare(volume.path("hostPath"));
        } else if (volume.has("emptyDir")) {
            emptyDir(volume.path("emptyDir"), directory, group);
        } else if (Payload.supports(volume)) {
            var files = payload.of(volume);
            Files.createDirectories(directory);
            if (Payload.confidential(volume)) {
                mounts.tmpfs(directory, OptionalLong.empty(), "0755");
            }
            new AtomicDirectory(directory, group).write(files);
        } else if (volume.has("local")) {
            local(pod, volume, source(volume, directory));
        } else if (volume.has("nfs")) {
            nfs(volume, directory);
        } else if (volume.has("image")) {
            // mounted when a container that uses it starts: until then its image is on its way
            Files.createDirectories(directory);
        } else {
            throw new VolumeException("volume type is not supported by this node: " + volume);
        }
    }

    private void local(Pod pod, JsonNode volume, Path path) throws VolumeException, IOException {
        if (!Files.isDirectory(path)) {
            throw new VolumeException("path \"" + path + "\" does not exist");
        }
        OptionalInt group = group(pod);
        if (group.isPresent() && owned.add(volume.path("name").asText())) {
            boolean always =
                    !pod.securityContext().path("fsGroupChangePolicy").asText().equals("OnRootMismatch");
            new VolumeOwnership(group.getAsInt())
                    .apply(path, always ? ChangePolicy.ALWAYS : ChangePolicy.ON_ROOT_MISMATCH);
        }
    }

    private void nfs(JsonNode volume, Path directory) throws IOException {
        JsonNode nfs = volume.path("nfs");
        Files.createDirectories(directory);
        List<String> options = new ArrayList<>(Json.strings(volume.path("mountOptions")));
        if (nfs.path("readOnly").asBoolean() || volume.path("readOnly").asBoolean()) {
            options.add("ro");
        }
        mounts.nfs(nfs.path("server").asText(), nfs.path("path").asText(), directory, options);
    }

    private void emptyDir(JsonNode emptyDir, Path directory, OptionalInt group) throws VolumeException, IOException {
        String medium = emptyDir.path("medium").asText("");
        if (medium.startsWith("HugePages")) {
            throw new VolumeException("storage medium " + medium + " is not supported by this node");
        }
        boolean fresh = !Files.exists(directory);
        Files.createDirectories(directory);
        if (medium.equals("Memory")) {
            JsonNode limit = emptyDir.path("sizeLimit");
            OptionalLong size = limit.isMissingNode()
                    ? OptionalLong.empty()
                    : OptionalLong.of(Quantity.parse(limit.asText()).units());
            mounts.tmpfs(directory, size, "0777");
        }
        if (fresh) {
            if (group.isPresent()) {
                Files.setAttribute(directory, "unix:gid", group.getAsInt());
            }
            Files.setAttribute(directory, "unix:mode", EVERYBODY | (group.isPresent() ? SET_GROUP_ID : 0));
        }
    }

    private static OptionalInt group(Pod pod) {
        JsonNode group = pod.securityContext().path("fsGroup");
        return group.isNumber() ? OptionalInt.of(group.asInt()) : OptionalInt.empty();
    }

    private static Path path(Path podDir, String name) {
        return podDir.resolve("volumes").resolve(name);
    }
}
