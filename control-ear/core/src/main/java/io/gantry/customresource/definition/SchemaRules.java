package io.gantry.customresource.definition;

import com.fasterxml.jackson.databind.node.NullNode;
import com.google.re2j.PatternSyntaxException;
import io.gantry.customresource.schema.Bounds;
import io.gantry.object.Nodes;
import io.gantry.resource.validation.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The OpenAPI schema of a version: what of OpenAPI 3.0 may be used, and how Kubernetes' markers fit together. */
final class SchemaRules {

    private static final List<String> TYPES = List.of("array", "boolean", "integer", "number", "object", "string");
    private static final List<String> JUNCTORS = List.of("allOf", "oneOf", "anyOf");
    private static final Set<String> TYPE_AND_METADATA = Set.of("metadata", "kind", "apiVersion");

    /** A status that is validated on its own would lose what the root says otherwise. */
    private static final Set<String> AT_ROOT = Set.of(
            "description",
            "type",
            "format",
            "title",
            "maximum",
            "exclusiveMaximum",
            "minimum",
            "exclusiveMinimum",
            "maxLength",
            "minLength",
            "pattern",
            "maxItems",
            "minItems",
            "uniqueItems",
            "multipleOf",
            "required",
            "items",
            "properties",
            "externalDocs",
            "example",
            "x-kubernetes-preserve-unknown-fields",
            "x-kubernetes-validations");

    private static final String AT_ROOT_SHOWN = "[Description Type Format Title Maximum ExclusiveMaximum Minimum"
            + " ExclusiveMinimum MaxLength MinLength Pattern MaxItems MinItems UniqueItems MultipleOf Required Items"
            + " Properties ExternalDocs Example XPreserveUnknownFields XValidations]";

    /**
     * Where in a schema a rule looks.
     *
     * @param defaults why there may be no default here, empty where there may be one
     */
    private record Place(boolean root, boolean insideMetadata, Optional<String> defaults) {

        Place below() {
            return new Place(false, insideMetadata, defaults);
        }

        Place withoutDefaults(String why) {
            return new Place(root, insideMetadata, Optional.of(why));
        }

        Place inMetadata() {
            return new Place(root, true, defaults);
        }
    }

    private SchemaRules() {}

    static void check(Field schema, boolean hasStatus) {
        int before = schema.errors().list().size();
        if (hasStatus) {
            root(schema);
        }
        if (schema.at("nullable").isTrue()) {
            schema.at("nullable").forbidden("nullable cannot be true at the root");
        }
        StructuralRules.check(schema);
        schema(schema, new Place(true, false, Optional.empty()));
        if (schema.errors().list().size() == before) {
            DefaultRules.check(schema);
        }
        if (schema.errors().list().size() == before) {
            ValidationRules.check(schema);
        }
    }

    private static void root(Field schema) {
        if (!schema.at("type").is("object")) {
            schema.at("type")
                    .invalid(
                            schema.at("type").text(),
                            "only \"object\" is allowed as the type at the root of the schema if the status subresource is"
                                    + " enabled");
            return;
        }
        schema.keys().stream()
                .filter(key -> !AT_ROOT.contains(key))
                .findFirst()
                .ifPresent(key -> schema.invalid("only " + AT_ROOT_SHOWN
                        + " fields are allowed at the root of the schema if the status subresource is enabled"));
    }

