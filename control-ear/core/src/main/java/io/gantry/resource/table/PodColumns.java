package io.gantry.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import io.gantry.resource.TableColumns;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Columns of pods; the summary is made once a row. */
public final class PodColumns implements TableColumns {

    public static final TableColumns POD = new PodColumns();

    private static final String NONE = "<none>";

    private static final List<Column> COLUMNS = List.of(
            ColumnList.nameColumn(0),
            column("Ready", "The aggregate readiness state of this pod for accepting traffic.", 0),
            column("Status", "The aggregate status of the containers in this pod.", 0),
            column("Restarts", "How often containers were restarted, and when last.", 0),
            ColumnList.ageColumn(),
            column("IP", "First address of the pod.", 1),
            column("Node", "The node the pod is bound to.", 1),
            column("Nominated Node", "The node that preemption makes room on.", 1),
            column("Readiness Gates", "Fulfilled of all readiness gates.", 1));

    private PodColumns() {}

    @Override
    public List<Column> columns() {
        return COLUMNS;
    }

    @Override
    public List<JsonNode> cells(ApiObject pod, Instant now) {
        PodSummary summary = new PodSummary(pod);
        return Stream.of(
                        pod.name(),
                        summary.ready(),
                        summary.reason(),
                        summary.restarts(now),
                        ColumnList.age(pod, now),
                        orNone(pod.status().at("/podIPs/0/ip").asText("")),
                        orNone(Nodes.text(pod.spec(), "nodeName")),
                        orNone(Nodes.text(pod.status(), "nominatedNodeName")),
                        readinessGates(pod))
                .<JsonNode>map(TextNode::valueOf)
                .toList();
    }

    private static String readinessGates(ApiObject pod) {
        List<String> gates = Nodes.objects(pod.spec(), "readinessGates").stream()
                .map(gate -> Nodes.text(gate, "conditionType"))
                .toList();
        if (gates.isEmpty()) {
            return NONE;
        }
        long fulfilled = gates.stream().filter(gate -> isTrue(pod, gate)).count();
        return fulfilled + "/" + gates.size();
    }

    private static boolean isTrue(ApiObject pod, String conditionType) {
        for (JsonNode condition : pod.status().path("conditions")) {
            if (Nodes.text(condition, "type").equals(conditionType)) {
                return Nodes.text(condition, "status").equals("True");
            }
        }
        return false;
    }

    private static Column column(String name, String description, int priority) {
        return new Column(name, "string", "", description, priority);
    }

    private static String orNone(String text) {
        return text.isEmpty() ? NONE : text;
    }
}
