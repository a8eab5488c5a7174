package io.gantry.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DefaultPolicyTest {

    private static final ObjectKey EDIT = ObjectKey.cluster(RbacResources.CLUSTER_ROLES, "edit");
    private static final ObjectKey ADMINS = ObjectKey.cluster(RbacResources.CLUSTER_ROLE_BINDINGS, "cluster-admin");

    private final Map<ObjectKey, ObjectNode> objects = DefaultPolicy.objects();

    @Test
    void hasUpstreamsRoles() {
        assertThat(objects.get(EDIT)).isEqualTo(Json.read("""
                        {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"edit",
                        "labels":{"kubernetes.io/bootstrapping":"rbac-defaults","rbac.authorization.k8s.io/aggregate-to-admin":"true"},
                        "annotations":{"rbac.authorization.kubernetes.io/autoupdate":"true"}},
                        "aggregationRule":{"clusterRoleSelectors":[{"matchLabels":{"rbac.authorization.k8s.io/aggregate-to-edit":"true"}}]}}
                        """));
        assertThat(objects.get(ADMINS)).isEqualTo(Json.read("""
                        {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"cluster-admin",
                        "labels":{"kubernetes.io/bootstrapping":"rbac-defaults"},
                        "annotations":{"rbac.authorization.kubernetes.io/autoupdate":"true"}},
                        "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"cluster-admin"},
                        "subjects":[{"kind":"Group","name":"system:masters","apiGroup":"rbac.authorization.k8s.io"}]}
                        """));
    }

    @Test
    void everyBindingBindsARoleThatIsThere() {
        objects.forEach((key, object) -> {
            if (object.has("roleRef")) {
                assertThat(objects).containsKey(Binding.roleKey(object.path("roleRef"), key.namespace()));
            }
        });
    }

    @Test
    void whatIsMissingComesBackAndWhatWasAddedStays() {
        ObjectNode expected = Json.read("{\"metadata\":{\"name\":\"r\",\"labels\":{\"a\":\"b\"}},"
                + "\"rules\":[{\"verbs\":[\"get\",\"list\"],\"apiGroups\":[\"\"],\"resources\":[\"pods\"]}]}");
        ObjectNode present = Json.read("{\"metadata\":{\"name\":\"r\",\"labels\":{\"c\":\"d\"}},"
                + "\"rules\":[{\"verbs\":[\"get\",\"delete\"],\"apiGroups\":[\"\"],\"resources\":[\"pods\"]}]}");

        ObjectNode completed = PolicyMerge.complete(present.deepCopy(), expected);

        assertThat(completed.path("metadata").path("labels")).isEqualTo(Json.read("{\"c\":\"d\",\"a\":\"b\"}"));
        assertThat(PolicyRule.ofRole(completed))
                .extracting(PolicyRule::verbs)
                .containsExactly(List.of("get", "delete"), List.of("list"));
        assertThat(PolicyMerge.complete(completed.deepCopy(), expected)).isEqualTo(completed);
    }

    @Test
    void aBindingKeepsItsOwnSubjects() {
        ObjectNode present = objects.get(ADMINS).deepCopy();
        present.withArray("subjects")
                .removeAll()
                .addObject()
                .put("kind", "User")
                .put("name", "ada");

        ObjectNode completed = PolicyMerge.complete(present, objects.get(ADMINS));

        assertThat(completed.path("subjects"))
                .extracting(subject -> subject.path("name").asText())
                .containsExactly("ada", "system:masters");
    }
}
