package io.gantry.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.AdmissionRequest;
import io.gantry.cache.ClusterView;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Resources;
import io.gantry.selector.LabelSelector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which requests a policy or a binding is for (admissionregistration.k8s.io MatchResources). */
record MatchResources(
        List<Rule> rules, List<Rule> excluded, LabelSelector namespaces, LabelSelector objects, boolean equivalents) {

    private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");
    private static final String ALL = "*";

    private record Rule(
            List<String> names,
            List<String> operations,
            List<String> groups,
            List<String> versions,
            List<String> resources,
            String scope) {

        static Rule read(JsonNode rule) {
            return new Rule(
                    Nodes.texts(rule, "resourceNames"),
                    Nodes.texts(rule, "operations"),
                    Nodes.texts(rule, "apiGroups"),
                    Nodes.texts(rule, "apiVersions"),
                    Nodes.texts(rule, "resources"),
                    Nodes.text(rule, "scope"));
        }

        boolean matches(AdmissionRequest request, ResourceDefinition as) {
            return isOneOf(operations, request.operation().name())
                    && isOneOf(groups, as.group())
                    && isOneOf(versions, as.version())
                    && resources.stream().anyMatch(resource -> isResource(resource, as, request.subresource()))
                    && inScope(as)
                    && (names.isEmpty() || names.contains(request.name()));
        }

        private static boolean isOneOf(List<String> wanted, String one) {
            return wanted.contains(ALL) || wanted.contains(one);
        }

        private static boolean isResource(String pattern, ResourceDefinition as, String subresource) {
            int slash = pattern.indexOf('/');
            String resource = slash < 0 ? pattern : pattern.substring(0, slash);
            String part = slash < 0 ? "" : pattern.substring(slash + 1);
            return (resource.equals(ALL) || resource.equals(as.plural()))
                    && (part.equals(ALL) || part.equals(subresource));
        }

        private boolean inScope(ResourceDefinition as) {
            return switch (scope) {
                case "Namespaced" -> as.namespaced();
                case "Cluster" -> !as.namespaced();
                default -> true;
            };
        }
    }

    /** An absent one matches everything. */
    static MatchResources read(JsonNode match) {
        return new MatchResources(
                Nodes.objects(match, "resourceRules").stream().map(Rule::read).toList(),
                Nodes.objects(match, "excludeResourceRules").stream()
                        .map(Rule::read)
                        .toList(),
                LabelSelector.of(match.path("namespaceSelector")),
                LabelSelector.of(match.path("objectSelector")),
                !Nodes.text(match, "matchPolicy").equals("Exact"));
    }

    /** The version of the request's resource that is matched; empty when the request is not meant. */
    Optional<ResourceDefinition> match(AdmissionRequest request, Resources resources, ClusterView view) {
        if (first(excluded, request, resources).isPresent()) {
            return Optional.empty();
        }
        Optional<ResourceDefinition> matched =
                rules.isEmpty() ? Optional.of(request.definition()) : first(rules, request, resources);
        return matched.filter(found -> inNamespace(request, view)).filter(found -> isSelected(request));
    }

    private Optional<ResourceDefinition> first(List<Rule> all, AdmissionRequest request, Resources resources) {
        if (all.stream().anyMatch(rule -> rule.matches(request, request.definition()))) {
            return Optional.of(request.definition());
        }
        if (!equivalents || all.isEmpty()) {
            return Optional.empty();
        }
        return resources.all().stream()
                .filter(other -> other.storage().equals(request.definition().storage()))
                .filter(other -> all.stream().anyMatch(rule -> rule.matches(request, other)))
                .findFirst();
    }

    /** Objects outside of namespaces are in all that a selector may mean; a namespace is judged by its own labels. */
    private boolean inNamespace(AdmissionRequest request, ClusterView view) {
        if (namespaces.isEmpty()) {
            return true;
        }
        boolean namespace = request.definition().groupResource().equals(NAMESPACES);
        if (namespace && request.subresource().isEmpty()) {
            return namespaces.matches(labels(request.object()));
        }
        return request.namespace().isEmpty()
                || view.get(ObjectKey.cluster(NAMESPACES, request.namespace()))
                        .map(found -> namespaces.matches(found.labels()))
                        .orElse(false);
    }

    private boolean isSelected(AdmissionRequest request) {
        return objects.isEmpty()
                || objects.matches(labels(request.object()))
                || request.old().map(old -> objects.matches(labels(old))).orElse(false);
    }

    private static Map<String, String> labels(ObjectNode object) {
        Map<String, String> labels = new HashMap<>();
        object.path("metadata")
                .path("labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return labels;
    }
}
