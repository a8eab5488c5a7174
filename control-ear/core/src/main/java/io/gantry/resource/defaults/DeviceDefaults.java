package io.gantry.resource.defaults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Defaults of resource.k8s.io. */
public final class DeviceDefaults {

    private DeviceDefaults() {}

    public static void claim(ObjectNode object) {
        devices(Nodes.child(object, "spec"));
    }

    public static void template(ObjectNode object) {
        ObjectNode template = Nodes.child(object, "spec");
        Nodes.child(template, "metadata");
        devices(Nodes.child(template, "spec"));
    }

    /** A taint has been there since now, unless it says otherwise. */
    public static void timeAdded(JsonNode taint, Instant now) {
        if (taint instanceof ObjectNode object && !Nodes.has(object, "timeAdded")) {
            object.put("timeAdded", now.truncatedTo(ChronoUnit.SECONDS).toString());
        }
    }

    private static void devices(ObjectNode spec) {
        for (ObjectNode request : Nodes.objects(Nodes.child(spec, "devices"), "requests")) {
            if (request.get("exactly") instanceof ObjectNode exactly) {
                request(exactly);
            }
            Nodes.objects(request, "firstAvailable").forEach(DeviceDefaults::request);
        }
    }

    private static void request(ObjectNode request) {
        Defaults.text(request, "allocationMode", "ExactCount");
        if (Nodes.text(request, "allocationMode").equals("ExactCount")) {
            Defaults.positive(request, "count", 1);
        }
        Nodes.objects(request, "tolerations").forEach(toleration -> Defaults.text(toleration, "operator", "Equal"));
    }
}
