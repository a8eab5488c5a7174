package io.gantry.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import io.gantry.resource.TableColumns;
import java.util.Locale;

/** Columns of the workload kinds. */
public final class WorkloadColumns {

    public static final TableColumns REPLICA_SET = WorkloadCells.replicas();
    public static final TableColumns REPLICATION_CONTROLLER = WorkloadCells.replicas();

    public static final TableColumns DEPLOYMENT = ColumnList.named()
            .text("Ready", "Ready pods of wanted pods.", WorkloadColumns::readyOfWanted)
            .count("Up-to-date", "Number of pods of the newest template.", 0, o -> count(o, "updatedReplicas"))
            .count("Available", "Number of pods ready for long enough.", 0, o -> count(o, "availableReplicas"))
            .age()
            .wide("Containers", "Names of the template's containers.", o -> WorkloadCells.names(template(o)))
            .wide("Images", "Images of the template's containers.", o -> WorkloadCells.images(template(o)))
            .wide(
                    "Selector",
                    "Which pods belong to it.",
                    o -> SelectorText.plain(o.spec().path("selector")))
            .build();

    public static final TableColumns STATEFUL_SET = ColumnList.named()
            .text("Ready", "Ready pods of wanted pods.", WorkloadColumns::readyOfWanted)
            .age()
            .wide("Containers", "Names of the template's containers.", o -> WorkloadCells.names(template(o)))
            .wide("Images", "Images of the template's containers.", o -> WorkloadCells.images(template(o)))
            .build();

    public static final TableColumns DAEMON_SET = ColumnList.named()
            .integer("Desired", "Number of nodes that should run a pod.", o -> count(o, "desiredNumberScheduled"))
            .integer("Current", "Number of nodes that run a pod and should.", o -> count(o, "currentNumberScheduled"))
            .integer("Ready", "Number of nodes with a ready pod.", o -> count(o, "numberReady"))
            .integer(
                    "Up-to-date",
                    "Number of nodes with a pod of the newest template.",
                    o -> count(o, "updatedNumberScheduled"))
            .integer("Available", "Number of nodes with a pod ready for long enough.", o -> count(o, "numberAvailable"))
            .text(
                    "Node Selector",
                    "Labels of the nodes that should run a pod.",
                    o -> SelectorText.ofLabels(template(o).path("spec").path("nodeSelector")))
            .age()
            .wide("Containers", "Names of the template's containers.", o -> WorkloadCells.names(template(o)))
            .wide("Images", "Images of the template's containers.", o -> WorkloadCells.images(template(o)))
            .wide(
                    "Selector",
                    "Which pods belong to it.",
                    o -> SelectorText.ofSelector(o.spec().path("selector")))
            .build();

    public static final TableColumns POD_TEMPLATE = ColumnList.named()
            .text(
                    "Containers",
                    "Names of the template's containers.",
                    o -> WorkloadCells.names(o.json().path("template")))
            .text(
                    "Images",
                    "Images of the template's containers.",
                    o -> WorkloadCells.images(o.json().path("template")))
            .text(
                    "Pod Labels",
                    "Labels of the template.",
                    o -> SelectorText.ofLabels(o.json().at("/template/metadata/labels")))
            .build();

    public static final TableColumns CONTROLLER_REVISION = ColumnList.named()
            .text("Controller", "The object whose state this is.", WorkloadColumns::controller)
            .count(
                    "Revision",
                    "Which state of the controller.",
                    0,
                    o -> o.json().path("revision").asLong())
            .age()
            .build();

    private WorkloadColumns() {}

    private static JsonNode template(ApiObject object) {
        return object.spec().path("template");
    }

    private static long count(ApiObject object, String field) {
        return object.status().path(field).asLong();
    }

    private static String readyOfWanted(ApiObject object) {
        return count(object, "readyReplicas") + "/"
                + object.spec().path("replicas").asLong();
    }

    private static String controller(ApiObject object) {
        return object.controllerReference().map(WorkloadColumns::reference).orElse("<none>");
    }

    private static String reference(JsonNode owner) {
        String apiVersion = Nodes.text(owner, "apiVersion");
        int slash = apiVersion.indexOf('/');
        String kind = Nodes.text(owner, "kind") + (slash < 0 ? "" : "." + apiVersion.substring(0, slash));
        return kind.toLowerCase(Locale.ROOT) + "/" + Nodes.text(owner, "name");
    }
}
