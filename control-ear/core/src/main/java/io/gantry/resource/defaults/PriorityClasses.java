package io.gantry.resource.defaults;

import java.util.Map;
import java.util.OptionalInt;

/** The priority classes that every cluster has. */
public final class PriorityClasses {

    private static final Map<String, Integer> SYSTEM =
            Map.of("system-cluster-critical", 2_000_000_000, "system-node-critical", 2_000_001_000);

    private PriorityClasses() {}

    /** The priority of a class; empty for a class that does not exist. */
    public static OptionalInt of(String className) {
        Integer priority = SYSTEM.get(className);
        return priority == null ? OptionalInt.empty() : OptionalInt.of(priority);
    }
}
