package io.gantry.agent.volume;

import java.io.IOException;
import java.nio.file.Path;

/** Holds on to parts of volumes for as long as a container uses them. */
public interface SubPaths {

    /**
     * Shows a path of a volume where no container can put another in its place.
     *
     * @param volume the host's path
     * @param path below it
     * @param target where it is shown; what was shown there before is gone
     * @return the target
     * @throws IOException when the path leads out of the volume
     */
    Path pin(Path volume, Path path, Path target) throws IOException;
}
