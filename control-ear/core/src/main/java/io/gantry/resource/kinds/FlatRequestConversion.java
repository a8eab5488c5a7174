package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.Conversion;
import java.util.List;

/**
 * Between claims of resource.k8s.io/v1, whose requests say {@code exactly} what they want, and v1beta1, where that lies in the request
 * itself.
 *
 * @param spec where the claim's spec is: templates have it one level deeper
 */
record FlatRequestConversion(String spec) implements Conversion {

    private static final List<String> FIELDS = List.of(
            "deviceClassName", "selectors", "allocationMode", "count", "adminAccess", "tolerations", "capacity");

    @Override
    public ObjectNode toStored(ObjectNode served) {
        for (ObjectNode request : Nodes.objects(served.at(spec).path("devices"), "requests")) {
            ObjectNode exactly = request.objectNode();
            move(request, exactly);
            if (asksForDevices(exactly)) {
                request.set("exactly", exactly);
            }
        }
        return served.put("apiVersion", "resource.k8s.io/v1");
    }

    @Override
    public ObjectNode fromStored(ObjectNode stored) {
        for (ObjectNode request : Nodes.objects(stored.at(spec).path("devices"), "requests")) {
            if (request.remove("exactly") instanceof ObjectNode exactly) {
                move(exactly, request);
            }
        }
        return stored.put("apiVersion", "resource.k8s.io/v1beta1");
    }

    /** The name of a class is written even when it is empty. */
    private static boolean asksForDevices(ObjectNode exactly) {
        boolean unnamed = Nodes.text(exactly, "deviceClassName").isEmpty();
        return !unnamed || !exactly.without("deviceClassName").isEmpty();
    }

    private static void move(ObjectNode from, ObjectNode to) {
        for (String field : FIELDS) {
            if (from.has(field)) {
                to.set(field, from.remove(field));
            }
        }
    }
}
