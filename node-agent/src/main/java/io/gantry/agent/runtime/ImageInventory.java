package io.gantry.agent.runtime;

import java.util.List;
import java.util.Set;

/**
 * The images of an engine that may have other users than us. Methods throw {@link EngineException} when the engine is away or refuses.
 */
public interface ImageInventory {

    /** An image with a name. Those without belong to somebody's build. */
    record StoredImage(String id, List<String> names, long sizeBytes) {}

    List<StoredImage> stored();

    /** The ids of the images of all containers, running or not, ours or anybody's. */
    Set<String> inUse();

    /** Takes all names from an image, and with the last one the image; the engine keeps one that has come into use meanwhile. */
    void remove(StoredImage image);
}
