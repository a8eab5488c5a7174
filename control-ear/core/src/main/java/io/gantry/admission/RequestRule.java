package io.gantry.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import java.util.List;

/**
 * Which requests a webhook or a policy is for (admissionregistration.k8s.io RuleWithOperations and NamedRuleWithOperations).
 *
 * @param names objects that are meant; empty for all
 * @param scope {@code Namespaced}, {@code Cluster}, or anything for both
 */
public record RequestRule(
        List<String> names,
        List<String> operations,
        List<String> groups,
        List<String> versions,
        List<String> resources,
        String scope) {

    private static final String ALL = "*";

    public static RequestRule of(JsonNode rule) {
        return new RequestRule(
                Nodes.texts(rule, "resourceNames"),
                Nodes.texts(rule, "operations"),
                Nodes.texts(rule, "apiGroups"),
                Nodes.texts(rule, "apiVersions"),
                Nodes.texts(rule, "resources"),
                Nodes.text(rule, "scope"));
    }

    /** Whether this means a request, were it for another definition of the same resource. */
    public boolean matches(AdmissionRequest request, ResourceDefinition as) {
        return isOneOf(operations, request.operation().name())
                && isOneOf(groups, as.group())
                && isOneOf(versions, as.version())
                && resources.stream().anyMatch(resource -> isResource(resource, as.plural(), request.subresource()))
                && isInScope(as)
                && (names.isEmpty() || names.contains(request.name()));
    }

    private static boolean isOneOf(List<String> wanted, String one) {
        return wanted.contains(ALL) || wanted.contains(one);
    }

    private static boolean isResource(String pattern, String plural, String subresource) {
        int slash = pattern.indexOf('/');
        String resource = slash < 0 ? pattern : pattern.substring(0, slash);
        String part = slash < 0 ? "" : pattern.substring(slash + 1);
        return (resource.equals(ALL) || resource.equals(plural)) && (part.equals(ALL) || part.equals(subresource));
    }

    private boolean isInScope(ResourceDefinition as) {
        return switch (scope) {
            case "Namespaced" -> as.namespaced();
            case "Cluster" -> !as.namespaced();
            default -> true;
        };
    }
}
