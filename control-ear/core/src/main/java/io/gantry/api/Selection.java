package io.gantry.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.resource.ResourceDefinition;
import java.util.function.Predicate;

/** Tells which objects a client's selectors mean. */
final class Selection implements Predicate<ApiObject> {

    private final ResourceDefinition definition;
    private final ListOptions options;

    Selection(ResourceDefinition definition, ListOptions options) {
        this.definition = definition;
        this.options = options;
    }

    @Override
    public boolean test(ApiObject object) {
        return options.labels().matches(object.labels()) && options.fields().matches(field -> value(object, field));
    }

    private String value(ApiObject object, String field) {
        return switch (field) {
            case "metadata.name" -> object.name();
            case "metadata.namespace" -> object.namespace();
            default -> {
                ObjectNode stored = object.json();
                yield definition.selectableValue(stored, field);
            }
        };
    }
}
