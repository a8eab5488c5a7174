package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.validation.NameRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Labels of nodes that have been replaced by others, where something selects by them. */
final class NodeLabelWarnings {

    private static final Map<String, String> REPLACED = Map.of(
            "beta.kubernetes.io/arch", "deprecated since v1.14; use \"kubernetes.io/arch\" instead",
            "beta.kubernetes.io/os", "deprecated since v1.14; use \"kubernetes.io/os\" instead",
            "failure-domain.beta.kubernetes.io/region",
                    "deprecated since v1.17; use \"topology.kubernetes.io/region\" instead",
            "failure-domain.beta.kubernetes.io/zone",
                    "deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead",
            "beta.kubernetes.io/instance-type",
                    "deprecated since v1.17; use \"node.kubernetes.io/instance-type\" instead",
            "app.kubernetes.io/created-by", "deprecated since v1.9",
            "scheduler.alpha.kubernetes.io/preferAvoidPods",
                    "deprecated since v1.22; use Taints and Tolerations instead",
            "node-role.kubernetes.io/master", "use \"node-role.kubernetes.io/control-plane\" instead");

    private NodeLabelWarnings() {}

    /** Of labels and their values that a node must have. */
    static List<String> ofLabels(JsonNode labels, String path) {
        List<String> warnings = new ArrayList<>();
        labels.fieldNames().forEachRemaining(key -> {
            if (REPLACED.containsKey(key)) {
                warnings.add(path + "[" + key + "]: " + REPLACED.get(key));
            }
        });
        return warnings;
    }

    /** Of a label by which nodes are told apart. */
    static List<String> ofKey(String key, String path) {
        return REPLACED.containsKey(key) ? List.of(path + ": " + key + " is " + REPLACED.get(key)) : List.of();
    }

    static List<String> ofAffinity(JsonNode affinity, String path) {
        List<String> warnings = new ArrayList<>();
        String required = "requiredDuringSchedulingIgnoredDuringExecution";
        List<ObjectNode> terms = Nodes.objects(affinity.path(required), "nodeSelectorTerms");
        for (int i = 0; i < terms.size(); i++) {
            warnings.addAll(ofTerm(terms.get(i), path + "." + required + ".nodeSelectorTerms[" + i + "]"));
        }
        String preferred = "preferredDuringSchedulingIgnoredDuringExecution";
        List<ObjectNode> preferences = Nodes.objects(affinity, preferred);
        for (int i = 0; i < preferences.size(); i++) {
            String at = path + "." + preferred + "[" + i + "].preference";
            warnings.addAll(ofTerm(preferences.get(i).path("preference"), at));
            warnings.addAll(ofValues(preferences.get(i).path("preference"), at));
        }
        return warnings;
    }

    private static List<String> ofTerm(JsonNode term, String path) {
        List<String> warnings = new ArrayList<>();
        List<ObjectNode> expressions = Nodes.objects(term, "matchExpressions");
        for (int i = 0; i < expressions.size(); i++) {
            warnings.addAll(ofKey(Nodes.text(expressions.get(i), "key"), path + ".matchExpressions[" + i + "].key"));
        }
        return warnings;
    }

    /** Values that no label can have are let pass in preferences. */
    private static List<String> ofValues(JsonNode term, String path) {
        List<String> warnings = new ArrayList<>();
        List<ObjectNode> expressions = Nodes.objects(term, "matchExpressions");
        for (int i = 0; i < expressions.size(); i++) {
            List<String> values = Nodes.texts(expressions.get(i), "values");
            for (int j = 0; j < values.size(); j++) {
                String at = path + ".matchExpressions[" + i + "].values[" + j + "]: " + values.get(j) + " is invalid, ";
                NameRules.labelValue(values.get(j)).forEach(error -> warnings.add(at + error));
            }
        }
        return warnings;
    }
}
