package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.validation.NameRules;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** StorageClasses and VolumeAttributesClasses. */
public final class StorageClassRules {

    private static final int PARAMETERS = 512;
    private static final int PARAMETERS_SIZE = 256 * 1024;

    private StorageClassRules() {}

    public static void storageClass(Field object) {
        provisioner(object.at("provisioner"));
        parameters(object.at("parameters"));
        Field policy = object.at("reclaimPolicy");
        if (!policy.isEmpty()) {
            policy.supportOnly(List.of("Delete", "Retain"));
        }
        object.at("volumeBindingMode").requireSetTo(List.of("Immediate", "WaitForFirstConsumer"));
        topologies(object.at("allowedTopologies"));
    }

    public static void storageClassUpdate(Field object, JsonNode old) {
        for (String field : List.of("parameters", "provisioner", "reclaimPolicy", "volumeBindingMode")) {
            object.at(field).requireUnchanged(old.path(field));
        }
    }

    public static void attributesClass(Field object) {
        provisioner(object.at("driverName"));
        parameters(object.at("parameters"));
        if (object.at("parameters").isEmpty()) {
            object.at("parameters").required("must contain at least one key/value pair");
        }
    }

    public static void attributesClassUpdate(Field object, JsonNode old) {
        for (String field : List.of("driverName", "parameters")) {
            if (!SemanticEquality.same(object.at(field).value(), old.path(field))) {
                object.at(field).forbidden("updates to " + field + " are forbidden.");
            }
        }
    }

    private static void provisioner(Field name) {
        if (name.requireFilled()) {
            String lower = name.text().toLowerCase(Locale.ROOT);
            NameRules.qualifiedName(lower).forEach(error -> name.invalid(lower, error));
        }
    }

    private static void parameters(Field parameters) {
        if (parameters.value().size() > PARAMETERS) {
            parameters.tooLong(PARAMETERS);
            return;
        }
        long size = 0;
        for (Map.Entry<String, JsonNode> parameter : parameters.value().properties()) {
            if (parameter.getKey().isEmpty()) {
                parameters.invalid("", "field can not be empty.");
            }
            size += bytes(parameter.getKey()) + bytes(parameter.getValue().asText());
        }
        if (size > PARAMETERS_SIZE) {
            parameters.tooLong(PARAMETERS_SIZE);
        }
    }

    static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void topologies(Field topologies) {
        Set<Map<String, Set<String>>> seen = new HashSet<>();
        for (Field term : topologies.items()) {
            Map<String, Set<String>> expressions = new HashMap<>();
            for (Field expression : term.items("matchLabelExpressions")) {
                Set<String> values = expression(expression);
                Field key = expression.at("key");
                if (expressions.put(key.text(), values) != null) {
                    key.duplicate();
                }
            }
            // upstream compares with terms that it has not read yet, which are empty
            if (expressions.isEmpty() || !seen.add(expressions)) {
                term.errors().duplicate(term.at("matchLabelExpressions").path(), "");
            }
        }
    }

    private static Set<String> expression(Field expression) {
        Field values = expression.at("values");
        Set<String> seen = new HashSet<>();
        if (values.isEmpty()) {
            values.required("");
        }
        for (Field value : values.items()) {
            if (!seen.add(value.text())) {
                value.duplicate();
            }
        }
        FormatRules.qualifiedName(expression.at("key"));
        return seen;
    }
}
