package io.gantry.agent.image;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.JsonFile;
import io.gantry.agent.object.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is remembered of pulls, on disk, laid out and written as the kubelet does: {@code pulling} has a file for each pull that has begun and
 * not ended, {@code pulled} one for each image.
 */
public final class PullRecordFiles {

    private static final Logger LOG = LoggerFactory.getLogger(PullRecordFiles.class);
    private static final String PREFIX = "sha256-";

    private final Path pulling;
    private final Path pulled;

    /** @param directory made when it is missing; nobody else may read it */
    public PullRecordFiles(Path directory) throws IOException {
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        pulling = Files.createDirectories(directory.resolve("pulling"), ownerOnly);
        pulled = Files.createDirectories(directory.resolve("pulled"), ownerOnly);
    }

    void intend(String image) throws IOException {
        JsonFile.replace(
                pulling.resolve(fileName(image)),
                Json.object()
                        .put("kind", "ImagePullIntent")
                        .put("apiVersion", PulledImage.API_VERSION)
                        .put("image", image));
    }

    boolean intended(String image) {
        return Files.exists(pulling.resolve(fileName(image)));
    }

    void forgetIntent(String image) throws IOException {
        Files.deleteIfExists(pulling.resolve(fileName(image)));
    }

    /** Images of pulls that have not ended. */
    List<String> intents() throws IOException {
        List<String> images = new ArrayList<>();
        for (ObjectNode intent : readAll(pulling)) {
            images.add(intent.path("image").asText());
        }
        return images;
    }

    /** @throws IOException when there is a record that cannot be read */
    Optional<PulledImage> pulled(String id) throws IOException {
        try {
            return Optional.of(PulledImage.read(Json.read(Files.readAllBytes(pulled.resolve(fileName(id))))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (UncheckedIOException | IllegalArgumentException e) {
            throw new IOException("the record of image " + id + " is malformed: " + e.getMessage(), e);
        }
    }

    void write(PulledImage image) throws IOException {
        JsonFile.replace(pulled.resolve(fileName(image.id())), image.json());
    }

    void forget(String id) throws IOException {
        Files.deleteIfExists(pulled.resolve(fileName(id)));
    }

    /** Those that can be read. */
    List<PulledImage> all() throws IOException {
        List<PulledImage> images = new ArrayList<>();
        for (ObjectNode record : readAll(pulled)) {
            try {
                images.add(PulledImage.read(record));
            } catch (IllegalArgumentException e) {
                LOG.warn("event=bad-pull-record directory={} error=\"{}\"", pulled, e.getMessage());
            }
        }
        return images;
    }

    private static List<ObjectNode> readAll(Path directory) throws IOException {
        List<ObjectNode> objects = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.startsWith(PREFIX) && !name.endsWith(JsonFile.DRAFT)) {
                    read(file).ifPresent(objects::add);
                }
            }
        }
        return objects;
    }

    private static Optional<ObjectNode> read(Path file) throws IOException {
        try {
            return Optional.of(Json.read(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (UncheckedIOException e) {
            LOG.warn("event=bad-pull-record file={} error=\"{}\"", file, e.getMessage());
            return Optional.empty();
        }
    }

    private static String fileName(String key) {
        return PREFIX + Sha256.hex(key.getBytes(StandardCharsets.UTF_8));
    }
}
