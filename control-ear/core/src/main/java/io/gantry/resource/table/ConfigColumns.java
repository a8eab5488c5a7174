package io.gantry.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import io.gantry.resource.TableColumns;

/** Columns of the kinds that hold settings and little else. */
public final class ConfigColumns {

    public static final TableColumns NAMESPACE = ColumnList.named()
            .text("Status", "The status of the namespace", o -> Nodes.text(o.status(), "phase"))
            .age()
            .build();

    public static final TableColumns CONFIG_MAP = ColumnList.named()
            .count(
                    "Data",
                    "Number of entries.",
                    0,
                    o -> o.json().path("data").size()
                            + o.json().path("binaryData").size())
            .age()
            .build();

    public static final TableColumns SECRET = ColumnList.named()
            .text("Type", "What the entries mean.", o -> Nodes.text(o.json(), "type"))
            .count("Data", "Number of entries.", 0, o -> o.json().path("data").size())
            .age()
            .build();

    public static final TableColumns SERVICE_ACCOUNT = ColumnList.named().age().build();

    public static final TableColumns LEASE = ColumnList.named()
            .text("Holder", "Who holds the lease.", o -> Nodes.text(o.spec(), "holderIdentity"))
            .age()
            .build();

    public static final TableColumns COMPONENT_STATUS = ColumnList.named()
            .text("Status", "Whether the component is healthy.", o -> {
                String healthy = healthy(o).path("status").asText("");
                return healthy.isEmpty() ? "Unknown" : healthy.equals("True") ? "Healthy" : "Unhealthy";
            })
            .text("Message", "What it says of itself.", o -> Nodes.text(healthy(o), "message"))
            .text("Error", "What is wrong with it.", o -> Nodes.text(healthy(o), "error"))
            .build();

    /** The columns of kinds that upstream gives none of their own. */
    public static final TableColumns DEFAULT = ColumnList.named()
            .date("Created At", "When the object was created.", o -> Nodes.text(o.metadata(), "creationTimestamp"))
            .build();

    private ConfigColumns() {}

    private static JsonNode healthy(ApiObject component) {
        return Nodes.objects(component.json(), "conditions").stream()
                .filter(condition -> Nodes.text(condition, "type").equals("Healthy"))
                .map(JsonNode.class::cast)
                .findFirst()
                .orElse(MissingNode.getInstance());
    }
}
