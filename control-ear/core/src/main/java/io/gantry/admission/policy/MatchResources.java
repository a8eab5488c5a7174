package io.gantry.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.RequestRule;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Resources;
import io.gantry.selector.LabelSelector;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which requests a policy or a binding is for (admissionregistration.k8s.io MatchResources). */
record MatchResources(
        List<RequestRule> rules,
        List<RequestRule> excluded,
        LabelSelector namespaces,
        LabelSelector objects,
        boolean equivalents) {

    private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");

    /** An absent one matches everything. */
    static MatchResources read(JsonNode match) {
        return new MatchResources(
                Nodes.objects(match, "resourceRules").stream()
                        .map(RequestRule::of)
                        .toList(),
                Nodes.objects(match, "excludeResourceRules").stream()
                        .map(RequestRule::of)
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

    private Optional<ResourceDefinition> first(List<RequestRule> all, AdmissionRequest request, Resources resources) {
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
        return ApiObject.strings(object.path("metadata").path("labels"));
    }
}
