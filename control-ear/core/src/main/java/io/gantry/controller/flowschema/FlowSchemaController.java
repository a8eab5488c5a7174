package io.gantry.controller.flowschema;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.status.Quoted;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Says of every FlowSchema whether the priority level that it names exists: one that does not is no use. */
public final class FlowSchemaController implements Controller {

    private static final GroupResource SCHEMAS = new GroupResource("flowcontrol.apiserver.k8s.io", "flowschemas");
    private static final GroupResource LEVELS =
            new GroupResource("flowcontrol.apiserver.k8s.io", "prioritylevelconfigurations");
    private static final String DANGLING = "Dangling";

    @Override
    public String name() {
        return "flow-schema-controller";
    }

    @Override
    public Watches watches() {
        return Watches.none()
                .on(SCHEMAS, (event, view) -> List.of(event.object().key()))
                .on(
                        LEVELS,
                        (event, view) -> view.list(SCHEMAS).stream()
                                .filter(schema ->
                                        level(schema).equals(event.object().name()))
                                .map(ApiObject::key)
                                .toList());
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        Optional<ApiObject> schema = view.get(key);
        return schema.isEmpty() || schema.get().isBeingDeleted() ? Plan.NOTHING : reconcile(schema.get(), view, now);
    }

    private static Plan reconcile(ApiObject schema, ClusterView view, Instant now) {
        String level = level(schema);
        boolean found = view.get(ObjectKey.cluster(LEVELS, level)).isPresent();
        String status = found ? "False" : "True";
        String message = "This FlowSchema references the PriorityLevelConfiguration object named " + Quoted.of(level)
                + (found ? " and it exists" : " but there is no such object");
        ObjectNode desired = Nodes.copy(schema.status());
        ArrayNode conditions = desired.withArray("conditions");
        ObjectNode condition = Nodes.objects(desired, "conditions").stream()
                .filter(present -> Nodes.text(present, "type").equals(DANGLING))
                .findFirst()
                .orElseGet(() -> conditions.addObject().put("type", DANGLING));
        if (Nodes.text(condition, "status").equals(status)
                && Nodes.text(condition, "message").equals(message)) {
            return Plan.NOTHING;
        }
        condition
                .put("status", status)
                .put("lastTransitionTime", now.truncatedTo(ChronoUnit.SECONDS).toString())
                .put("reason", found ? "Found" : "NotFound")
                .put("message", message);
        return Plan.builder().updateStatus(schema, desired).build();
    }

    private static String level(ApiObject schema) {
        return Nodes.text(schema.spec().path("priorityLevelConfiguration"), "name");
    }
}
