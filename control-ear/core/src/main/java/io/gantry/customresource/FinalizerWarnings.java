package io.gantry.customresource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import java.util.List;
import java.util.Set;

/** Finalizers that other writers could take for theirs. */
final class FinalizerWarnings {

    private static final Set<String> STANDARD = Set.of("orphan", "foregroundDeletion", "kubernetes");

    private FinalizerWarnings() {}

    static List<String> of(ObjectNode object) {
        return Nodes.texts(object.path("metadata"), "finalizers").stream()
                .filter(name -> !name.contains("/") && !STANDARD.contains(name))
                .map(FinalizerWarnings::warning)
                .toList();
    }

    private static String warning(String name) {
        String path = name.contains(".") ? " including a path (/)" : "";
        return "metadata.finalizers: \"" + name + "\": prefer a domain-qualified finalizer name" + path
                + " to avoid accidental conflicts with other finalizer writers";
    }
}
