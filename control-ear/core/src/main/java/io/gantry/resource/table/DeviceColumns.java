package io.gantry.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import io.gantry.resource.TableColumns;
import java.util.ArrayList;
import java.util.List;

/** Columns of resource.k8s.io. */
public final class DeviceColumns {

    /** Of kinds that show nothing but how old they are. */
    public static final TableColumns AGE = ColumnList.named().age().build();

    public static final TableColumns CLAIM = ColumnList.named()
            .text("State", "Whether devices are allocated and used.", DeviceColumns::state)
            .age()
            .build();

    public static final TableColumns SLICE = ColumnList.named()
            .text("Node", "The node with the devices.", o -> Nodes.text(o.spec(), "nodeName"))
            .text("Driver", "Whose devices they are.", o -> Nodes.text(o.spec(), "driver"))
            .text(
                    "Pool",
                    "The pool that they belong to.",
                    o -> Nodes.text(o.spec().path("pool"), "name"))
            .age()
            .build();

    public static final TableColumns TAINT_RULE = ColumnList.named()
            .text("Key", "Key of the taint.", o -> Nodes.text(taint(o), "key"))
            .text("Value", "Value of the taint.", o -> Nodes.text(taint(o), "value"))
            .text("Effect", "Effect of the taint.", o -> Nodes.text(taint(o), "effect"))
            .timed("TimeAdded", "Time since the taint was added.", 0, (o, now) -> {
                String time = Nodes.text(taint(o), "timeAdded");
                return time.isEmpty() ? "" : HumanDuration.since(time, now);
            })
            .age()
            .build();

    private DeviceColumns() {}

    private static JsonNode taint(ApiObject rule) {
        return rule.spec().path("taint");
    }

    private static String state(ApiObject claim) {
        List<String> states = new ArrayList<>();
        if (claim.isBeingDeleted()) {
            states.add("deleted");
        }
        if (claim.status().has("allocation")) {
            states.add("allocated");
            if (!claim.status().path("reservedFor").isEmpty()) {
                states.add("reserved");
            }
        } else if (!claim.isBeingDeleted()) {
            states.add("pending");
        }
        return String.join(",", states);
    }
}
