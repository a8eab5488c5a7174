package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.Nodes;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** ResourceQuotas. */
public final class QuotaRules {

    private static final Set<String> COMPUTE =
            Set.of("pods", "cpu", "memory", "limits.cpu", "limits.memory", "requests.cpu", "requests.memory");
    private static final Set<String> CLAIMS = Set.of("persistentvolumeclaims", "requests.storage");
    private static final List<String> EXISTING_ONLY =
            List.of("BestEffort", "NotBestEffort", "Terminating", "NotTerminating", "CrossNamespacePodAffinity");
    private static final Set<String> SCOPES = Set.of(
            "Terminating",
            "NotTerminating",
            "BestEffort",
            "NotBestEffort",
            "PriorityClass",
            "VolumeAttributesClass",
            "CrossNamespacePodAffinity");
    private static final List<List<String>> OPPOSITES =
            List.of(List.of("BestEffort", "NotBestEffort"), List.of("Terminating", "NotTerminating"));

    private QuotaRules() {}

    public static void check(Field quota) {
        Field spec = quota.at("spec");
        amounts(spec.at("hard"));
        List<String> hard = spec.at("hard").value().properties().stream()
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        scopes(spec.at("scopes"), hard);
        selector(spec, hard);
    }

    private static void amounts(Field amounts) {
        for (Field amount : amounts.entries()) {
            String name = amount.mapKey();
            ResourceRules.wellNamed(amount, name);
            if (name.indexOf('/') < 0 && !ResourceRules.isQuotaResource(name)) {
                amount.invalid(name, "must be a standard resource for quota");
            }
            Amounts.parse(amount.value()).ifPresent(quantity -> ResourceRules.quantity(amount, name, quantity));
        }
    }

    private static void scopes(Field scopes, List<String> hard) {
        for (String scope : scopes.texts()) {
            if (!SCOPES.contains(scope)) {
                scopes.invalid("unsupported scope");
            }
            hard.stream()
                    .filter(name -> ResourceRules.isQuotaResource(name) && !covers(scope, name))
                    .forEach(name -> scopes.invalid("unsupported scope applied to resource"));
        }
        conflicts(scopes, scopes.texts(), scopes.value());
    }

    private static void conflicts(Field shown, List<String> scopes, JsonNode value) {
        OPPOSITES.stream()
                .filter(scopes::containsAll)
                .forEach(pair -> shown.invalid(value.isMissingNode() ? "null" : value, "conflicting scopes"));
    }

    private static boolean covers(String scope, String resource) {
        return switch (scope) {
            case "BestEffort" -> resource.equals("pods");
            case "VolumeAttributesClass" -> CLAIMS.contains(resource);
            case "Terminating", "NotTerminating", "NotBestEffort", "PriorityClass", "CrossNamespacePodAffinity" ->
                COMPUTE.contains(resource);
            default -> true;
        };
    }

    private static void selector(Field spec, List<String> hard) {
        Field expressions = spec.at("scopeSelector").at("matchExpressions");
        for (Field requirement : expressions.items()) {
            // upstream reports all of them at the list
            Field at = requirement.reportedAs(expressions.path());
            String scope = requirement.at("scopeName").text();
            if (!SCOPES.contains(scope)) {
                at.at("scopeName").invalid("unsupported scope");
            }
            hard.stream()
                    .filter(name -> ResourceRules.isQuotaResource(name) && !covers(scope, name))
                    .forEach(name -> expressions.invalid(
                            spec.at("scopeSelector").value(), "unsupported scope applied to resource"));
            operator(at, scope);
        }
        List<String> scopes = expressions.items().stream()
                .map(requirement -> requirement.at("scopeName").text())
                .toList();
        conflicts(expressions, scopes, spec.at("scopes").value());
    }

    private static void operator(Field requirement, String scope) {
        Field operator = requirement.at("operator");
        Field values = requirement.at("values");
        if (EXISTING_ONLY.contains(scope) && !operator.is("Exists")) {
            operator.invalid("must be 'Exists' when scope is any of ResourceQuotaScopeTerminating,"
                    + " ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or"
                    + " ResourceQuotaScopeCrossNamespacePodAffinity");
        }
        switch (operator.text()) {
            case "In", "NotIn" -> {
                if (values.isEmpty()) {
                    values.required("must be at least one value when `operator` is 'In' or 'NotIn' for scope selector");
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (!values.isEmpty()) {
                    values.invalid("must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector");
                }
            }
            default -> operator.invalid("not a valid selector operator");
        }
    }

    public static void update(Field quota, JsonNode old) {
        Field scopes = quota.at("spec").at("scopes");
        if (!Set.copyOf(scopes.texts()).equals(Set.copyOf(Nodes.texts(old.path("spec"), "scopes")))) {
            scopes.invalid(scopes.isSet() ? scopes.value() : "null", "field is immutable");
        }
    }

    public static void status(Field quota, JsonNode old) {
        amounts(quota.at("status").at("hard"));
        amounts(quota.at("status").at("used"));
    }
}
