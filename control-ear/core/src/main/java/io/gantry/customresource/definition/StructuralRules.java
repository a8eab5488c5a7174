package io.gantry.customresource.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.resource.validation.Field;
import io.gantry.status.FieldErrors;
import io.gantry.status.FieldErrors.FieldError;
import java.util.Comparator;
import java.util.List;

/** A schema is structural: every value's type is said once, outside of alternatives (apiextensions, pkg/apiserver/schema). */
final class StructuralRules {

    private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";
    private static final String EMBEDDED = "x-kubernetes-embedded-resource";
    private static final String INT_OR_STRING = "x-kubernetes-int-or-string";
    private static final List<String> JUNCTORS = List.of("allOf", "anyOf", "oneOf");
    private static final JsonNode INT_OR_STRING_TYPES = Json.read(
                    "{\"anyOf\": [{\"type\": \"integer\"}, {\"type\": \"string\"}]}")
            .get("anyOf");

    private enum Level {
        ROOT("must not be empty at the root"),
        ITEM("must not be empty for specified array items"),
        FIELD("must not be empty for specified object fields");

        private final String untyped;

        Level(String untyped) {
            this.untyped = untyped;
        }
    }

    private StructuralRules() {}

    /** Errors come in the order of their text, as upstream sorts them. */
    static void check(Field schema) {
        FieldErrors found = new FieldErrors();
        Field collecting = new Field(schema.path(), schema.value(), found);
        structure(collecting, Level.ROOT);
        complete(collecting, collecting);
        found.list().stream()
                .sorted(Comparator.comparing(error -> error.field() + ": " + error.message()))
                .forEach(error -> add(schema.errors(), error));
    }

    private static void add(FieldErrors errors, FieldError error) {
        errors.add(error.reason(), error.field(), error.message());
    }

    private static void structure(Field schema, Level level) {
        Field items = schema.at("items");
        if (schema.at("type").is("array") && !items.value().isObject()) {
            items.required("must be specified");
        }
        if (items.value().isObject()) {
            structure(items, Level.ITEM);
        }
        schema.at("properties").entries().forEach(property -> structure(property, Level.FIELD));
        Field additional = schema.at("additionalProperties");
        if (additional.isSet() && level == Level.ROOT) {
            additional.forbidden("must not be used at the root");
        }
        if (additional.value().isObject()) {
            structure(additional, Level.FIELD);
        }
        markers(schema);
        alternatives(schema);
        type(schema, level);
        metadata(schema, level);
    }

    private static void markers(Field schema) {
        if (!schema.at(INT_OR_STRING).isTrue()) {
            return;
        }
        for (String other : List.of(PRESERVE, EMBEDDED)) {
            if (schema.at(other).isTrue()) {
                schema.at(other).invalid("must be false if " + INT_OR_STRING + " is true");
            }
        }
    }

    private static void type(Field schema, Level level) {
        Field type = schema.at("type");
        boolean embedded = schema.at(EMBEDDED).isTrue();
        if (embedded && !type.is("object")) {
            String why = "must be object if " + EMBEDDED + " is true";
            if (type.isEmpty()) {
                type.required(why);
            } else {
                type.invalid(why);
            }
        } else if (type.isEmpty()
                && !schema.at(INT_OR_STRING).isTrue()
                && !schema.at(PRESERVE).isTrue()) {
            type.required(level.untyped);
        }
        if (embedded && schema.at("additionalProperties").isSet()) {
            schema.at("additionalProperties").forbidden("must not be used if " + EMBEDDED + " is set");
        }
        if (level == Level.ROOT && !type.isEmpty() && !type.is("object")) {
            type.invalid("must be object at the root");
        }
        if (embedded && !schema.at(PRESERVE).isTrue() && schema.at("properties").isEmpty()) {
            schema.at("properties").required("must not be empty if " + EMBEDDED + " is true without " + PRESERVE);
        }
    }

