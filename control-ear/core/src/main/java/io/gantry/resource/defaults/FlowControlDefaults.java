package io.gantry.resource.defaults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;

/** Defaults of flowcontrol.apiserver.k8s.io. */
public final class FlowControlDefaults {

    private FlowControlDefaults() {}

    public static void schema(ObjectNode object) {
        Defaults.positive(Nodes.child(object, "spec"), "matchingPrecedence", 1000);
    }

    public static void level(ObjectNode object) {
        ObjectNode spec = Nodes.child(object, "spec");
        shares(spec, "exempt", 0);
        shares(spec, "limited", 30);
        if (spec.path("limited").path("limitResponse").get("queuing") instanceof ObjectNode queuing) {
            Defaults.positive(queuing, "handSize", 8);
            Defaults.positive(queuing, "queues", 64);
            Defaults.positive(queuing, "queueLengthLimit", 50);
        }
    }

    private static void shares(ObjectNode spec, String type, int shares) {
        if (spec.get(type) instanceof ObjectNode level) {
            Defaults.number(level, "nominalConcurrencyShares", shares);
            Defaults.number(level, "lendablePercent", 0);
        }
    }
}
