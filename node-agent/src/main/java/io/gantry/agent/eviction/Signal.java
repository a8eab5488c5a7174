package io.gantry.agent.eviction;

import io.gantry.agent.object.Pressure;
import java.util.Arrays;
import java.util.Optional;

/** What is watched, by upstream's names. The order is the one in which shortages are dealt with. */
public enum Signal {
    MEMORY_AVAILABLE("memory.available", Pressure.MEMORY, "memory"),
    NODE_DISK_AVAILABLE("nodefs.available", Pressure.DISK, "ephemeral-storage"),
    NODE_INODES_FREE("nodefs.inodesFree", Pressure.DISK, "inodes"),
    IMAGE_DISK_AVAILABLE("imagefs.available", Pressure.DISK, "ephemeral-storage"),
    IMAGE_INODES_FREE("imagefs.inodesFree", Pressure.DISK, "inodes"),
    PROCESSES_AVAILABLE("pid.available", Pressure.PROCESSES, "pids");

    private final String title;
    private final Pressure pressure;
    private final String resource;

    Signal(String title, Pressure pressure, String resource) {
        this.title = title;
        this.pressure = pressure;
        this.resource = resource;
    }

    public String title() {
        return title;
    }

    public Pressure pressure() {
        return pressure;
    }

    /** What is to be had back, as messages call it. */
    public String resource() {
        return resource;
    }

    static Optional<Signal> named(String title) {
        return Arrays.stream(values())
                .filter(signal -> signal.title.equals(title))
                .findFirst();
    }
}
