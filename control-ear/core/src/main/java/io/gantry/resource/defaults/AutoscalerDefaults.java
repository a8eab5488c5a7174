package io.gantry.resource.defaults;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;

/** Defaults of HorizontalPodAutoscalers. */
public final class AutoscalerDefaults {

    public static final int CPU_UTILIZATION = 80;

    private static final int PERIOD_SECONDS = 15;

    private AutoscalerDefaults() {}

    public static void apply(ObjectNode object) {
        ObjectNode spec = Nodes.child(object, "spec");
        Defaults.number(spec, "minReplicas", 1);
        if (spec.path("metrics").isEmpty()) {
            addCpu(spec.putArray("metrics"), CPU_UTILIZATION);
        }
        if (spec.get("behavior") instanceof ObjectNode behavior) {
            up(Nodes.child(behavior, "scaleUp"));
            down(Nodes.child(behavior, "scaleDown"));
        }
    }

    /** A metric of how busy the processors are, in percent of what the pods request. */
    public static void addCpu(ArrayNode metrics, int percent) {
        ObjectNode resource = metrics.addObject().put("type", "Resource").putObject("resource");
        resource.put("name", "cpu")
                .putObject("target")
                .put("type", "Utilization")
                .put("averageUtilization", percent);
    }

    private static void up(ObjectNode rules) {
        Defaults.number(rules, "stabilizationWindowSeconds", 0);
        Defaults.text(rules, "selectPolicy", "Max");
        if (!Nodes.has(rules, "policies")) {
            ArrayNode policies = rules.putArray("policies");
            policy(policies, "Pods", 4);
            policy(policies, "Percent", 100);
        }
    }

    private static void down(ObjectNode rules) {
        Defaults.text(rules, "selectPolicy", "Max");
        if (!Nodes.has(rules, "policies")) {
            policy(rules.putArray("policies"), "Percent", 100);
        }
    }

    private static void policy(ArrayNode policies, String type, int value) {
        policies.addObject().put("type", type).put("value", value).put("periodSeconds", PERIOD_SECONDS);
    }
}
