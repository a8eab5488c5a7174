package io.gantry.agent.runtime;

/**
 * About the engine.
 *
 * @param version for example 20.10.24
 * @param rootDir where it keeps images and containers
 * @param groupDriver who keeps the control groups: cgroupfs, systemd or none
 */
public record EngineInfo(String version, String rootDir, String groupDriver) {

    /** The first number of the version; 0 when it has none. */
    public int majorVersion() {
        String first = version.split("\\.")[0];
        return first.matches("\\d+") ? Integer.parseInt(first) : 0;
    }
}