    private static void schema(Field schema, Place place) {
        supported(schema, place);
        if (schema.at("uniqueItems").isTrue()) {
            schema.at("uniqueItems")
                    .forbidden("uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
        }
        additional(schema, place);
        properties(schema, place);
        ifSchema(schema.at("not"), place.below());
        JUNCTORS.forEach(junctor -> schema.items(junctor).forEach(one -> schema(one, place.below())));
        ifSchema(schema.at("items"), place.below());
        markers(schema);
        pattern(schema.at("pattern"));
        ValidationRules.shape(schema);
    }

    private static void ifSchema(Field schema, Place place) {
        if (schema.value().isObject()) {
            schema(schema, place);
        }
    }

    private static void supported(Field schema, Place place) {
        Field type = schema.at("type");
        if (!type.isEmpty() && !TYPES.contains(type.text())) {
            type.notSupported(TYPES);
        }
        if (schema.at("default").isSet()) {
            place.defaults().ifPresent(why -> schema.at("default").forbidden("must not be set " + why));
        }
        for (String unsupported : List.of("id", "patternProperties", "definitions")) {
            if (!schema.at(unsupported).isEmpty()) {
                schema.at(unsupported).forbidden(unsupported + " is not supported");
            }
        }
        for (String unsupported : List.of("additionalItems", "dependencies", "$ref")) {
            schema.at(unsupported).forbidIfSet(unsupported + " is not supported");
        }
        if (type.is("null")) {
            type.forbidden("type cannot be set to null, use nullable as an alternative");
        }
        if (schema.at("items").value().isArray()) {
            schema.at("items").forbidden("items must be a schema object and not an array");
        }
        if (place.insideMetadata()
                && schema.at("x-kubernetes-embedded-resource").isTrue()) {
            schema.at("x-kubernetes-embedded-resource").forbidden("must not be used inside of resource meta");
        }
    }

    private static void additional(Field schema, Place place) {
        Field additional = schema.at("additionalProperties");
        if (!additional.isSet()) {
            return;
        }
        boolean anything = additional.value().isBoolean() && additional.isTrue();
        if (!schema.at("properties").isEmpty() && !anything) {
            additional.forbidden("additionalProperties and properties are mutual exclusive");
        }
        Place inside = place.insideMetadata()
                ? place.withoutDefaults("inside additionalProperties applying to object metadata")
                : place;
        ifSchema(additional, inside.below());
    }

    private static void properties(Field schema, Place place) {
        boolean resource =
                place.root() || schema.at("x-kubernetes-embedded-resource").isTrue();
        Field properties = schema.at("properties");
        for (String name : properties.keys()) {
            Place inside = place.below();
            if (resource && TYPE_AND_METADATA.contains(name)) {
                inside = inside.inMetadata();
                if (place.root()) {
                    inside = inside.withoutDefaults("in top-level " + name);
                }
            }
            schema(properties.key(name), inside);
        }
    }

    private static void pattern(Field pattern) {
        if (pattern.isEmpty()) {
            return;
        }
        try {
            Bounds.compile(pattern.text());
        } catch (PatternSyntaxException e) {
            pattern.invalid("must be a valid regular expression, but isn't: " + e.getMessage());
        }
    }

    private static void markers(Field schema) {
        Field preserve = schema.at("x-kubernetes-preserve-unknown-fields");
        if (preserve.isSet() && !preserve.isTrue()) {
            preserve.invalid("must be true or undefined");
        }
        Field map = schema.at("x-kubernetes-map-type");
        if (map.isSet()) {
            requireType(schema.at("type"), "object", "must be object if x-kubernetes-map-type is specified");
            map.supportOnly(List.of("atomic", "granular"));
        }
        list(schema);
        keys(schema);
    }

    private static void requireType(Field type, String wanted, String why) {
        if (type.isEmpty()) {
            type.required(why);
        } else if (!type.is(wanted)) {
            type.invalid(why);
        }
    }

    private static void list(Field schema) {
        Field list = schema.at("x-kubernetes-list-type");
        if (!list.isSet()) {
            return;
        }
        Field items = schema.at("items");
        if (!schema.at("type").is("array")) {
            requireType(schema.at("type"), "array", "must be array if x-kubernetes-list-type is specified");
        } else if (list.is("set") && items.value().isObject()) {
            String why = "must be atomic as item of a list with x-kubernetes-list-type=set";
            Field inner = items.at("x-kubernetes-list-type");
            if (items.at("type").is("array") && inner.isSet() && !inner.is("atomic")) {
                inner.invalid(why);
            }
            Field map = items.at("x-kubernetes-map-type");
            if (items.at("type").is("object") && !map.is("atomic")) {
                map.invalid(NullNode.instance, why);
            }
        }
        list.supportOnly(List.of("atomic", "set", "map"));
        if ((list.is("set") || list.is("map")) && items.at("nullable").isTrue()) {
            items.at("nullable").forbidden("cannot be nullable when x-kubernetes-list-type is " + list.text());
        }
    }

    private static void keys(Field schema) {
        Field list = schema.at("x-kubernetes-list-type");
        Field keys = schema.at("x-kubernetes-list-map-keys");
        if (!keys.isEmpty() && !list.is("map")) {
            String why = "must be map if x-kubernetes-list-map-keys is non-empty";
            if (list.isEmpty()) {
                list.required(why);
            } else {
                list.invalid(why);
            }
        }
        if (!list.is("map")) {
            return;
        }
        if (keys.isEmpty()) {
            keys.required("must not be empty if x-kubernetes-list-type is map");
        }
        Field items = schema.at("items");
        if (!items.isSet()) {
            items.required("must have a schema if x-kubernetes-list-type is map");
        } else if (!items.at("type").is("object")) {
            items.at("type")
                    .invalid(items.at("type").text(), "must be object if parent array's x-kubernetes-list-type is map");
        } else {
            itemKeys(keys, items);
        }
    }

    private static void itemKeys(Field keys, Field items) {
        Set<String> seen = new HashSet<>();
        List<String> required = Nodes.texts(items.value(), "required");
        for (String key : keys.texts()) {
            Field property = items.at("properties").key(key);
            if (!property.isSet()) {
                keys.invalid("entries must all be names of item properties");
            } else if (property.at("type").is("array") || property.at("type").is("object")) {
                property.at("type").invalid("must be a scalar type if parent array's x-kubernetes-list-type is map");
            }
            if (!seen.add(key)) {
                keys.invalid("must not contain duplicate entries");
            }
            if (property.isSet()
                    && !required.contains(key)
                    && !property.at("default").isSet()) {
                property.at("default")
                        .required(
                                "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required"
                                        + " property");
            }
            if (property.at("nullable").isTrue()) {
                property.at("nullable")
                        .forbidden("this property is in x-kubernetes-list-map-keys, so it cannot be nullable");
            }
        }
    }
}
