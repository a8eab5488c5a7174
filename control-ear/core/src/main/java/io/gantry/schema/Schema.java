package io.gantry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The shape of one JSON value of the API. Independent of where it was read from (model classes, a custom resource's OpenAPI
 * schema). All implementations are immutable.
 */
public sealed interface Schema
        permits ObjectSchema,
                Schema.MapSchema,
                Schema.ListSchema,
                Schema.StringSchema,
                Schema.IntegerSchema,
                Schema.NumberSchema,
                Schema.BooleanSchema,
                Schema.IntOrStringSchema,
                Schema.QuantitySchema,
                Schema.DateTimeSchema,
                Schema.AnySchema {

    /** Whether a value is the zero of a scalar; amounts, and what may be text or number, have none here. */
    default boolean isZero(JsonNode value) {
        return switch (this) {
            case StringSchema text -> value.isTextual() && value.textValue().isEmpty();
            case IntegerSchema integer ->
                value.isNumber() && value.decimalValue().signum() == 0;
            case NumberSchema number -> value.isNumber() && value.decimalValue().signum() == 0;
            case BooleanSchema bool -> value.isBoolean() && !value.booleanValue();
            case ObjectSchema object -> false;
            case MapSchema map -> false;
            case ListSchema list -> false;
            case IntOrStringSchema either -> false;
            case QuantitySchema quantity -> false;
            case DateTimeSchema time -> false;
            case AnySchema any -> false;
        };
    }

    /** How lists are merged by apply: {@code x-kubernetes-list-type}. */
    enum ListType {
        ATOMIC,
        SET,
        MAP,
        /** The schema does not say; treated as atomic. */
        UNSET
    }

    /**
     * String keys to values of one schema.
     *
     * @param atomic whether apply replaces it as a whole ({@code x-kubernetes-map-type: atomic})
     */
    record MapSchema(Schema values, boolean atomic) implements Schema {}

    /**
     * A list.
     *
     * @param mapKeys the fields that together name an item, of lists of type MAP; else empty
     */
    record ListSchema(Schema items, ListType type, List<String> mapKeys) implements Schema {}

    /**
     * A string.
     *
     * @param format {@code byte} for base64, or empty
     * @param allowed the known values, empty when any will do. Published, but not checked here: strategies refuse other values
     */
    record StringSchema(String format, List<String> allowed) implements Schema {}

    /**
     * A whole number.
     *
     * @param bits 32 or 64
     */
    record IntegerSchema(int bits) implements Schema {}

    /** A floating point number. */
    record NumberSchema() implements Schema {}

    /** True or false. */
    record BooleanSchema() implements Schema {}

    /** A 32-bit number or a string (util/intstr). */
    record IntOrStringSchema() implements Schema {}

    /** An amount such as {@code 100m} or {@code 1Gi}; see {@link Quantity}. */
    record QuantitySchema() implements Schema {}

    /**
     * An RFC 3339 instant.
     *
     * @param micro whether it carries exactly six digits of fraction (meta/v1 MicroTime) or none (meta/v1 Time)
     */
    record DateTimeSchema(boolean micro) implements Schema {}

    /** Any JSON, kept as it is (raw extensions, managed fields). */
    record AnySchema() implements Schema {}
}
