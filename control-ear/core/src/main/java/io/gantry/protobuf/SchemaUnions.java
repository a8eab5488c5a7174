package io.gantry.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;

/**
 * Values of JSON schema that are of one type or of another. In protobuf each is a message with a field for either
 * (apiextensions.k8s.io/v1 JSONSchemaPropsOrArray and so on).
 */
final class SchemaUnions {

    static final String TYPES = "k8s.io.apiextensions_apiserver.pkg.apis.apiextensions.v1.";
    static final String OR_ARRAY = TYPES + "JSONSchemaPropsOrArray";
    static final String OR_BOOLEAN = TYPES + "JSONSchemaPropsOrBool";
    static final String OR_TEXTS = TYPES + "JSONSchemaPropsOrStringArray";

    private SchemaUnions() {}

    /**
     * The value as JSON has it.
     *
     * @param message its fields; where there is neither a schema nor a list, it is a Boolean
     */
    static JsonNode joined(ObjectNode message) {
        if (message.has("schema")) {
            return message.get("schema");
        }
        if (message.has("jSONSchemas")) {
            return message.get("jSONSchemas");
        }
        return message.has("property") ? message.get("property") : BooleanNode.valueOf(message.has("allows"));
    }

    /** The fields of the message for a value. */
    static ObjectNode split(String type, JsonNode value) {
        ObjectNode message = Json.object();
        if (value.isBoolean()) {
            return message.put("allows", value.booleanValue());
        }
        if (type.equals(OR_BOOLEAN)) {
            message.put("allows", true);
        }
        String list = type.equals(OR_ARRAY) ? "jSONSchemas" : "property";
        message.set(value.isArray() ? list : "schema", value);
        return message;
    }
}
