package io.gantry.agent.env;

import java.util.List;

/** Files in the volumes of a pod. */
public interface VolumeFiles {

    /**
     * The lines of a file.
     *
     * @param path below the volume
     * @throws ConfigException when there is no such volume or file
     */
    List<String> lines(String volume, String path) throws ConfigException;
}
