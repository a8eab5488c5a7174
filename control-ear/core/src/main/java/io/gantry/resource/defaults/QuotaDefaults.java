package io.gantry.resource.defaults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import java.util.List;

/** Defaults of ResourceQuotas and LimitRanges. */
public final class QuotaDefaults {

    private QuotaDefaults() {}

    public static void quota(ObjectNode quota) {
        ResourceAmounts.canonicaliseList(quota.path("spec").path("hard"));
        for (String list : List.of("hard", "used")) {
            ResourceAmounts.canonicaliseList(quota.path("status").path(list));
        }
    }

    /** Of containers, an unnamed default is the maximum, and an unnamed request is the default, else the minimum. */
    public static void limits(ObjectNode range) {
        for (ObjectNode limit : Nodes.objects(range.path("spec"), "limits")) {
            for (String list : List.of("max", "min", "default", "defaultRequest", "maxLimitRequestRatio")) {
                ResourceAmounts.canonicaliseList(limit.path(list));
            }
            if (Nodes.text(limit, "type").equals("Container")) {
                fill(limit, "default", "max");
                fill(limit, "defaultRequest", "default");
                fill(limit, "defaultRequest", "min");
            }
        }
    }

    private static void fill(ObjectNode limit, String list, String from) {
        if (limit.get(from) instanceof ObjectNode source && !source.isEmpty()) {
            ObjectNode target = Nodes.child(limit, list);
            source.properties().forEach(amount -> target.putIfAbsent(amount.getKey(), amount.getValue()));
        }
    }
}
