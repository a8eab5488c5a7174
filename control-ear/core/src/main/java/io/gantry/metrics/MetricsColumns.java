package io.gantry.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gantry.object.ApiObject;
import io.gantry.resource.TableColumns;
import io.gantry.schema.Quantity;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * The columns of metrics-server's tables.
 *
 * @param usages the ResourceLists of an object, of which the sum is shown
 */
record MetricsColumns(Function<ApiObject, List<JsonNode>> usages) implements TableColumns {

    private static final List<Column> COLUMNS = List.of(
            new Column("Name", "string", "name", "Name of the resource", 0),
            new Column("cpu", "string", "quantity", "", 0),
            new Column("memory", "string", "quantity", "", 0),
            new Column("Window", "string", "duration", "", 0));

    @Override
    public List<Column> columns() {
        return COLUMNS;
    }

    @Override
    public List<JsonNode> cells(ApiObject object, Instant now) {
        return List.of(
                TextNode.valueOf(object.name()),
                sum(object, "cpu"),
                sum(object, "memory"),
                TextNode.valueOf(object.json().path("window").asText()));
    }

    private JsonNode sum(ApiObject object, String resource) {
        return TextNode.valueOf(usages.apply(object).stream()
                .map(usage -> Quantity.parse(usage.path(resource).asText()))
                .reduce(Quantity::plus)
                .orElse(Quantity.ZERO)
                .toString());
    }
}
