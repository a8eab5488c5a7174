package io.gantry.agent.runtime;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.command.PullImageCmd;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.Container;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Images over the Docker API. */
public final class DockerImages implements ImageStore, ImageInventory {

    private static final Logger LOG = LoggerFactory.getLogger(DockerImages.class);
    private static final int MAX_REMEMBERED = 1000;
    private static final Duration PULL_PATIENCE = Duration.ofMinutes(5);

    private final DockerApi docker;
    private final ConcurrentMap<String, String> apiIds = new ConcurrentHashMap<>();

    private final EngineSocket socket;

    public DockerImages(DockerApi docker) {
        this.docker = docker;
        this.socket = docker.socket();
    }

    /** Makes an image of one layer. docker-java's own call for it sends the stream as JSON. */
    public void importLayer(String name, byte[] tar) throws IOException {
        String query = "fromSrc=-&repo=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
        socket.post("/images/create?" + query, "application/x-tar", tar);
    }

    @Override
    public Optional<Image> find(String reference) {
        return docker.attempt(() -> {
            try {
                return Optional.of(
                        image(docker.client().inspectImageCmd(reference).exec()));
            } catch (NotFoundException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public boolean hasAccountFor(String reference) {
        return docker.client().pullImageCmd(withTag(reference)).getAuthConfig() != null;
    }

    @Override
    public void pull(String reference, Optional<Credentials> credentials) {
        DockerCalls.unlimited(() -> {
            try (PullProgress progress = command(reference, credentials).exec(new PullProgress())) {
                progress.await(reference, PULL_PATIENCE);
                // an image that had no digest of a repository may have one now
                apiIds.clear();
                return reference;
            } catch (IOException e) {
                throw new EngineException("cannot end the pull of " + reference + ": " + e.getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new EngineException("interrupted while pulling " + reference, e);
            }
        });
    }

    @Override
    public List<Image> list() {
        return docker.attempt(() -> docker.client().listImagesCmd().exec()).stream()
                .map(image -> new Image(
                        image.getId(),
                        image.getId(),
                        names(image.getRepoTags(), image.getRepoDigests()),
                        image.getSize(),
                        ""))
                .filter(image -> !image.names().isEmpty())
                .toList();
    }

    @Override
    public List<StoredImage> stored() {
        return list().stream()
                .map(image -> new StoredImage(image.id(), image.names(), image.sizeBytes()))
                .toList();
    }

    @Override
    public Set<String> inUse() {
        return docker
                .attempt(() ->
                        docker.client().listContainersCmd().withShowAll(true).exec())
                .stream()
                .map(Container::getImageId)
                .collect(Collectors.toSet());
    }

    @Override
    public void remove(StoredImage image) {
        for (String name : image.names()) {
            docker.attempt(() -> {
                try {
                    // never with force: the engine refuses what a container has
                    docker.client().removeImageCmd(name).withForce(false).exec();
                } catch (NotFoundException e) {
                    // it went with a name before
                } catch (ConflictException e) {
                    LOG.info("event=image-kept name={} reason=\"{}\"", name, e.getMessage());
                }
                return name;
            });
        }
        apiIds.remove(image.id());
    }

    @Override
    public List<Path> layers(String reference) {
        return layers(
                docker.attempt(() -> docker.client().inspectImageCmd(reference).exec()));
    }

    static List<Path> layers(InspectImageResponse inspected) {
        if (!RawFields.text(inspected, "GraphDriver", "Name").equals("overlay2")) {
            throw new EngineException("image volumes need a Docker engine with the storage driver overlay2", null);
        }
        return Stream.of("UpperDir", "LowerDir")
                .map(field -> RawFields.text(inspected, "GraphDriver", "Data", field))
                .flatMap(directories -> Arrays.stream(directories.split(":")))
                .filter(directory -> !directory.isEmpty())
                .map(Path::of)
                .toList();
    }

    /** What the API shows as {@code imageID} for the engine's image id. */
    String apiId(String engineId) {
        String known = apiIds.get(engineId);
        if (known != null) {
            return known;
        }
        String fresh = find(engineId).map(Image::id).orElse("docker://" + engineId);
        if (apiIds.size() < MAX_REMEMBERED) {
            apiIds.put(engineId, fresh);
        }
        return fresh;
    }

    private PullImageCmd command(String reference, Optional<Credentials> credentials) {
        PullImageCmd command = docker.client().pullImageCmd(withTag(reference));
        credentials.ifPresent(account -> command.withAuthConfig(new AuthConfig()
                .withUsername(account.username())
                .withPassword(account.password())
                .withRegistryAddress(account.registry())));
        return command;
    }

    /** Without a tag the engine would fetch all of them. */
    static String withTag(String reference) {
        boolean tagged = reference.contains("@") || reference.lastIndexOf(':') > reference.lastIndexOf('/');
        return tagged ? reference : reference + ":latest";
    }

    private static Image image(InspectImageResponse inspected) {
        List<String> digests = Objects.requireNonNullElse(inspected.getRepoDigests(), List.of());
        String id = digests.isEmpty() ? "docker://" + inspected.getId() : "docker-pullable://" + digests.getFirst();
        String user = inspected.getConfig() == null
                ? ""
                : Objects.requireNonNullElse(inspected.getConfig().getUser(), "");
        List<String> names = new ArrayList<>(Objects.requireNonNullElse(inspected.getRepoTags(), List.of()));
        return new Image(id, inspected.getId(), names, Objects.requireNonNullElse(inspected.getSize(), 0L), user);
    }

    private static List<String> names(String[] tags, String[] digests) {
        List<String> names = new ArrayList<>();
        names.addAll(digests == null ? List.of() : Arrays.asList(digests));
        names.addAll(tags == null ? List.of() : Arrays.asList(tags));
        names.removeIf(name -> name.startsWith("<none>"));
        return names;
    }
}
