package io.gantry.admission.runtimeclass;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.JsonEquality;
import io.gantry.object.Nodes;
import java.util.ArrayList;
import java.util.List;

/** Which tolerations make others needless. */
final class Tolerations {

    private Tolerations() {}

    /** All of both but what another one covers; of equal ones the first stays. */
    static List<ObjectNode> merge(List<ObjectNode> first, List<ObjectNode> second) {
        List<ObjectNode> all = new ArrayList<>(first);
        all.addAll(second);
        List<ObjectNode> merged = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            ObjectNode toleration = all.get(i);
            boolean needless = merged.stream().anyMatch(kept -> covers(kept, toleration))
                    || all.subList(i + 1, all.size()).stream()
                            .anyMatch(later -> !JsonEquality.same(later, toleration) && covers(later, toleration));
            if (!needless) {
                merged.add(toleration);
            }
        }
        return merged;
    }

    static boolean covers(JsonNode wide, JsonNode narrow) {
        if (JsonEquality.same(wide, narrow)) {
            return true;
        }
        boolean exists = Nodes.text(wide, "operator").equals("Exists");
        String key = Nodes.text(wide, "key");
        if (!key.equals(Nodes.text(narrow, "key")) && !(key.isEmpty() && exists)) {
            return false;
        }
        String effect = Nodes.text(wide, "effect");
        if (!effect.isEmpty() && !effect.equals(Nodes.text(narrow, "effect"))) {
            return false;
        }
        if (effect.equals("NoExecute") && !lastsAsLong(wide, narrow)) {
            return false;
        }
        return exists
                || (Nodes.text(narrow, "operator").equals("Equal")
                        && Nodes.text(narrow, "value").equals(Nodes.text(wide, "value")));
    }

    private static boolean lastsAsLong(JsonNode wide, JsonNode narrow) {
        JsonNode seconds = wide.path("tolerationSeconds");
        JsonNode other = narrow.path("tolerationSeconds");
        return !seconds.isNumber() || (other.isNumber() && other.asLong() <= seconds.asLong());
    }
}
