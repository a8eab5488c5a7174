package io.gantry.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.Nodes;
import io.gantry.resource.TableColumns;
import java.util.List;

/** Cells and columns that the kinds with a pod template share. */
final class WorkloadCells {

    private WorkloadCells() {}

    static String names(JsonNode template) {
        return each(template, "name");
    }

    static String images(JsonNode template) {
        return each(template, "image");
    }

    private static String each(JsonNode template, String field) {
        List<String> texts = Nodes.objects(template.path("spec"), "containers").stream()
                .map(container -> Nodes.text(container, field))
                .toList();
        return String.join(",", texts);
    }

    /** The columns of ReplicaSets and ReplicationControllers, which differ in nothing. */
    static TableColumns replicas() {
        return ColumnList.named()
                .integer(
                        "Desired",
                        "Number of wanted pods.",
                        o -> o.spec().path("replicas").asLong())
                .integer(
                        "Current",
                        "Number of present pods.",
                        o -> o.status().path("replicas").asLong())
                .integer(
                        "Ready",
                        "Number of ready pods.",
                        o -> o.status().path("readyReplicas").asLong())
                .age()
                .wide(
                        "Containers",
                        "Names of the template's containers.",
                        o -> names(o.spec().path("template")))
                .wide(
                        "Images",
                        "Images of the template's containers.",
                        o -> images(o.spec().path("template")))
                .wide(
                        "Selector",
                        "Which pods are counted.",
                        o -> SelectorText.ofSelector(o.spec().path("selector")))
                .build();
    }
}
