package io.gantry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gantry.schema.Schema.AnySchema;
import io.gantry.schema.Schema.BooleanSchema;
import io.gantry.schema.Schema.DateTimeSchema;
import io.gantry.schema.Schema.IntOrStringSchema;
import io.gantry.schema.Schema.IntegerSchema;
import io.gantry.schema.Schema.ListSchema;
import io.gantry.schema.Schema.MapSchema;
import io.gantry.schema.Schema.NumberSchema;
import io.gantry.schema.Schema.QuantitySchema;
import io.gantry.schema.Schema.StringSchema;

/** The names that upstream's decoder gives to types and values in its messages. */
final class GoTypes {

    private GoTypes() {}

    /** For example {@code []v1.Container}. */
    static String of(Schema schema) {
        return switch (schema) {
            case ObjectSchema object -> ofObject(object);
            case MapSchema map -> "map[string]" + of(map.values());
            case ListSchema list -> "[]" + of(list.items());
            case StringSchema text -> text.format().equals("byte") ? "[]uint8" : "string";
            case IntegerSchema integer -> "int" + integer.bits();
            case NumberSchema number -> "float64";
            case BooleanSchema bool -> "bool";
            case IntOrStringSchema either -> "intstr.IntOrString";
            case QuantitySchema quantity -> "resource.Quantity";
            case DateTimeSchema time -> time.micro() ? "v1.MicroTime" : "v1.Time";
            case AnySchema any -> "interface {}";
        };
    }

    /** The last two parts of the name: package and type. */
    private static String ofObject(ObjectSchema object) {
        String name = object.name();
        int dot = name.lastIndexOf('.', name.lastIndexOf('.') - 1);
        return name.substring(dot + 1);
    }

    static String valueKind(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "array";
            case OBJECT, POJO -> "object";
            case BOOLEAN -> "bool";
            case NUMBER -> "number";
            case STRING, BINARY -> "string";
            case NULL, MISSING -> "null";
        };
    }

    static String literal(JsonNode number) {
        return number.isBigDecimal() ? number.decimalValue().toPlainString() : number.asText();
    }

    /** The message of upstream's UnmarshalTypeError. */
    static String unmarshal(String value, DecodePath path, String goType) {
        String target = path.struct().isEmpty() ? "value" : "struct field " + path.struct() + "." + path.fields();
        return "json: cannot unmarshal " + value + " into Go " + target + " of type " + goType;
    }

    /** In double quotes, with what is not printable escaped. */
    static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }
}
