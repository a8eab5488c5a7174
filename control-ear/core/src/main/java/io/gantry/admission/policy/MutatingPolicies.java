package io.gantry.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.AdmissionPlugin;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.admission.Mutation;
import io.gantry.admission.ShownObjects;
import io.gantry.admission.expression.AdmissionInput;
import io.gantry.admission.selection.NamespaceLookup;
import io.gantry.apply.ValueType;
import io.gantry.apply.ValueTypes;
import io.gantry.cache.ClusterView;
import io.gantry.cel.AdmissionTypes;
import io.gantry.cel.DeclaredType;
import io.gantry.cel.JsonValues;
import io.gantry.identity.Authorizer;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.JsonEquality;
import io.gantry.object.Nodes;
import io.gantry.resource.DeclaredSchema;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Resources;
import io.gantry.schema.Schemas;
import io.gantry.status.StatusException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lets MutatingAdmissionPolicies change every object that they are bound to, before it is judged. */
public final class MutatingPolicies implements AdmissionPlugin {

    /** A policy that is asked about a request with one parameter. */
    private record Invocation(MutatingPolicy policy, String binding, ResourceDefinition as, JsonNode param) {}

    /**
     * An invocation that may be repeated.
     *
     * @param left the object as the policy left it
     */
    private record Done(Invocation invocation, ObjectNode left) {}

    private final PolicyCache<MutatingPolicy> policies;
    private final Resources resources;
    private final NamespaceLookup namespaces;
    private final AdmissionInput inputs;
    private final Params params;
    private final ValueTypes types = new ValueTypes();

    /** @param namespaces finds those of requests */
    public MutatingPolicies(Resources resources, ClusterView view, NamespaceLookup namespaces, Authorizer authorizer) {
        this.resources = resources;
        this.namespaces = namespaces;
        this.inputs = new AdmissionInput(namespaces, authorizer);
        this.params = new Params(resources, view);
        this.policies = new PolicyCache<>(
                view,
                new GroupResource(ValidatingPolicies.GROUP, "mutatingadmissionpolicies"),
                new GroupResource(ValidatingPolicies.GROUP, "mutatingadmissionpolicybindings"),
                MutatingPolicy::new);
    }

    @Override
    public boolean asksUsers() {
        return !policies.policies().isEmpty();
    }

    @Override
    public Mutation mutateAsToldByUsers(AdmissionRequest request) {
        List<ApiObject> present = policies.policies();
        if (present.isEmpty() || ValidatingPolicies.isExempt(request) || request.operation() == Operation.DELETE) {
            return Mutation.OWN;
        }
        boolean changed = false;
        List<Done> again = new ArrayList<>();
        PolicyFailures failures = new PolicyFailures(request);
        for (ApiObject object : present) {
            List<ApiObject> bindings = policies.bindings(object.name());
            if (bindings.isEmpty()) {
                continue;
            }
            for (Invocation invocation : invocations(policies.compiled(object), bindings, request, failures)) {
                changed |= invoke(invocation, request, failures);
                if (invocation.policy().isReinvoked()) {
                    again.add(new Done(invocation, request.object().deepCopy()));
                }
            }
        }
        failures.refuse();
        if (again.isEmpty()) {
            return new Mutation(changed, Optional.empty());
        }
        return new Mutation(changed, Optional.of(later -> reinvoke(again, later)));
    }

    /** Asks those policies once more that others have changed the object after. */
    private boolean reinvoke(List<Done> done, AdmissionRequest request) {
        boolean changed = false;
        PolicyFailures failures = new PolicyFailures(request);
        for (Done one : done) {
            if (!JsonEquality.same(one.left(), request.object())) {
                changed |= invoke(one.invocation(), request, failures);
            }
        }
        failures.refuse();
        return changed;
    }

    private List<Invocation> invocations(
            MutatingPolicy policy, List<ApiObject> bindings, AdmissionRequest request, PolicyFailures failures) {
        Optional<ResourceDefinition> matched;
        try {
            matched = policy.constraints().match(request, resources, namespaces);
        } catch (StatusException e) {
            failures.unusablePolicy(policy, e.getMessage());
            return List.of();
        }
        return matched.map(as -> bound(policy, as, bindings, request, failures)).orElse(List.of());
    }

    private List<Invocation> bound(
            MutatingPolicy policy,
            ResourceDefinition as,
            List<ApiObject> bindings,
            AdmissionRequest request,
            PolicyFailures failures) {
        List<Invocation> invocations = new ArrayList<>();
        for (ApiObject binding : bindings) {
            JsonNode spec = binding.json().path("spec");
            try {
                boolean isBound = MatchResources.read(spec.path("matchResources"))
                        .match(request, resources, namespaces)
                        .isPresent();
                if (isBound) {
                    params.find(policy.paramKind(), spec.path("paramRef"), request.namespace())
                            .forEach(param -> invocations.add(new Invocation(policy, binding.name(), as, param)));
                }
            } catch (Params.Unusable | StatusException e) {
                failures.unusableBinding(policy, binding.name(), e.getMessage());
            }
        }
        return invocations;
    }

    private boolean invoke(Invocation invocation, AdmissionRequest request, PolicyFailures failures) {
        MutatingPolicy policy = invocation.policy();
        boolean changed = false;
        try {
            if (!policy.applies(input(invocation, request))) {
                return false;
            }
        } catch (MutatingPolicy.Failed e) {
            failures.failed(policy, invocation.binding(), e.getMessage());
            return false;
        }
        for (MutatingPolicy.Mutation mutation : policy.mutations()) {
            try {
                changed |= mutate(invocation, mutation, request);
            } catch (MutatingPolicy.Failed e) {
                failures.failed(policy, invocation.binding(), e.getMessage());
            }
        }
        return changed;
    }

    private Map<String, Object> input(Invocation invocation, AdmissionRequest request) {
        Map<String, Object> input = new HashMap<>(inputs.of(request, invocation.as()));
        input.put(AdmissionTypes.PARAMS, JsonValues.of(invocation.param(), DeclaredType.ANY));
        return input;
    }

    private boolean mutate(Invocation invocation, MutatingPolicy.Mutation mutation, AdmissionRequest request)
            throws MutatingPolicy.Failed {
        ResourceDefinition as = invocation.as();
        ObjectNode shown = ShownObjects.shown(request.object(), request.definition(), as);
        ValueType type = Nodes.text(shown, "kind").equals(as.kind()) ? type(as) : ValueTypes.untyped();
        ObjectNode wanted = invocation.policy().mutated(mutation, input(invocation, request), shown, type);
        if (JsonEquality.same(shown, wanted)) {
            return false;
        }
        wanted.set("apiVersion", shown.path("apiVersion"));
        wanted.set("kind", shown.path("kind"));
        try {
            return ShownObjects.take(request, as, wanted);
        } catch (StatusException e) {
            throw StatusException.internalError(e.getMessage());
        }
    }

    private ValueType type(ResourceDefinition definition) {
        return definition
                .strategy()
                .declaredSchema()
                .map(DeclaredSchema::structure)
                .or(() -> Schemas.builtIn().find(definition.schemaName()))
                .<ValueType>map(types::of)
                .orElseGet(ValueTypes::untyped);
    }
}
