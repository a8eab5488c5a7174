package io.gantry.agent.volume;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.env.ConfigException;
import io.gantry.agent.env.VolumeFiles;
import io.gantry.agent.object.Pod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads from the volumes of a pod on this node. */
public record FilesOfVolumes(Pod pod, Path podDir) implements VolumeFiles {

    private static final long MAX_BYTES = 64 << 10;

    @Override
    public List<String> lines(String volume, String path) throws ConfigException {
        JsonNode found = pod.volumes().stream()
                .filter(candidate -> candidate.path("name").asText().equals(volume))
                .findFirst()
                .orElseThrow(() ->
                        new ConfigException("cannot find the volume \"" + volume + "\" referenced by FileKeyRef"));
        try {
            Path root = PodVolumes.source(found, podDir).toRealPath();
            Path file = root.resolve(path).toRealPath();
            // a link that a container left must not lead out of its volume
            if (!file.startsWith(root) || Files.size(file) > MAX_BYTES) {
                throw new ConfigException("couldn't parse env file");
            }
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ConfigException("couldn't parse env file");
        }
    }
}
