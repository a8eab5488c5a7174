package io.gantry.agent.volume;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.host.Mounts;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import io.gantry.agent.object.Quantity;
import io.gantry.agent.volume.VolumeException.Origin;
import io.gantry.agent.volume.VolumeException.Step;
import io.gantry.agent.volume.VolumeOwnership.ChangePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Makes, refreshes and finds the volumes of pods. They live in {@code POD_DIR/volumes/NAME}. */
public final class PodVolumes {

    private static final int EVERYBODY = 0777;
    private static final int SET_GROUP_ID = 02000;

    private final Mounts mounts;
    private final VolumeSources sources;
    private final LocalVolumes localVolumes;

    public PodVolumes(Mounts mounts, VolumeSources sources, LocalVolumes localVolumes) {
        this.mounts = mounts;
        this.sources = sources;
        this.localVolumes = localVolumes;
    }

    /**
     * Makes a volume of the pod; doing it again refreshes one that is made from API objects.
     *
     * @param volume as in the pod's spec
     * @throws VolumeException in upstream's words, ready for a FailedMount event
     */
    public void setUp(Pod pod, JsonNode volume, Path podDir, Payload payload) throws VolumeException {
        String name = volume.path("name").asText();
        Path directory = path(podDir, name);
        Origin origin = Origin.OBJECT;
        try {
            JsonNode resolved = sources.of(pod, volume);
            origin = Payload.supports(resolved) ? Origin.OBJECT : Origin.HOST;
            name = resolved.path(VolumeSources.BEHIND)
                    .path("metadata")
                    .path("name")
                    .asText(name);
            make(pod, resolved, directory, payload);
        } catch (VolumeException e) {
            throw new VolumeException(e.step(), e.step().failure(name, e.getMessage()), origin, e);
        } catch (IOException e) {
            throw new VolumeException(Step.SET_UP, Step.SET_UP.failure(name, e.getMessage()), origin, e);
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

    private void make(Pod pod, JsonNode volume, Path directory, Payload payload) throws VolumeException, IOException {
        OptionalInt group = group(pod);
        requireSameMode(pod, volume);
        if (VolumeSources.isDevice(volume)) {
            VolumeDevices.require(volume);
        } else if (volume.has("hostPath")) {
            HostPaths.prepare(volume.path("hostPath"));
        } else if (volume.has("emptyDir")) {
            emptyDir(pod, volume.path("emptyDir"), directory, group);
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

    /** A device cannot be mounted by containers, and a file system is no device. */
    private static void requireSameMode(Pod pod, JsonNode volume) throws VolumeException {
        String name = volume.path("name").asText();
        String wrong = VolumeSources.isDevice(volume) ? "volumeMounts" : "volumeDevices";
        boolean used = Stream.concat(pod.allContainers().stream(), pod.ephemeralContainers().stream())
                .flatMap(container -> Json.list(container.json().path(wrong)).stream())
                .anyMatch(use -> use.path("name").asText().equals(name));
        if (used) {
            throw new VolumeException("volume " + name + " has volumeMode "
                    + (VolumeSources.isDevice(volume) ? "Block" : "Filesystem") + ", but is specified in " + wrong);
        }
    }

    private void local(Pod pod, JsonNode volume, Path path) throws VolumeException, IOException {
        JsonNode behind = volume.path(VolumeSources.BEHIND);
        Optional<Path> own = localVolumes.directory(behind);
        if (own.isPresent() && !behind.path("metadata").has("deletionTimestamp")) {
            localVolumes.make(own.get());
        }
        if (!Files.exists(path)) {
            throw new VolumeException(Step.NEW_MOUNTER, "path \"" + path + "\" does not exist");
        }
        if (!Files.isDirectory(path)) {
            throw new VolumeException("only directories are supported by this node: " + path);
        }
        OptionalInt group = group(pod);
        boolean writable = !volume.path("readOnly").asBoolean();
        if (writable && group.isPresent()) {
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

    private void emptyDir(Pod pod, JsonNode emptyDir, Path directory, OptionalInt group)
            throws VolumeException, IOException {
        String medium = emptyDir.path("medium").asText("");
        boolean fresh = !Files.exists(directory);
        Files.createDirectories(directory);
        if (medium.startsWith(HugePageMedium.ANY)) {
            mounts.hugePages(directory, HugePageMedium.size(medium, pod));
        } else if (medium.equals("Memory")) {
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
