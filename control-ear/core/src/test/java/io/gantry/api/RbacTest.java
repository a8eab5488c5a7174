package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.identity.UserInfo;
import io.gantry.object.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RbacTest {

    private static final String GROUP = "/apis/rbac.authorization.k8s.io/v1";
    private static final String ROLES = GROUP + "/namespaces/default/roles";
    private static final String BINDINGS = GROUP + "/namespaces/default/rolebindings";
    private static final UserInfo JANE = new UserInfo("jane", List.of("dev", UserInfo.AUTHENTICATED));
    private static final UserInfo ROBOT =
            new UserInfo("system:serviceaccount:default:robot", List.of("system:serviceaccounts"));

    private final ApiFixture api = new ApiFixture();

    private static String role(String name, String verbs, String resources) {
        return "{\"metadata\":{\"name\":\"" + name + "\"},\"rules\":[{\"apiGroups\":[\"\"],\"resources\":" + resources
                + ",\"verbs\":" + verbs + "}]}";
    }

    private static String binding(String name, String kind, String role, String subject) {
        return "{\"metadata\":{\"name\":\"" + name + "\"},\"roleRef\":{\"kind\":\"" + kind + "\",\"name\":\"" + role
                + "\"},\"subjects\":[" + subject + "]}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"kind\":\"User\",\"name\":\"jane\"}",
                "{\"kind\":\"Group\",\"name\":\"dev\"}",
            })
    void aRoleBindingAllowsInItsNamespaceOnly(String subject) {
        api.post(ROLES, role("reader", "[\"list\"]", "[\"pods\"]")).is(201);
        api.as(JANE, "GET", "/api/v1/namespaces/default/pods").is(403);

        api.post(BINDINGS, binding("readers", "Role", "reader", subject)).is(201);

        api.as(JANE, "GET", "/api/v1/namespaces/default/pods").is(200);
        api.as(JANE, "GET", "/api/v1/namespaces/default/secrets").is(403);
        api.as(JANE, "GET", "/api/v1/pods").is(403);

        api.delete(BINDINGS + "/readers").is(200);
        api.as(JANE, "GET", "/api/v1/namespaces/default/pods").is(403);
    }

    @Test
    void aServiceAccountIsBoundByNamespaceAndName() {
        api.post(ROLES, role("reader", "[\"list\"]", "[\"pods\"]")).is(201);
        api.post(BINDINGS, binding("r", "Role", "reader", "{\"kind\":\"ServiceAccount\",\"name\":\"robot\"}"))
                .is(201);

        api.as(ROBOT, "GET", "/api/v1/namespaces/default/pods").is(200);
    }

    @Test
    void aBindingThatChangesBindsWhomItNames() {
        api.post(ROLES, role("reader", "[\"list\"]", "[\"pods\"]")).is(201);
        api.post(BINDINGS, binding("r", "Role", "reader", "{\"kind\":\"User\",\"name\":\"jane\"}"))
                .is(201);
        api.patch(
                        BINDINGS + "/r",
                        "merge-patch+json",
                        "{\"subjects\":[{\"kind\":\"User\",\"name\":\"joe\",\"apiGroup\":\"rbac.authorization.k8s.io\"}]}")
                .is(200);

        api.as(JANE, "GET", "/api/v1/namespaces/default/pods").is(403);
    }

    @Test
    void aMissingRoleIsNamedInTheRefusal() {
        api.post(BINDINGS, binding("r", "ClusterRole", "gone", "{\"kind\":\"User\",\"name\":\"jane\"}"))
                .is(201);

        assertThat(api.as(JANE, "GET", "/api/v1/namespaces/default/pods")
                        .is(403)
                        .message())
                .isEqualTo(
                        "pods is forbidden: User \"jane\" cannot list resource \"pods\" in API group \"\" in the namespace"
                                + " \"default\": RBAC: clusterrole.rbac.authorization.k8s.io \"gone\" not found");
    }

    @Test
    void nobodyGivesRightsThatTheyLack() {
        api.post(GROUP + "/clusterroles", """
                {"metadata":{"name":"manager"},"rules":[
                {"apiGroups":["rbac.authorization.k8s.io"],"resources":["*"],"verbs":["create","update","get"]},
                {"apiGroups":[""],"resources":["pods"],"verbs":["get"]}]}""").is(201);
        api.post(BINDINGS, binding("m", "ClusterRole", "manager", "{\"kind\":\"User\",\"name\":\"jane\"}"))
                .is(201);

        api.as(JANE, "POST", ROLES, role("own", "[\"get\"]", "[\"pods\"]")).is(201);
        assertThat(api.as(JANE, "POST", ROLES, role("more", "[\"get\",\"delete\",\"list\"]", "[\"pods\"]"))
                        .is(403)
                        .message())
                .isEqualTo("roles.rbac.authorization.k8s.io \"more\" is forbidden: user \"jane\" (groups=[\"dev\""
                        + " \"system:authenticated\"]) is attempting to grant RBAC permissions not currently held:\n"
                        + "{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"delete\" \"list\"]}");
        assertThat(api.as(JANE, "PUT", ROLES + "/own", role("own", "[\"*\"]", "[\"pods\"]"))
                        .is(403)
                        .message())
                .contains("is attempting to grant RBAC permissions not currently held");

        api.post(ROLES, role("strong", "[\"delete\"]", "[\"pods\"]")).is(201);
        String bind = binding("b", "Role", "strong", "{\"kind\":\"User\",\"name\":\"joe\"}");
        assertThat(api.as(JANE, "POST", BINDINGS, bind).is(403).message())
                .contains("rolebindings.rbac.authorization.k8s.io \"b\" is forbidden: user \"jane\"");
        assertThat(api.as(JANE, "POST", BINDINGS, bind.replace("strong", "none"))
                        .is(404)
                        .message())
                .isEqualTo("roles.rbac.authorization.k8s.io \"none\" not found");
    }

    @Test
    void whoMayBindOrEscalateNeedNotHoldTheRules() {
        api.post(GROUP + "/clusterroles", """
                {"metadata":{"name":"manager"},"rules":[
                {"apiGroups":["rbac.authorization.k8s.io"],"resources":["rolebindings","roles"],"verbs":["create"]},
                {"apiGroups":["rbac.authorization.k8s.io"],"resources":["roles"],"resourceNames":["strong"],"verbs":["bind","escalate"]}]}
                """).is(201);
        api.post(BINDINGS, binding("m", "ClusterRole", "manager", "{\"kind\":\"User\",\"name\":\"jane\"}"))
                .is(201);

        api.as(JANE, "POST", ROLES, role("strong", "[\"delete\"]", "[\"pods\"]"))
                .is(201);
        api.as(JANE, "POST", ROLES, role("stronger", "[\"delete\"]", "[\"pods\"]"))
                .is(403);
        api.as(JANE, "POST", BINDINGS, binding("b", "Role", "strong", "{\"kind\":\"User\",\"name\":\"joe\"}"))
                .is(201);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            roles | {"rules":[{"resources":["pods"]}]} | rules[0].verbs: Required value: verbs must contain at least one value
            roles | {"rules":[{"verbs":["get"]}]} | rules[0].apiGroups: Required value: resource rules must supply at least one api group
            roles | {"rules":[{"verbs":["get"],"nonResourceURLs":["/x"]}]} | rules[0].nonResourceURLs: Invalid value: ["/x"]: namespaced rules cannot apply to non-resource URLs
            rolebindings | {"roleRef":{"kind":"Role","name":"a"},"subjects":[{"kind":"Robot","name":"r"}]} | subjects[0].kind: Unsupported value: "Robot": supported values: "ServiceAccount", "User", "Group"
            rolebindings | {"roleRef":{"kind":"Thing","name":"a"}} | roleRef.kind: Unsupported value: "Thing": supported values: "Role", "ClusterRole"
            rolebindings | {"roleRef":{"kind":"Role"}} | roleRef.name: Required value
            """)
    void badRolesAreRefusedInUpstreamsWords(String resource, String body, String error) {
        String object = "{\"metadata\":{\"name\":\"x\"}," + body.substring(1);
        assertThat(api.post(GROUP + "/namespaces/default/" + resource, object)
                        .is(422)
                        .message())
                .contains(error);
    }

    @Test
    void aBindingKeepsItsRole() {
        api.post(BINDINGS, binding("r", "Role", "a", "{\"kind\":\"User\",\"name\":\"jane\"}"))
                .is(201);
        assertThat(api.put(BINDINGS + "/r", binding("r", "Role", "b", ""))
                        .is(422)
                        .message())
                .isEqualTo(
                        "RoleBinding.rbac.authorization.k8s.io \"r\" is invalid: roleRef: Invalid value:"
                                + " {\"kind\":\"Role\",\"name\":\"b\",\"apiGroup\":\"rbac.authorization.k8s.io\"}: cannot change roleRef");
    }

    @Test
    void whatTheDefaultRolesLostIsPutBackAtTheNextStart() {
        api.addDefaultRoles();
        api.patch(GROUP + "/clusterroles/system:basic-user", "merge-patch+json", "{\"rules\":null}")
                .is(200);
        api.patch(
                        GROUP + "/clusterroles/system:discovery",
                        "merge-patch+json",
                        "{\"rules\":null,\"metadata\":{\"annotations\":{\"rbac.authorization.kubernetes.io/autoupdate\":\"false\"}}}")
                .is(200);
        api.delete(GROUP + "/clusterrolebindings/cluster-admin").is(200);

        api.addDefaultRoles();

        assertThat(api.get(GROUP + "/clusterroles/system:basic-user").json().path("rules"))
                .isNotEmpty();
        assertThat(api.get(GROUP + "/clusterroles/system:discovery").json().path("rules"))
                .isEmpty();
        api.get(GROUP + "/clusterrolebindings/cluster-admin").is(200);
    }

    @Test
    void aStartThatFindsAllRolesWritesNothing() {
        api.addDefaultRoles();
        long revision = api.store.revision();
        api.addDefaultRoles();
        assertThat(api.store.eventsAfter(revision, 10)).isEmpty();
    }

    @Test
    void bindingsAreShownWithTheirSubjects() {
        api.post(
                        BINDINGS,
                        binding(
                                "r",
                                "ClusterRole",
                                "view",
                                "{\"kind\":\"User\",\"name\":\"jane\"},{\"kind\":\"ServiceAccount\",\"name\":\"s\",\"namespace\":\"n\"}"))
                .is(201);
        ApiFixture.Reply table = api.send(
                "GET", BINDINGS, "", java.util.Map.of("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io"));
        assertThat(table.json().at("/rows/0/cells"))
                .isEqualTo(Json.MAPPER.valueToTree(List.of("r", "ClusterRole/view", "0s", "jane", "", "n/s")));
    }
}
