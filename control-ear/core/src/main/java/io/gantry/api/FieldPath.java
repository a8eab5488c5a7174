package io.gantry.api;

import com.fasterxml.jackson.core.JsonPointer;

/** Writes places in a tree as upstream does: {@code spec.containers[0].name}. */
final class FieldPath {

    private FieldPath() {}

    static String of(JsonPointer pointer) {
        StringBuilder path = new StringBuilder();
        for (JsonPointer step = pointer; !step.matches(); step = step.tail()) {
            if (step.mayMatchElement()) {
                path.append('[').append(step.getMatchingIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getMatchingProperty());
            }
        }
        return path.toString();
    }
}
