package io.gantry.resource.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import io.gantry.resource.TableColumns;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Columns of ResourcePoolStatusRequests. */
public final class PoolStatusColumns {

    public static final TableColumns ALL = ColumnList.named()
            .text("Driver", "The driver whose pools are asked for.", o -> Nodes.text(o.spec(), "driver"))
            .text("Total", "Devices in all pools.", o -> sum(o, "totalDevices"))
            .text("Available", "Devices that are free.", o -> sum(o, "availableDevices"))
            .text("Allocated", "Devices that are taken.", o -> sum(o, "allocatedDevices"))
            .text("Unavailable", "Devices that cannot be used.", o -> sum(o, "unavailableDevices"))
            .text("Errors", "Pools that are not valid.", PoolStatusColumns::errors)
            .integer(
                    "Pools",
                    "Pools that were found.",
                    o -> o.status().path("poolCount").asLong())
            .text("Status", "Whether the question is answered.", PoolStatusColumns::state)
            .timed("Completed", "Time since the answer.", 0, PoolStatusColumns::completed)
            .build();

    private PoolStatusColumns() {}

    /** The condition that is true, if one is. */
    private static Optional<ObjectNode> end(ApiObject request) {
        return Nodes.objects(request.status(), "conditions").stream()
                .filter(condition -> Nodes.text(condition, "status").equals("True"))
                .filter(condition -> List.of("Complete", "Failed").contains(Nodes.text(condition, "type")))
                .findFirst();
    }

    private static boolean isAnswered(ApiObject request) {
        return Nodes.has(request.json(), "status")
                && end(request)
                        .filter(condition -> Nodes.text(condition, "type").equals("Failed"))
                        .isEmpty();
    }

    private static String sum(ApiObject request, String field) {
        if (!isAnswered(request)) {
            return "-";
        }
        return Long.toString(Nodes.objects(request.status(), "pools").stream()
                .mapToLong(pool -> pool.path(field).asLong())
                .sum());
    }

    private static String errors(ApiObject request) {
        if (!isAnswered(request)) {
            return "-";
        }
        return Long.toString(Nodes.objects(request.status(), "pools").stream()
                .filter(pool -> Nodes.has(pool, "validationError"))
                .count());
    }

    private static String state(ApiObject request) {
        String state =
                end(request).map(condition -> Nodes.text(condition, "type")).orElse("Pending");
        int pools = request.status().path("pools").size();
        long count = request.status().path("poolCount").asLong();
        return state.equals("Complete") && count > pools ? "Complete (" + pools + "/" + count + " pools)" : state;
    }

    private static String completed(ApiObject request, Instant now) {
        return end(request)
                .filter(condition -> Nodes.text(condition, "type").equals("Complete"))
                .map(condition -> HumanDuration.since(Nodes.text(condition, "lastTransitionTime"), now))
                .orElse("<none>");
    }
}
