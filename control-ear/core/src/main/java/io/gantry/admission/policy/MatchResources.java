package io.gantry.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.selection.NamespaceLookup;
import io.gantry.admission.selection.RequestSelectors;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Resources;
import java.util.List;
import java.util.Optional;

/** Which requests a policy or a binding is for (admissionregistration.k8s.io MatchResources). */
record MatchResources(List<Rule> rules, List<Rule> excluded, RequestSelectors selectors, boolean equivalents) {

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
                RequestSelectors.of(match),
                !Nodes.text(match, "matchPolicy").equals("Exact"));
    }

    /**
     * The version of the request's resource that is matched; empty when the request is not meant. Throws NotFound when that depends on a
     * namespace that is missing.
     */
    Optional<ResourceDefinition> match(AdmissionRequest request, Resources resources, NamespaceLookup namespaces) {
        if (first(excluded, request, resources).isPresent()) {
            return Optional.empty();
        }
        Optional<ResourceDefinition> matched =
                rules.isEmpty() ? Optional.of(request.definition()) : first(rules, request, resources);
        return matched.filter(found -> selectors.match(request, namespaces));
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
}
