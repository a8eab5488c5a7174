package io.gantry.agent.volume;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.env.ConfigException;
import io.gantry.agent.object.Container;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import io.gantry.agent.runtime.ContainerSpec.Access;
import io.gantry.agent.runtime.ContainerSpec.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Turns the volume devices of a container, claims of volumes of the mode Block, into devices of the host. */
public record VolumeDevices(VolumeSources sources) {

    private static final int TYPE_BITS = 0170000;
    private static final int BLOCK = 0060000;

    /** The devices, in the order of the container's list. */
    public List<Device> of(Pod pod, Container container) throws ConfigException, IOException {
        List<Device> devices = new ArrayList<>();
        for (JsonNode use : Json.list(container.json().path("volumeDevices"))) {
            JsonNode volume = resolved(pod, container, use.path("name").asText());
            devices.add(new Device(
                    // the device itself: the path may be a link whose name changes with every boot
                    path(volume).toRealPath().toString(),
                    use.path("devicePath").asText(),
                    volume.path("readOnly").asBoolean() ? Access.READ : Access.WRITE));
        }
        return devices;
    }

    private JsonNode resolved(Pod pod, Container container, String name) throws ConfigException {
        JsonNode resolved = sources.named(pod, container, name, "to pass into container");
        try {
            require(resolved);
        } catch (VolumeException | IOException e) {
            throw new ConfigException(e.getMessage());
        }
        return resolved;
    }

    /** Only local volumes can be devices on this node. */
    static void require(JsonNode resolved) throws VolumeException, IOException {
        if (!resolved.has("local")) {
            throw new VolumeException(
                    VolumeException.Step.MAP_DEVICE,
                    "only local volumes can be block devices on this node: " + resolved);
        }
        Path path = path(resolved);
        if (!Files.exists(path)) {
            throw new VolumeException(VolumeException.Step.MAP_DEVICE, "path \"" + path + "\" does not exist");
        }
        if (((int) Files.getAttribute(path, "unix:mode") & TYPE_BITS) != BLOCK) {
            throw new VolumeException(VolumeException.Step.MAP_DEVICE, "path \"" + path + "\" is not a block device");
        }
    }

    private static Path path(JsonNode resolved) {
        return Path.of(resolved.path("local").path("path").asText());
    }
}
