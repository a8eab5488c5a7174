package io.gantry.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import io.gantry.resource.TableColumns;

/** Columns of APIServices. */
public final class ApiServiceColumns {

    public static final TableColumns COLUMNS = ColumnList.named()
            .text("Service", "The reference to the service that hosts this API endpoint.", ApiServiceColumns::service)
            .text("Available", "Whether this service is available.", ApiServiceColumns::available)
            .age()
            .build();

    private ApiServiceColumns() {}

    private static String service(ApiObject object) {
        JsonNode service = object.spec().path("service");
        return service.isObject() ? Nodes.text(service, "namespace") + "/" + Nodes.text(service, "name") : "Local";
    }

    private static String available(ApiObject object) {
        return Nodes.objects(object.status(), "conditions").stream()
                .filter(condition -> Nodes.text(condition, "type").equals("Available"))
                .findFirst()
                .map(ApiServiceColumns::shown)
                .orElse("Unknown");
    }

    private static String shown(JsonNode condition) {
        String status = Nodes.text(condition, "status");
        String reason = Nodes.text(condition, "reason");
        return status.equals("True") || reason.isEmpty() ? status : status + " (" + reason + ")";
    }
}
