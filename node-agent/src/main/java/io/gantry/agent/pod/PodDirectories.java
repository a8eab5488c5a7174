package io.gantry.agent.pod;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.JsonFile;
import io.gantry.agent.object.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One directory a pod, named by its uid: the pod as last seen, its network, its volumes, its termination messages. With it the
 * agent goes on after a restart even when the control plane is away.
 */
public final class PodDirectories {

    private static final Logger LOG = LoggerFactory.getLogger(PodDirectories.class);
    private static final String POD = "pod.json";

    private final Path root;

    public PodDirectories(Path root) {
        this.root = root;
    }

    public Path of(String uid) {
        return root.resolve(uid);
    }

    public void save(Pod pod) throws IOException {
        Path directory = of(pod.uid());
        Files.createDirectories(directory);
        // volumes below may be writable for everybody: keep the machine's other users out
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
        JsonFile.replace(directory.resolve(POD), pod.json());
    }

    /** The pods that were on this node before; one that cannot be read is left out, and found again by its containers. */
    public List<ObjectNode> load() throws IOException {
        List<ObjectNode> pods = new ArrayList<>();
        if (!Files.isDirectory(root)) {
            return pods;
        }
        try (Stream<Path> directories = Files.list(root)) {
            for (Path directory : directories.toList()) {
                Path file = directory.resolve(POD);
                try {
                    if (Files.exists(file)) {
                        pods.add(Json.read(Files.readAllBytes(file)));
                    }
                } catch (UncheckedIOException e) {
                    LOG.warn("event=unreadable-pod file={} error=\"{}\"", file, e.getMessage());
                }
            }
        }
        return pods;
    }
}
