package io.gantry.customresource.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.schema.ObjectSchema;
import io.gantry.schema.SchemaChecker;
import io.gantry.schema.Schemas;
import io.gantry.status.FieldErrors;
import io.gantry.validation.NameRules;
import io.gantry.validation.ObjectMetaRules;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Whole objects within a custom resource ({@code x-kubernetes-embedded-resource}): they have a type, and their metadata is metadata. */
public final class EmbeddedResources {

    private static final ObjectSchema OBJECT_META = Schemas.objectMeta();

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
        type(resource, "apiVersion", path, EmbeddedResources::versionErrors);
        type(resource, "kind", path, EmbeddedResources::kindErrors);
        JsonNode metadata = resource.path("metadata");
        if (metadata.isMissingNode()) {
            return;
        }
        String at = path + ".metadata";
        if (metadata instanceof ObjectNode given) {
            SchemaChecker.check(OBJECT_META, given).typeErrors().stream()
                    .findFirst()
                    .ifPresentOrElse(error -> errors.invalid(at, metadata, error.message()), () -> metadata(given, at));
        } else {
            errors.invalid(at, metadata.isTextual() ? metadata.textValue() : metadata, "must be an object");
        }
    }

    /** As upstream has it: an object may be without a name. */
    private void metadata(ObjectNode metadata, String at) {
        String generateName = Nodes.text(metadata, "generateName");
        NameRules.pathSegment(NameRules.asName(generateName))
                .forEach(error -> errors.invalid(at + ".generateName", generateName, error));
        String name = Nodes.text(metadata, "name");
        NameRules.pathSegment(name).forEach(error -> errors.invalid(at + ".name", name, error));
        String namespace = Nodes.text(metadata, "namespace");
        if (!namespace.isEmpty()) {
            NameRules.dnsLabel(namespace).forEach(error -> errors.invalid(at + ".namespace", namespace, error));
        }
        ObjectMetaRules.check(metadata, at, errors);
    }

    private static List<String> versionErrors(String apiVersion) {
        return apiVersion.indexOf('/') != apiVersion.lastIndexOf('/')
                ? List.of("unexpected GroupVersion string: " + apiVersion)
                : List.of();
    }

    private static List<String> kindErrors(String kind) {
        List<String> found = NameRules.dns1035Label(kind.toLowerCase(Locale.ROOT));
        return found.isEmpty()
                ? List.of()
                : List.of("may have mixed case, but should otherwise match: " + String.join(",", found));
    }

    private void type(JsonNode resource, String field, String path, Function<String, List<String>> rules) {
        String at = path + "." + field;
        JsonNode value = resource.path(field);
        if (value.isMissingNode()) {
            errors.required(at, "");
        } else if (!value.isTextual()) {
            errors.invalid(at, value, "must be a string");
        } else if (value.textValue().isEmpty()) {
            errors.invalid(at, "", "must not be empty");
        } else {
            rules.apply(value.textValue()).forEach(error -> errors.invalid(at, value.textValue(), error));
        }
    }
}
