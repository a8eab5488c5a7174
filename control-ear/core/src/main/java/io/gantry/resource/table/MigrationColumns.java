package io.gantry.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import io.gantry.resource.TableColumns;
import java.util.List;
import java.util.Set;

/** Columns of kinds about stored versions, and of pods that are scheduled together. */
public final class MigrationColumns {

    private static final int SHOWN = 3;
    private static final Set<String> STATES = Set.of("Running", "Failed", "Succeeded");

    public static final TableColumns MIGRATION = ColumnList.empty()
            .text("Name", "Unique among its kind.", ApiObject::name)
            .text("Resource", "What is written anew.", o -> resource(o.spec().path("resource")))
            .text("Status", "How far it is.", o -> state(o.status()))
            .build();

    public static final TableColumns STORAGE_VERSION = ColumnList.named()
            .text(
                    "CommonEncodingVersion",
                    "The version that all servers write.",
                    o -> o.status().path("commonEncodingVersion").asText("<unset>"))
            .text("StorageVersions", "The version that each server writes.", o -> versions(o.status()))
            .age()
            .build();

    public static final TableColumns POD_GROUP = ColumnList.named()
            .text(
                    "Policy",
                    "How its pods are scheduled.",
                    o -> Nodes.has(o.spec().path("schedulingPolicy"), "gang") ? "Gang" : "Basic")
            .text(
                    "Workload",
                    "The workload that it is of.",
                    o -> o.spec()
                            .path("podGroupTemplateRef")
                            .path("workload")
                            .path("workloadName")
                            .asText("<none>"))
            .text("Status", "Whether its pods are scheduled.", o -> groupState(o.status()))
            .age()
            .build();

    private MigrationColumns() {}

    private static String resource(JsonNode target) {
        String group = Nodes.text(target, "group");
        return Nodes.text(target, "resource") + (group.isEmpty() ? "" : "." + group);
    }

    private static String state(JsonNode status) {
        return Nodes.objects(status, "conditions").stream()
                .filter(condition -> Nodes.text(condition, "status").equals("True"))
                .map(condition -> Nodes.text(condition, "type"))
                .filter(STATES::contains)
                .reduce("Unknown", (first, last) -> last);
    }

    private static String versions(JsonNode status) {
        List<String> all = Nodes.objects(status, "storageVersions").stream()
                .map(server -> Nodes.text(server, "apiServerID") + "=" + Nodes.text(server, "encodingVersion"))
                .toList();
        String shown = all.isEmpty() ? "<unset>" : String.join(",", all.subList(0, Math.min(SHOWN, all.size())));
        return all.size() > SHOWN ? shown + " + " + (all.size() - SHOWN) + " more..." : shown;
    }

    private static String groupState(JsonNode status) {
        String state = "Pending";
        for (ObjectNode condition : Nodes.objects(status, "conditions")) {
            if (Nodes.text(condition, "type").equals("DisruptionTarget")) {
                return Nodes.text(condition, "reason");
            }
            if (Nodes.text(condition, "type").equals("PodGroupScheduled")) {
                state = Nodes.text(condition, "status").equals("True") ? "Scheduled" : "Unschedulable";
            }
        }
        return state;
    }
}
