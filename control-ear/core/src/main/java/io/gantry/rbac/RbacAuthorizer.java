package io.gantry.rbac;

import io.gantry.identity.Authorizer;
import io.gantry.identity.RequestAttributes;
import io.gantry.identity.RuleResolver;
import io.gantry.identity.UserInfo;
import io.gantry.object.ObjectKey;
import io.gantry.status.Quoted;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Role-based access control: a request is allowed when some rule of some role bound to its user allows it. */
public final class RbacAuthorizer implements Authorizer, RuleResolver {

    private final RbacIndex index;

    public RbacAuthorizer(RbacIndex index) {
        this.index = index;
    }

    @Override
    public Decision authorize(UserInfo user, RequestAttributes attributes) {
        Set<String> missing = new LinkedHashSet<>();
        for (RbacIndex.Grant grant : index.grants(user, attributes.namespace())) {
            ObjectKey role = grant.binding().role();
            Optional<List<PolicyRule>> rules = index.rules(role);
            if (rules.isEmpty()) {
                missing.add(notFound(role));
            } else if (allows(rules.get(), attributes)) {
                return new Decision.Allowed(grant.reason());
            }
        }
        return new Decision.Refused(missing.isEmpty() ? "" : "RBAC: " + aggregate(missing));
    }

    private static boolean allows(List<PolicyRule> rules, RequestAttributes attributes) {
        for (PolicyRule rule : rules) {
            if (rule.allows(attributes)) {
                return true;
            }
        }
        return false;
    }

    private static String notFound(ObjectKey role) {
        String kind = role.namespace().isEmpty() ? "clusterrole" : "role";
        return kind + "." + RbacResources.GROUP + " " + Quoted.of(role.name()) + " not found";
    }

    /** Several errors as one, as Go's aggregates print them. */
    private static String aggregate(Set<String> errors) {
        return errors.size() == 1 ? errors.iterator().next() : "[" + String.join(", ", errors) + "]";
    }

    @Override
    public Rules rulesFor(UserInfo user, String namespace) {
        Set<String> missing = new LinkedHashSet<>();
        List<PolicyRule> held = held(user, namespace, missing);
        List<ResourceRule> resources = held.stream()
                .filter(rule -> !rule.resources().isEmpty())
                .map(rule -> new ResourceRule(rule.verbs(), rule.apiGroups(), rule.resources(), rule.resourceNames()))
                .toList();
        List<NonResourceRule> urls = held.stream()
                .filter(rule -> !rule.nonResourceUrls().isEmpty())
                .map(rule -> new NonResourceRule(rule.verbs(), rule.nonResourceUrls()))
                .toList();
        return new Rules(resources, urls, false, missing.isEmpty() ? "" : aggregate(missing));
    }

    /**
     * All rules that a user has in a namespace.
     *
     * @param missing takes the words about bound roles that do not exist
     */
    List<PolicyRule> held(UserInfo user, String namespace, Set<String> missing) {
        List<PolicyRule> held = new ArrayList<>();
        Set<Binding> seen = new LinkedHashSet<>();
        for (RbacIndex.Grant grant : index.grants(user, namespace)) {
            if (seen.add(grant.binding())) {
                ObjectKey role = grant.binding().role();
                index.rules(role).ifPresentOrElse(held::addAll, () -> missing.add(notFound(role)));
            }
        }
        return held;
    }

    Optional<List<PolicyRule>> rules(ObjectKey role) {
        return index.rules(role);
    }
}
