package io.gantry.agent.runtime;

/** Bytes that a container takes of the disk: of its writable layer and of its log. */
public record DiskUse(long layerBytes, long logBytes) {

    public static final DiskUse NONE = new DiskUse(0, 0);

    public long total() {
        return layerBytes + logBytes;
    }
}