    private static void metadata(Field schema, Level level) {
        boolean resource = level == Level.ROOT || schema.at(EMBEDDED).isTrue();
        if (!resource) {
            return;
        }
        Field properties = schema.at("properties");
        for (String name : List.of("kind", "apiVersion")) {
            Field type = properties.key(name).at("type");
            if (properties.key(name).isSet() && !type.is("string")) {
                type.invalid(type.text(), "must be string");
            }
        }
        Field metadata = properties.key("metadata");
        if (!metadata.isSet()) {
            return;
        }
        if (!metadata.at("type").is("object")) {
            metadata.at("type").invalid(metadata.at("type").text(), "must be object");
        }
        if (level == Level.ROOT && saysMoreThanNames(metadata)) {
            metadata.forbidden("must not specify anything other than name and generateName, but metadata is implicitly"
                    + " specified");
        }
    }

    private static boolean saysMoreThanNames(Field metadata) {
        ObjectNode rest = metadata.value().deepCopy();
        rest.remove(List.of("type", "default"));
        boolean onlyNames = metadata.at("properties").keys().stream()
                .allMatch(name -> name.equals("name") || name.equals("generateName"));
        if (onlyNames) {
            rest.remove("properties");
        }
        return !rest.isEmpty();
    }

    private static void alternatives(Field schema) {
        boolean typesAnyOf = INT_OR_STRING_TYPES.equals(schema.at("anyOf").value());
        boolean typesAllOf =
                INT_OR_STRING_TYPES.equals(schema.at("allOf").value().path(0).path("anyOf"));
        for (String junctor : JUNCTORS) {
            List<Field> nested = schema.items(junctor);
            for (int i = 0; i < nested.size(); i++) {
                boolean skipped = junctor.equals("anyOf") && typesAnyOf;
                boolean typed = junctor.equals("allOf") && typesAllOf && i == 0;
                if (typed) {
                    forbidden(nested.get(i));
                } else if (!skipped) {
                    nested(nested.get(i));
                }
            }
        }
        if (schema.at("not").value().isObject()) {
            nested(schema.at("not"));
        }
    }

    /** A schema that only narrows what is said elsewhere. */
    private static void nested(Field schema) {
        JUNCTORS.forEach(junctor -> schema.items(junctor).forEach(StructuralRules::nested));
        if (schema.at("not").value().isObject()) {
            nested(schema.at("not"));
        }
        if (schema.at("items").value().isObject()) {
            nested(schema.at("items"));
        }
        schema.at("properties").entries().forEach(StructuralRules::nested);
        forbidden(schema);
        if (schema.at("properties").key("metadata").isSet()) {
            schema.at("properties").key("metadata").forbidden("must not be specified in a nested context");
        }
    }

    private static void forbidden(Field schema) {
        forbid(schema, "must be empty to be structural", "type", "title", "description");
        forbid(schema, "must be undefined to be structural", "additionalProperties", "default");
        for (String flag : List.of("nullable", PRESERVE, EMBEDDED, INT_OR_STRING)) {
            if (schema.at(flag).isTrue()) {
                schema.at(flag).forbidden("must be false to be structural");
            }
        }
        forbid(schema, "must be empty to be structural", "x-kubernetes-list-map-keys", "x-kubernetes-validations");
        forbid(schema, "must be undefined to be structural", "x-kubernetes-list-type", "x-kubernetes-map-type");
    }

    private static void forbid(Field schema, String why, String... names) {
        for (String name : names) {
            if (!schema.at(name).isEmpty() || schema.at(name).value().isBoolean()) {
                schema.at(name).forbidden(why);
            }
        }
    }

    /** Whatever an alternative speaks of is specified outside of it. */
    private static void complete(Field structure, Field value) {
        for (String junctor : JUNCTORS) {
            value.items(junctor).forEach(nested -> specified(structure, nested));
        }
        if (value.at("not").value().isObject()) {
            specified(structure, value.at("not"));
        }
    }

    private static void specified(Field structure, Field nested) {
        if (!structure.isSet()) {
            structure.required("because it is defined in " + nested.path());
            return;
        }
        complete(structure, nested);
        if (nested.at("items").value().isObject()) {
            specified(structure.at("items"), nested.at("items"));
        }
        nested.at("properties")
                .keys()
                .forEach(name -> specified(
                        structure.at("properties").key(name),
                        nested.at("properties").key(name)));
    }
}
