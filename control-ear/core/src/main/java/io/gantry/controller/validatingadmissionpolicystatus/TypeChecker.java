package io.gantry.controller.validatingadmissionpolicystatus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.gantry.cel.AdmissionTypes;
import io.gantry.cel.AdmissionTypes.Params;
import io.gantry.cel.CheckedExpression;
import io.gantry.cel.Environment;
import io.gantry.cel.Result;
import io.gantry.cel.VariableScope;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks the expressions of a policy against the types of all resources that it names: what is wrong there is no error, since expressions
 * see objects of any type, but likely a mistake. Pure.
 */
final class TypeChecker {

    private static final int MAX_TYPES = 10;

    private final Collection<ResourceDefinition> definitions;

    TypeChecker(Collection<ResourceDefinition> definitions) {
        this.definitions = definitions;
    }

    /** {@code status.typeChecking.expressionWarnings}. */
    ArrayNode warnings(JsonNode spec) {
        Map<String, VariableScope> scopes = new LinkedHashMap<>();
        Params params = spec.path("paramKind").isObject() ? Params.GIVEN : Params.NONE;
        for (ResourceDefinition definition : named(spec)) {
            SchemaTypes.of(definition).ifPresent(type -> {
                Environment environment = AdmissionTypes.typed(type, params);
                String kind = definition.apiVersion() + ", Kind=" + definition.kind();
                scopes.put(kind, VariableScope.of(spec.path("variables"), environment));
            });
        }
        ArrayNode warnings = Json.MAPPER.createArrayNode();
        List<? extends JsonNode> validations = Nodes.objects(spec, "validations");
        for (int i = 0; i < validations.size(); i++) {
            for (String field : List.of("expression", "messageExpression")) {
                String text = Nodes.text(validations.get(i), field);
                String found = text.isEmpty() ? "" : check(text, scopes);
                if (!found.isEmpty()) {
                    warnings.addObject()
                            .put("fieldRef", "spec.validations[" + i + "]." + field)
                            .put("warning", found);
                }
            }
        }
        return warnings;
    }

    private static String check(String expression, Map<String, VariableScope> scopes) {
        List<String> found = new ArrayList<>();
        scopes.forEach((kind, scope) -> {
            String error = CheckedExpression.of(expression, scope.environment(), Result.ANY)
                    .error();
            if (!error.isEmpty()) {
                found.add(kind + ": " + error + "\n");
            }
        });
        return String.join("\n", found);
    }

    /** The resources that rules spell out; a wildcard names none. */
    private List<ResourceDefinition> named(JsonNode spec) {
        List<? extends JsonNode> rules = Nodes.objects(spec.path("matchConstraints"), "resourceRules");
        return definitions.stream()
                .filter(definition -> rules.stream().anyMatch(rule -> names(rule, definition)))
                .sorted(Comparator.comparing(ResourceDefinition::group)
                        .thenComparing(ResourceDefinition::version)
                        .thenComparing(ResourceDefinition::kind))
                .limit(MAX_TYPES)
                .toList();
    }

    private static boolean names(JsonNode rule, ResourceDefinition definition) {
        return Nodes.texts(rule, "apiGroups").contains(definition.group())
                && Nodes.texts(rule, "apiVersions").contains(definition.version())
                && Nodes.texts(rule, "resources").contains(definition.plural());
    }
}
