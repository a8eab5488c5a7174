package io.gantry.agent.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The images of this node. Methods throw {@link EngineException} when the engine is away or refuses. */
public interface ImageStore {

    /**
     * An image that is present.
     *
     * @param id as the API prints it
     * @param engineId of its contents, whatever they are called: {@code sha256:…}
     * @param user the user its processes run as; empty for root
     */
    record Image(String id, String engineId, List<String> names, long sizeBytes, String user) {}

    /** Name and password for a registry. */
    record Credentials(String username, String password, String registry) {}

    Optional<Image> find(String reference);

    /** Whether the node itself has an account for the image's registry, in its Docker configuration. */
    boolean hasAccountFor(String reference);

    /** Fetches the image, without credentials with the node's own account or none; returns once it is there. */
    void pull(String reference, Optional<Credentials> credentials);

    List<Image> list();

    /**
     * The directories that make up an image, the topmost first.
     *
     * @throws EngineException when the engine keeps images in another way
     */
    List<Path> layers(String reference);
}
