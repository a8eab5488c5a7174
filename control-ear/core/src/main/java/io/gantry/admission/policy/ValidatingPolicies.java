package io.gantry.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.AdmissionPlugin;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.expression.AdmissionInput;
import io.gantry.admission.selection.NamespaceLookup;
import io.gantry.cache.ClusterView;
import io.gantry.cel.AdmissionTypes;
import io.gantry.cel.DeclaredType;
import io.gantry.cel.JsonValues;
import io.gantry.identity.Authorizer;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Resources;
import io.gantry.status.StatusException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks ValidatingAdmissionPolicies about every write that they are bound to. */
public final class ValidatingPolicies implements AdmissionPlugin {

    static final String GROUP = "admissionregistration.k8s.io";

    /** Policies have no say in what decides which policies there are. */
    static final Set<String> EXEMPT = Set.of(
            "validatingadmissionpolicies",
            "validatingadmissionpolicybindings",
            "mutatingadmissionpolicies",
            "mutatingadmissionpolicybindings",
            "validatingwebhookconfigurations",
            "mutatingwebhookconfigurations");

    private static final String FAILURE = "validation.policy.admission.k8s.io/validation_failure";
    private static final int MAX_ANNOTATION = 10 * 1024;
    private static final Map<String, Integer> CODES =
            Map.of("Forbidden", 403, "Unauthorized", 401, "RequestEntityTooLarge", 413, "Invalid", 422);

    private record Refusal(String who, String reason, String message) {

        static Refusal unusable(String who, String part, String why) {
            return new Refusal(who, "Invalid", "failed to configure " + part + ": " + why);
        }
    }

    private final PolicyCache<ValidatingPolicy> policies;
    private final Resources resources;
    private final NamespaceLookup namespaces;
    private final AdmissionInput inputs;
    private final Params params;

    /** @param namespaces finds those of requests */
    public ValidatingPolicies(
            Resources resources, ClusterView view, NamespaceLookup namespaces, Authorizer authorizer) {
        this.resources = resources;
        this.namespaces = namespaces;
        this.inputs = new AdmissionInput(namespaces, authorizer);
        this.params = new Params(resources, view);
        this.policies = new PolicyCache<>(
                view,
                new GroupResource(GROUP, "validatingadmissionpolicies"),
                new GroupResource(GROUP, "validatingadmissionpolicybindings"),
                ValidatingPolicy::new);
    }

    static boolean isExempt(AdmissionRequest request) {
        return request.definition().group().equals(GROUP)
                && EXEMPT.contains(request.definition().plural());
    }

    @Override
    public void validate(AdmissionRequest request) {
        List<ApiObject> present = policies.policies();
        if (present.isEmpty() || isExempt(request)) {
            return;
        }
        List<Refusal> refusals = new ArrayList<>();
        for (ApiObject object : present) {
            List<ApiObject> bindings = policies.bindings(object.name());
            if (!bindings.isEmpty()) {
                ask(policies.compiled(object), bindings, request, refusals);
            }
        }
        if (!refusals.isEmpty()) {
            throw refused(request, refusals.getFirst());
        }
    }

    private void ask(
            ValidatingPolicy policy, List<ApiObject> bindings, AdmissionRequest request, List<Refusal> refusals) {
        String policyName = "ValidatingAdmissionPolicy '" + policy.name() + "'";
        Optional<ResourceDefinition> matched;
        try {
            matched = policy.constraints().match(request, resources, namespaces);
        } catch (StatusException e) {
            if (policy.failsClosed()) {
                refusals.add(Refusal.unusable(policyName, "policy", e.getMessage()));
            }
            return;
        }
        if (matched.isEmpty()) {
            return;
        }
        Map<String, Set<String>> annotations = new LinkedHashMap<>();
        for (ApiObject binding : bindings) {
            JsonNode spec = binding.json().path("spec");
            String who = policyName + " with binding '" + binding.name() + "'";
            try {
                if (MatchResources.read(spec.path("matchResources"))
                        .match(request, resources, namespaces)
                        .isEmpty()) {
                    continue;
                }
                for (JsonNode param : params.find(policy.paramKind(), spec.path("paramRef"), request.namespace())) {
                    judge(policy, binding, who, request, matched.get(), param, refusals, annotations);
                }
            } catch (Params.Unusable | StatusException e) {
                if (policy.failsClosed()) {
                    refusals.add(Refusal.unusable(who, "binding", e.getMessage()));
                }
            }
        }
        annotations.forEach((key, values) ->
                request.circumstances().annotations().accept(policy.name() + "/" + key, String.join(", ", values)));
    }

    private void judge(
            ValidatingPolicy policy,
            ApiObject binding,
            String who,
            AdmissionRequest request,
            ResourceDefinition as,
            JsonNode param,
            List<Refusal> refusals,
            Map<String, Set<String>> annotations) {
        Map<String, Object> input = new HashMap<>(inputs.of(request, as));
        input.put(AdmissionTypes.PARAMS, JsonValues.of(param, DeclaredType.ANY));
        ValidatingPolicy.Verdict verdict = policy.judge(input);
        List<String> actions = Nodes.texts(binding.json().path("spec"), "validationActions");
        for (ValidatingPolicy.Denial denial : verdict.denials()) {
            if (actions.contains("Deny")) {
                refusals.add(new Refusal(who, denial.reason(), denial.message()));
            }
            if (actions.contains("Warn")) {
                request.circumstances().warnings().accept("Validation failed for " + who + ": " + denial.message());
            }
            if (actions.contains("Audit")) {
                request.circumstances().annotations().accept(FAILURE, failure(policy, binding, denial, actions));
            }
        }
        verdict.annotationErrors().forEach(error -> refusals.add(new Refusal(who, "Invalid", error)));
        verdict.annotations()
                .forEach((key, value) -> annotations
                        .computeIfAbsent(key, any -> new LinkedHashSet<>())
                        .add(value.length() > MAX_ANNOTATION ? value.substring(0, MAX_ANNOTATION) : value));
    }

    private static String failure(
            ValidatingPolicy policy, ApiObject binding, ValidatingPolicy.Denial denial, List<String> actions) {
        ArrayNode failures = Json.MAPPER.createArrayNode();
        ObjectNode failure = failures.addObject()
                .put("message", denial.message())
                .put("policy", policy.name())
                .put("binding", binding.name())
                .put("expressionIndex", denial.index());
        actions.forEach(failure.putArray("validationActions")::add);
        return failures.toString();
    }

    private static StatusException refused(AdmissionRequest request, Refusal refusal) {
        String message = refusal.who() + " denied request: " + refusal.message();
        String what = StatusException.forbidden(request.resource(), request.name(), message)
                .getMessage();
        return StatusException.about(
                        CODES.getOrDefault(refusal.reason(), 422),
                        refusal.reason(),
                        what,
                        request.resource(),
                        request.name())
                .withCause(Json.object().put("message", message));
    }
}
