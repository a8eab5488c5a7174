package io.gantry.controller.clusterroleaggregation;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.controller.Change;
import io.gantry.controller.fake.FakeClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterRoleAggregationControllerTest {

    private static final GroupResource ROLES = new GroupResource("rbac.authorization.k8s.io", "clusterroles");

    private final FakeClusterView view = new FakeClusterView();

    private void role(String name, String rest) {
        String tree =
                "{\"kind\":\"ClusterRole\",\"apiVersion\":\"rbac.authorization.k8s.io/v1\",\"metadata\":{\"name\":\""
                        + name + "\",\"labels\":{\"to\":\"" + name + "\"}}," + rest + "}";
        view.put(ApiObject.of(ObjectKey.cluster(ROLES, name), 1, ApiObject.document(Json.read(tree))));
    }

    private List<Change> changes() {
        return new ClusterRoleAggregationController()
                .reconcile(ObjectKey.cluster(ROLES, ""), view, Instant.EPOCH)
                .changes();
    }

    @Test
    void aRoleGathersTheRulesOfThoseItSelectsInTheOrderOfTheirNames() {
        role("b", "\"rules\":[{\"verbs\":[\"get\"]},{\"verbs\":[\"list\"]}]");
        role("a", "\"rules\":[{\"verbs\":[\"list\"]}]");
        role("c", "\"rules\":[{\"verbs\":[\"delete\"]}]");
        role(
                "all",
                "\"aggregationRule\":{\"clusterRoleSelectors\":[{\"matchExpressions\":[{\"key\":\"to\",\"operator\":\"In\","
                        + "\"values\":[\"a\",\"b\",\"all\"]}]}]},\"rules\":[{\"verbs\":[\"own\"]}]");

        assertThat(changes()).hasSize(1);
        Change.Update update = (Change.Update) changes().getFirst();
        assertThat(update.base().name()).isEqualTo("all");
        assertThat(update.desired().path("rules").toString())
                .isEqualTo("[{\"verbs\":[\"list\"]},{\"verbs\":[\"get\"]}]");

        view.put(ApiObject.of(ObjectKey.cluster(ROLES, "all"), 2, ApiObject.document(update.desired())));
        assertThat(changes()).isEmpty();
    }
}
