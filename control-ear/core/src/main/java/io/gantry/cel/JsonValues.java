package io.gantry.cel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import io.gantry.object.Json;
import io.gantry.schedule.GoDuration;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** JSON to values of CEL and back. */
public final class JsonValues {

    private JsonValues() {}

    /** A value of a type; one that does not fit its type is taken as it is, and operations on it fail. */
    public static Object of(JsonNode json, DeclaredType type) {
        return switch (json.getNodeType()) {
            case NULL, MISSING -> NullValue.NULL_VALUE;
            case BOOLEAN -> json.booleanValue();
            case NUMBER -> number(json, type);
            case STRING, BINARY, POJO -> text(json.asText(), type);
            case ARRAY -> list(json, type.element().orElse(DeclaredType.ANY));
            case OBJECT -> new JsonObject((ObjectNode) json, type);
        };
    }

    private static Object number(JsonNode json, DeclaredType type) {
        boolean whole = json.isIntegralNumber() && json.canConvertToLong();
        if (whole && type.conversion() != DeclaredType.Conversion.DOUBLE) {
            return json.longValue();
        }
        return json.doubleValue();
    }

    private static List<Object> list(JsonNode array, DeclaredType element) {
        List<Object> values = new ArrayList<>(array.size());
        array.forEach(item -> values.add(of(item, element)));
        return Collections.unmodifiableList(values);
    }

    private static Object text(String text, DeclaredType type) {
        try {
            return switch (type.conversion()) {
                case BYTES -> CelByteString.of(Base64.getDecoder().decode(text));
                case DURATION -> duration(text);
                case DATE -> LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
                case DATE_TIME -> OffsetDateTime.parse(text).toInstant();
                case AS_IT_IS, DOUBLE, LIST, MAP, OBJECT -> text;
            };
        } catch (DateTimeException | IllegalArgumentException e) {
            return text;
        }
    }

    private static Object duration(String text) {
        return GoDuration.parse(text).<Object>map(found -> found).orElse(text);
    }

    /** The JSON of a value that an expression has made; empty for one that has none, such as a type or an IP address. */
    public static Optional<JsonNode> toJson(Object value) {
        return switch (value) {
            case JsonObject object -> Optional.of(object.json().deepCopy());
            case ConstructedObject object -> object(object.fields());
            case NullValue none -> Optional.of(NullNode.instance);
            case Boolean bool -> Optional.of(BooleanNode.valueOf(bool));
            case Long number -> Optional.of(LongNode.valueOf(number));
            case UnsignedLong number -> Optional.of(LongNode.valueOf(number.longValue()));
            case Double number -> Optional.of(DoubleNode.valueOf(number));
            case String text -> Optional.of(TextNode.valueOf(text));
            case CelByteString bytes ->
                Optional.of(TextNode.valueOf(Base64.getEncoder().encodeToString(bytes.toByteArray())));
            case Duration duration -> Optional.of(TextNode.valueOf(seconds(duration)));
            case Instant instant -> Optional.of(TextNode.valueOf(instant.toString()));
            case List<?> list -> array(list);
            case Map<?, ?> map -> object(map);
            case Optional<?> optional -> optional.flatMap(JsonValues::toJson);
            default -> Optional.empty();
        };
    }

    private static String seconds(Duration duration) {
        String text = java.math.BigDecimal.valueOf(duration.getSeconds())
                .add(java.math.BigDecimal.valueOf(duration.getNano(), 9))
                .stripTrailingZeros()
                .toPlainString();
        return text + "s";
    }

    private static Optional<JsonNode> array(List<?> list) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        for (Object item : list) {
            Optional<JsonNode> json = toJson(item);
            if (json.isEmpty()) {
                return Optional.empty();
            }
            array.add(json.get());
        }
        return Optional.of(array);
    }

    private static Optional<JsonNode> object(Map<?, ?> map) {
        ObjectNode object = Json.object();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Optional<JsonNode> json = toJson(entry.getValue());
            if (json.isEmpty() || !(entry.getKey() instanceof String key)) {
                return Optional.empty();
            }
            object.set(key, json.get());
        }
        return Optional.of(object);
    }
}
