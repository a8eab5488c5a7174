package io.gantry.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.RequestRule;
import io.gantry.admission.selection.NamespaceLookup;
import io.gantry.admission.selection.RequestSelectors;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Resources;
import java.util.List;
import java.util.Optional;

/** Which requests a policy or a binding is for (admissionregistration.k8s.io MatchResources). */
record MatchResources(
        List<RequestRule> rules, List<RequestRule> excluded, RequestSelectors selectors, boolean equivalents) {

    /** An absent one matches everything. */
    static MatchResources read(JsonNode match) {
        return new MatchResources(
                Nodes.objects(match, "resourceRules").stream()
                        .map(RequestRule::of)
                        .toList(),
                Nodes.objects(match, "excludeResourceRules").stream()
                        .map(RequestRule::of)
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
}
