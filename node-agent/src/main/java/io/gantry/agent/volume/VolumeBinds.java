package io.gantry.agent.volume;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.env.ConfigException;
import io.gantry.agent.env.Expansion;
import io.gantry.agent.object.Container;
import io.gantry.agent.object.Pod;
import io.gantry.agent.runtime.ContainerSpec.Access;
import io.gantry.agent.runtime.ContainerSpec.Bind;
import io.gantry.agent.runtime.ContainerSpec.Propagation;
import io.gantry.agent.runtime.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the volume mounts of a container into binds of host paths. */
public final class VolumeBinds {

    private static final Logger LOG = LoggerFactory.getLogger(VolumeBinds.class);
    /** Below a pod's directory: the parts of volumes that its containers mount. */
    public static final String SUB_PATHS = "volume-subpaths";

    /** How failures to show an image begin (CRI's ImageVolumeMountFailed). */
    public static final String IMAGE_NOT_MOUNTED = "ImageVolumeMountFailed: ";

    private final VolumeSources sources;
    private final SubPaths subPaths;

    public VolumeBinds(VolumeSources sources, SubPaths subPaths) {
        this.sources = sources;
        this.subPaths = subPaths;
    }

    /**
     * The binds, in the order of the mounts.
     *
     * @param environment for {@code subPathExpr}
     */
    public List<Bind> of(Pod pod, Container container, Path podDir, Map<String, String> environment)
            throws ConfigException, IOException {
        List<Bind> binds = new ArrayList<>();
        for (JsonNode mount : container.volumeMounts()) {
            binds.add(bind(pod, container, podDir, mount, environment));
        }
        return binds;
    }

    private Bind bind(Pod pod, Container container, Path podDir, JsonNode mount, Map<String, String> environment)
            throws ConfigException, IOException {
        String name = mount.path("name").asText();
        String target = mount.path("mountPath").asText();
        JsonNode resolved = sources.named(pod, container, name, "to mount into container");
        if (resolved.has("image")) {
            requireInImage(PodVolumes.source(resolved, podDir), mount, environment);
        }
        Path source = subPath(PodVolumes.source(resolved, podDir), podDir, mount, container, environment);
        return new Bind(
                source.toString(),
                target.startsWith("/") ? target : "/" + target,
                access(mount, resolved),
                propagation(mount.path("mountPropagation").asText("")));
    }

    /** Of other volumes, what is missing is made; nobody can write into an image. */
    private static void requireInImage(Path image, JsonNode mount, Map<String, String> environment) {
        String expression = mount.path("subPathExpr").asText("");
        String subPath =
                expression.isEmpty() ? mount.path("subPath").asText("") : Expansion.expand(expression, environment);
        if (!subPath.isEmpty() && !Files.exists(image.resolve(subPath).normalize())) {
            throw new EngineException(
                    IMAGE_NOT_MOUNTED + "subPath \"" + subPath + "\" of volume \""
                            + mount.path("name").asText() + "\" does not exist in its image",
                    null);
        }
    }

    private static Access access(JsonNode mount, JsonNode volume) {
        boolean readOnly = mount.path("readOnly").asBoolean()
                || volume.path("readOnly").asBoolean()
                || volume.has("image")
                || Payload.supports(volume);
        if (!readOnly) {
            return Access.WRITE;
        }
        // IfPossible is up to the node, and this one does not: not every engine can
        return mount.path("recursiveReadOnly").asText("").equals("Enabled") ? Access.READ_ALL : Access.READ;
    }

    private Path subPath(Path volume, Path podDir, JsonNode mount, Container container, Map<String, String> environment)
            throws ConfigException, IOException {
        String expression = mount.path("subPathExpr").asText("");
        Optional<String> missing = Expansion.missing(expression, environment);
        if (missing.isPresent()) {
            throw new ConfigException("missing value for \"" + missing.get() + "\"");
        }
        String subPath =
                expression.isEmpty() ? mount.path("subPath").asText("") : Expansion.expand(expression, environment);
        if (subPath.isEmpty()) {
            return volume;
        }
        if (subPath.startsWith("/")) {
            throw new ConfigException("error SubPath `" + subPath + "` must not be an absolute path");
        }
        if (List.of(subPath.split("/")).contains("..")) {
            throw new ConfigException("unable to provision SubPath `" + subPath + "`: must not contain '..'");
        }
        return pinned(volume, inside(volume, volume.resolve(subPath), mount, container), podDir, mount, container);
    }

    private Path pinned(Path volume, Path path, Path podDir, JsonNode mount, Container container)
            throws ConfigException {
        Path target = podDir.resolve(SUB_PATHS)
                .resolve(mount.path("name").asText())
                .resolve(container.name())
                .resolve(Integer.toString(container.volumeMounts().indexOf(mount)));
        try {
            return subPaths.pin(volume, path, target);
        } catch (IOException e) {
            LOG.warn("event=subpath-refused path={} error=\"{}\"", path, e.getMessage());
            throw refused(mount, container);
        }
    }

    /** Says nothing of the host's files. */
    private static ConfigException refused(JsonNode mount, Container container) {
        return new ConfigException("failed to prepare subPath for volumeMount \""
                + mount.path("name").asText() + "\" of container \"" + container.name() + "\"");
    }

    /** A link that a container left in the volume must not lead out of it. */
    private static Path inside(Path volume, Path path, JsonNode mount, Container container)
            throws ConfigException, IOException {
        Path root = volume.toRealPath();
        Path existing = path;
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (!existing.toRealPath().startsWith(root)) {
            throw refused(mount, container);
        }
        if (!Files.exists(path)) {
            Files.createDirectories(path);
            Files.setPosixFilePermissions(path, Files.getPosixFilePermissions(root));
        }
        return path.toRealPath();
    }

    private static Propagation propagation(String mode) {
        return switch (mode) {
            case "HostToContainer" -> Propagation.HOST_TO_CONTAINER;
            case "Bidirectional" -> Propagation.BIDIRECTIONAL;
            default -> Propagation.PRIVATE;
        };
    }
}
