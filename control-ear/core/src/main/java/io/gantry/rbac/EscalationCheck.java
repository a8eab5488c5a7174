package io.gantry.rbac;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.AdmissionPlugin;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.identity.Authorizer;
import io.gantry.identity.Authorizer.Decision;
import io.gantry.identity.RequestAttributes;
import io.gantry.identity.UserInfo;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.status.Quoted;
import io.gantry.status.StatusException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Nobody gives rights that they do not have: who writes a role or binding must hold its rules, or be allowed to {@code escalate} the
 * role or to {@code bind} it.
 */
public final class EscalationCheck implements AdmissionPlugin {

    private static final List<PolicyRule> EVERYTHING = List.of(
            new PolicyRule(List.of("*"), List.of("*"), List.of("*"), List.of(), List.of()),
            new PolicyRule(List.of("*"), List.of(), List.of(), List.of(), List.of("*")));

    private final Authorizer authorizer;
    private final RbacAuthorizer rules;

    public EscalationCheck(Authorizer authorizer, RbacAuthorizer rules) {
        this.authorizer = authorizer;
        this.rules = rules;
    }

    @Override
    public void validate(AdmissionRequest request) {
        boolean concerned = request.resource().group().equals(RbacResources.GROUP)
                && request.operation() != Operation.DELETE
                && !request.user().isIn(UserInfo.MASTERS);
        if (!concerned || request.changesOnlyOwnership()) {
            return;
        }
        if (request.isOn(RbacResources.ROLES) || request.isOn(RbacResources.CLUSTER_ROLES)) {
            checkRole(request);
        } else {
            checkBinding(request);
        }
    }

    private void checkRole(AdmissionRequest request) {
        GroupResource resource = request.resource();
        RequestAttributes escalate = RequestAttributes.resource(
                "escalate", resource.group(), resource.resource(), "", request.namespace(), request.name());
        if (isAllowed(request.user(), escalate)) {
            return;
        }
        requireHeld(request, PolicyRule.ofRole(request.object()));
        boolean aggregates = aggregates(request.object())
                || request.old().filter(EscalationCheck::aggregates).isPresent();
        if (aggregates && !missing(request, EVERYTHING, new LinkedHashSet<>()).isEmpty()) {
            throw forbidden(request, "must have cluster-admin privileges to use the aggregationRule");
        }
    }

    private static boolean aggregates(ObjectNode role) {
        return !Nodes.objects(role.path("aggregationRule"), "clusterRoleSelectors")
                .isEmpty();
    }

    private void checkBinding(AdmissionRequest request) {
        ObjectKey role = Binding.roleKey(request.object().path("roleRef"), request.namespace());
        GroupResource resource = role.resource();
        RequestAttributes bind = RequestAttributes.resource(
                "bind", resource.group(), resource.resource(), "", request.namespace(), role.name());
        if (!isAllowed(request.user(), bind)) {
            requireHeld(request, rules.rules(role).orElseThrow(() -> StatusException.notFound(resource, role.name())));
        }
    }

    private boolean isAllowed(UserInfo user, RequestAttributes attributes) {
        return authorizer.authorize(user, attributes) instanceof Decision.Allowed;
    }

    private List<PolicyRule> missing(AdmissionRequest request, List<PolicyRule> wanted, Set<String> errors) {
        return RuleCover.missing(rules.held(request.user(), request.namespace(), errors), wanted);
    }

    private void requireHeld(AdmissionRequest request, List<PolicyRule> wanted) {
        Set<String> errors = new LinkedHashSet<>();
        List<PolicyRule> missing = missing(request, wanted, errors);
        if (missing.isEmpty()) {
            return;
        }
        Set<String> shown = new TreeSet<>();
        RuleCover.compact(missing).forEach(rule -> shown.add(rule.toString()));
        UserInfo user = request.user();
        String why = "user " + Quoted.of(user.username()) + " (groups=" + Quoted.all(user.groups())
                + ") is attempting to grant RBAC permissions not currently held:\n" + String.join("\n", shown);
        throw forbidden(request, errors.isEmpty() ? why : why + "; resolution errors: " + errors);
    }

    private static StatusException forbidden(AdmissionRequest request, String why) {
        return StatusException.forbidden(request.resource(), request.name(), why);
    }
}
