package io.gantry.agent.volume;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.host.Mounts;
import io.gantry.agent.object.Pod;
import io.gantry.agent.object.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Makes, refreshes and finds the volumes of pods. They live in {@code POD_DIR/volumes/NAME}. */
public final class PodVolumes {

    private static final int EVERYBODY = 0777;
    private static final int SET_GROUP_ID = 02000;

    private final Mounts mounts;

    public PodVolumes(Mounts mounts) {
        this.mounts = mounts;
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
                prepare(volume, path(podDir, name), group(pod), payload);
            } catch (VolumeException | IOException e) {
                throw new VolumeException(
                        "MountVolume.SetUp failed for volume \"" + name + "\" : " + e.getMessage(), e);
            }
        }
    }

    /** Where the content of a volume is on the host. */
    public static Path source(JsonNode volume, Path podDir) {
        return volume.has("hostPath")
                ? Path.of(volume.path("hostPath").path("path").asText())
                : path(podDir, volume.path("name").asText());
    }

    private void prepare(JsonNode volume, Path directory, OptionalInt group, Payload payload)
            throws VolumeException, IOException {
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
        } else {
            throw new VolumeException("volume type is not supported by this node: " + volume);
        }
    }

    private void emptyDir(JsonNode emptyDir, Path directory, OptionalInt group) throws IOException {
        boolean fresh = !Files.exists(directory);
        Files.createDirectories(directory);
        if (emptyDir.path("medium").asText("").equals("Memory")) {
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
