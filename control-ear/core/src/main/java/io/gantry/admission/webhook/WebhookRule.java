package io.gantry.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.admission.AdmissionRequest;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import java.util.List;

/** Which requests a webhook is for (RuleWithOperations). */
record WebhookRule(
        List<String> operations, List<String> groups, List<String> versions, List<String> resources, String scope) {

    private static final String ALL = "*";
    private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");

    static WebhookRule of(JsonNode rule) {
        return new WebhookRule(
                Nodes.texts(rule, "operations"),
                Nodes.texts(rule, "apiGroups"),
                Nodes.texts(rule, "apiVersions"),
                Nodes.texts(rule, "resources"),
                Nodes.text(rule, "scope"));
    }

    /** Whether this means a request, were it for another definition of the same resource. */
    boolean matches(AdmissionRequest request, ResourceDefinition as) {
        return names(operations, request.operation().name())
                && names(groups, as.group())
                && names(versions, as.version())
                && matchesResource(as.plural(), request.subresource())
                && matchesScope(request, as);
    }

    private static boolean names(List<String> names, String wanted) {
        return names.contains(ALL) || names.contains(wanted);
    }

    private boolean matchesResource(String plural, String subresource) {
        for (String resource : resources) {
            int slash = resource.indexOf('/');
            String name = slash < 0 ? resource : resource.substring(0, slash);
            String part = slash < 0 ? "" : resource.substring(slash + 1);
            if ((name.equals(ALL) || name.equals(plural)) && (part.equals(ALL) || part.equals(subresource))) {
                return true;
            }
        }
        return false;
    }

    /** A namespace is in no namespace, though it is said to be in itself. */
    private boolean matchesScope(AdmissionRequest request, ResourceDefinition as) {
        boolean inNamespace =
                !request.namespace().isEmpty() && !as.groupResource().equals(NAMESPACES);
        return switch (scope) {
            case "Namespaced" -> inNamespace;
            case "Cluster" -> !inNamespace;
            default -> true;
        };
    }
}
