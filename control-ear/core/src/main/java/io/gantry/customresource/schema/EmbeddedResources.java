package io.gantry.customresource.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.Nodes;
import io.gantry.status.FieldErrors;
import io.gantry.validation.NameRules;

/** Whole objects within a custom resource ({@code x-kubernetes-embedded-resource}): they have a type, and their metadata is metadata. */
public final class EmbeddedResources {

    private final FieldErrors errors;

    private EmbeddedResources(FieldErrors errors) {
        this.errors = errors;
    }

    public static void check(ValueSchema schema, JsonNode object, FieldErrors errors) {
        new EmbeddedResources(errors).value(schema, object, "");
    }

    private void value(ValueSchema schema, JsonNode value, String path) {
        if (value.isObject()) {
            if (schema.extensions().embedded()) {
                resource(value, path);
            }
            value.properties().forEach(entry -> {
                ValueSchema property = schema.properties().get(entry.getKey());
                if (property != null) {
                    value(property, entry.getValue(), path.isEmpty() ? entry.getKey() : path + "." + entry.getKey());
                } else {
                    schema.additionalSchema()
                            .ifPresent(values -> value(values, entry.getValue(), path + "[" + entry.getKey() + "]"));
                }
            });
        } else if (value.isArray() && schema.items().isPresent()) {
            for (int i = 0; i < value.size(); i++) {
                value(schema.items().get(), value.get(i), path + "[" + i + "]");
            }
        }
    }

    private void resource(JsonNode resource, String path) {
        type(resource, "apiVersion", path + ".apiVersion");
        type(resource, "kind", path + ".kind");
        JsonNode metadata = resource.path("metadata");
        if (metadata.isMissingNode()) {
            return;
        }
        String at = path + ".metadata";
        if (!metadata.isObject()) {
            errors.invalid(at, metadata.isTextual() ? metadata.textValue() : metadata, "must be an object");
            return;
        }
        String name = Nodes.text(metadata, "name");
        NameRules.pathSegment(name).forEach(error -> errors.invalid(at + ".name", name, error));
        metadata.path("labels").properties().forEach(label -> {
            NameRules.qualifiedName(label.getKey())
                    .forEach(error -> errors.invalid(at + ".labels", label.getKey(), error));
            NameRules.labelValue(label.getValue().asText())
                    .forEach(error ->
                            errors.invalid(at + ".labels", label.getValue().asText(), error));
        });
    }

    private void type(JsonNode resource, String field, String path) {
        JsonNode value = resource.path(field);
        if (value.isMissingNode()) {
            errors.required(path, "");
        } else if (!value.isTextual()) {
            errors.invalid(path, value, "must be a string");
        } else if (value.textValue().isEmpty()) {
            errors.invalid(path, "", "must not be empty");
        }
    }
}
