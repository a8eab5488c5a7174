package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import java.util.List;
import java.util.OptionalInt;

/** The priority classes that every cluster has. */
public final class PriorityClasses {

    private record Known(String name, int value, String description) {}

    private static final List<Known> SYSTEM = List.of(
            new Known(
                    "system-node-critical",
                    2_000_001_000,
                    "Used for system critical pods that must not be moved from their current node."),
            new Known(
                    "system-cluster-critical",
                    2_000_000_000,
                    "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary."));

    private PriorityClasses() {}

    /** The priority of a class of the system; empty for any other. */
    public static OptionalInt of(String className) {
        return SYSTEM.stream()
                .filter(known -> known.name().equals(className))
                .mapToInt(Known::value)
                .findFirst();
    }

    /** The classes themselves, to be created where they are missing. */
    public static List<ObjectNode> system() {
        return SYSTEM.stream().map(PriorityClasses::object).toList();
    }

    private static ObjectNode object(Known known) {
        ObjectNode object = Json.object();
        object.putObject("metadata").put("name", known.name());
        return object.put("value", known.value()).put("description", known.description());
    }
}
