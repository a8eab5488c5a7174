package io.gantry.controller.clusterroleaggregation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.selector.LabelSelector;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Gives cluster roles with an aggregation rule the rules of all roles that it selects. */
public final class ClusterRoleAggregationController implements Controller {

    private static final GroupResource CLUSTER_ROLES = new GroupResource("rbac.authorization.k8s.io", "clusterroles");

    /** Roles may gather from each other, and there are few: one key stands for all. */
    private static final ObjectKey ALL = ObjectKey.cluster(CLUSTER_ROLES, "");

    @Override
    public String name() {
        return "clusterrole-aggregation-controller";
    }

    @Override
    public Watches watches() {
        return Watches.none().on(CLUSTER_ROLES, (event, view) -> List.of(ALL));
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        List<ApiObject> roles = view.list(CLUSTER_ROLES);
        Plan.Builder plan = Plan.builder();
        for (ApiObject role : roles) {
            List<ObjectNode> selectors = Nodes.objects(role.json().path("aggregationRule"), "clusterRoleSelectors");
            if (!selectors.isEmpty() && !role.isBeingDeleted()) {
                plan.update(role, aggregated(role, selectors, roles));
            }
        }
        return plan.build();
    }

    private static ObjectNode aggregated(ApiObject role, List<ObjectNode> selectors, List<ApiObject> roles) {
        Set<JsonNode> rules = new LinkedHashSet<>();
        for (ObjectNode each : selectors) {
            LabelSelector selector = LabelSelector.of(each);
            roles.stream()
                    .filter(other -> !other.name().equals(role.name()) && selector.matches(other.labels()))
                    .forEach(other -> rules.addAll(Nodes.objects(other.json(), "rules")));
        }
        ObjectNode desired = role.copy();
        ArrayNode array = desired.putArray("rules");
        rules.forEach(rule -> array.add(rule.deepCopy()));
        return desired;
    }
}
