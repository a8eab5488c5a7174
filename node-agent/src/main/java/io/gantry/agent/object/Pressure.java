package io.gantry.agent.object;

/** What a node can be short of; a condition of the Node. */
public enum Pressure {
    MEMORY("MemoryPressure"),
    DISK("DiskPressure"),
    PROCESSES("PIDPressure");

    private final String condition;

    Pressure(String condition) {
        this.condition = condition;
    }

    /** The type of the Node's condition. */
    public String condition() {
        return condition;
    }
}
