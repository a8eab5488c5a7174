package io.gantry.api;

import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Resources;
import java.util.List;
import java.util.function.Function;

/** Something made from all definitions, and made anew when resources have come or gone. */
final class PerResources<T> {

    private record Made<T>(List<ResourceDefinition> definitions, T value) {}

    private final Resources resources;
    private final Function<List<ResourceDefinition>, T> make;
    private volatile Made<T> current;

    PerResources(Resources resources, Function<List<ResourceDefinition>, T> make) {
        this.resources = resources;
        this.make = make;
        this.current = made(resources.all());
    }

    private Made<T> made(List<ResourceDefinition> definitions) {
        return new Made<>(definitions, make.apply(definitions));
    }

    T get() {
        List<ResourceDefinition> definitions = resources.all();
        Made<T> present = current;
        // a change of resources makes another list, so identity tells
        if (present.definitions() != definitions) {
            present = made(definitions);
            current = present;
        }
        return present.value();
    }
}
