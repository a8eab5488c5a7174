package io.gantry.managedfields;

import java.util.List;
import java.util.stream.Collectors;

/** The place of a value in an object: {@code .spec.containers[name="web"].image}. */
public record FieldPath(List<PathElement> steps) {

    /** The path of nested fields. */
    public static FieldPath of(String... names) {
        return new FieldPath(List.of(names).stream()
                .<PathElement>map(PathElement.FieldName::new)
                .toList());
    }

    @Override
    public String toString() {
        return steps.stream().map(PathElement::display).collect(Collectors.joining());
    }
}
