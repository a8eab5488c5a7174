package io.gantry.customresource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.resource.TableColumns;
import io.gantry.resource.table.HumanDuration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The additional printer columns of a custom resource. */
final class CustomColumns implements TableColumns {

    private static final Column NAME = new Column("Name", "string", "name", "Unique within its namespace and kind.", 0);

    private record Printed(Column column, JsonPath path) {}

    private final List<Printed> printed;

    private CustomColumns(List<Printed> printed) {
        this.printed = List.copyOf(printed);
    }

    /** Columns of a version; without any there is its age. A path that cannot be read ends them, as upstream does. */
    static CustomColumns of(JsonNode version) {
        List<JsonNode> declared = new ArrayList<>(Nodes.objects(version, "additionalPrinterColumns"));
        if (declared.isEmpty()) {
            declared.add(Json.object()
                    .put("name", "Age")
                    .put("type", "date")
                    .put("description", "Time since the object was created.")
                    .put("jsonPath", ".metadata.creationTimestamp"));
        }
        List<Printed> columns = new ArrayList<>();
        for (JsonNode column : declared) {
            Optional<JsonPath> path = path(Nodes.text(column, "jsonPath"));
            if (path.isEmpty()) {
                break;
            }
            columns.add(new Printed(column(column), path.get()));
        }
        return new CustomColumns(columns);
    }

    private static Optional<JsonPath> path(String text) {
        try {
            return Optional.of(JsonPath.parse(text));
        } catch (JsonPath.SyntaxException e) {
            // what the API took as a simple path need not be one that can be printed
            return Optional.empty();
        }
    }

    private static Column column(JsonNode column) {
        String description = Nodes.text(column, "description");
        String path = Nodes.text(column, "jsonPath");
        return new Column(
                Nodes.text(column, "name"),
                Nodes.text(column, "type"),
                Nodes.text(column, "format"),
                description.isEmpty() ? "Custom resource definition column (in JSONPath format): " + path : description,
                column.path("priority").asInt(0));
    }

    @Override
    public List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        columns.add(NAME);
        printed.forEach(one -> columns.add(one.column()));
        return columns;
    }

    @Override
    public List<JsonNode> cells(ApiObject object, Instant now) {
        List<JsonNode> cells = new ArrayList<>();
        cells.add(TextNode.valueOf(object.name()));
        for (Printed one : printed) {
            cells.add(one.path()
                    .first(object.json())
                    .map(value -> cell(one.column().type(), value, now))
                    .orElse(NullNode.instance));
        }
        return cells;
    }

    private static JsonNode cell(String type, JsonNode value, Instant now) {
        return switch (type) {
            case "string" -> TextNode.valueOf(text(value));
            case "integer" -> value.isNumber() ? LongNode.valueOf(value.asLong()) : NullNode.instance;
            case "number" -> value.isNumber() ? number(value) : NullNode.instance;
            case "boolean" -> value.isBoolean() ? value : NullNode.instance;
            case "date" ->
                value.isTextual() ? TextNode.valueOf(HumanDuration.since(value.textValue(), now)) : NullNode.instance;
            default -> NullNode.instance;
        };
    }

    private static String text(JsonNode value) {
        if (value.isNull()) {
            return "<no value>";
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }

    private static JsonNode number(JsonNode value) {
        return value.isIntegralNumber() ? value : DoubleNode.valueOf(value.doubleValue());
    }
}
