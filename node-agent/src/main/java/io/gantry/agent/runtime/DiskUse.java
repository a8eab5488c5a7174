package io.gantry.agent.runtime;

/**
 * What a container takes of the disk: its writable layer and its log.
 *
 * @param layerInodes files and directories of the layer; 0 when the engine keeps layers in a way that does not tell
 */
public record DiskUse(long layerBytes, long layerInodes, long logBytes) {

    public static final DiskUse NONE = new DiskUse(0, 0, 0);

    public long total() {
        return layerBytes + logBytes;
    }

    /** All of a log is in one file. */
    public long logInodes() {
        return logBytes > 0 ? 1 : 0;
    }
}
