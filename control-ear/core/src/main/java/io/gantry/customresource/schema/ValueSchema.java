package io.gantry.customresource.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One value as the OpenAPI schema of a custom resource describes it: its structure, and what else it must hold. Read once, shared by
 * all requests.
 *
 * @param types the JSON types that are allowed, all when empty
 * @param nullable whether null is allowed as well
 * @param format a format that is checked, empty for none
 * @param properties fields by name
 * @param additional the values of all other keys
 * @param items the items of an array
 * @param defaultValue what an absent value means; never to be changed
 * @param bounds what else the value must hold
 * @param alternatives further schemas that all, some, one or none of must hold
 * @param extensions Kubernetes' own markers
 */
public record ValueSchema(
        Set<String> types,
        boolean nullable,
        String format,
        Map<String, ValueSchema> properties,
        Additional additional,
        Optional<ValueSchema> items,
        Optional<JsonNode> defaultValue,
        Bounds bounds,
        Alternatives alternatives,
        Extensions extensions) {

    /** What keys beside the properties may hold. */
    public sealed interface Additional {

        /** The schema does not say. */
        record Unsaid() implements Additional {}

        /** There may be none. */
        record Refused() implements Additional {}

        /** Any value. */
        record Any() implements Additional {}

        record Values(ValueSchema schema) implements Additional {}
    }

    public record Alternatives(
            List<ValueSchema> allOf, List<ValueSchema> anyOf, List<ValueSchema> oneOf, Optional<ValueSchema> not) {

        public boolean isEmpty() {
            return allOf.isEmpty() && anyOf.isEmpty() && oneOf.isEmpty() && not.isEmpty();
        }
    }

    /** The {@code x-kubernetes-} markers. */
    public record Extensions(
            boolean preservesUnknown,
            boolean embedded,
            boolean intOrString,
            boolean atomicMap,
            String listType,
            List<String> mapKeys,
            List<ValidationRule> validations) {}

    /** The schema of one more key, empty when any value will do. */
    Optional<ValueSchema> additionalSchema() {
        return additional instanceof Additional.Values values ? Optional.of(values.schema()) : Optional.empty();
    }

    boolean allowsOtherKeys() {
        return additional instanceof Additional.Any || additional instanceof Additional.Values;
    }
}
