package io.gantry.ear;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rights as they are given, used and taken away, through kubectl. */
class RolesIT {

    private static final String NAMESPACE = "roles-it";

    private final TestControlPlane controlPlane = TestControlPlane.shared();
    private final Kubectl kubectl = controlPlane.kubectl();

    @BeforeEach
    void createNamespace() {
        kubectl.run("create", "namespace", NAMESPACE).expectSuccess();
    }

    @AfterEach
    void deleteNamespace() {
        kubectl.run("delete", "namespace", NAMESPACE).expectSuccess();
    }

    private Kubectl.Output inNamespace(String... arguments) {
        String[] whole = new String[arguments.length + 2];
        whole[0] = "-n";
        whole[1] = NAMESPACE;
        System.arraycopy(arguments, 0, whole, 2, arguments.length);
        return kubectl.run(whole);
    }

    @Test
    void aRoleAllowsWhatItNamesAndNothingElse() {
        assertThat(inNamespace("get", "pods", "--as=ann").expectFailure())
                .contains(
                        "pods is forbidden: User \"ann\" cannot list resource \"pods\" in API group \"\" in the namespace \""
                                + NAMESPACE + "\"");
        inNamespace("create", "role", "reader", "--verb=get,list", "--resource=pods")
                .expectSuccess();
        inNamespace("create", "rolebinding", "ann-reads", "--role=reader", "--user=ann")
                .expectSuccess();

        eventually(() -> inNamespace("get", "pods", "--as=ann").code() == 0);
        assertThat(inNamespace("auth", "can-i", "delete", "pods", "--as=ann").out())
                .isEqualTo("no\n");
        assertThat(inNamespace("auth", "can-i", "list", "pods", "--as=ann").expectSuccess())
                .isEqualTo("yes\n");
        assertThat(inNamespace("auth", "can-i", "--list", "--as=ann").expectSuccess())
                .containsPattern("pods +\\[] +\\[] +\\[get list]");
        assertThat(inNamespace("delete", "pod", "one", "--as=ann").expectFailure())
                .contains("User \"ann\" cannot delete resource \"pods\"");
    }

    @Test
    void nobodyGivesAwayRightsThatHeDoesNotHave() {
        inNamespace("create", "role", "keeper", "--verb=create,get", "--resource=roles.rbac.authorization.k8s.io")
                .expectSuccess();
        inNamespace("create", "rolebinding", "ann-keeps", "--role=keeper", "--user=ann")
                .expectSuccess();

        eventually(() ->
                inNamespace("auth", "can-i", "create", "roles", "--as=ann").code() == 0);
        assertThat(inNamespace("create", "role", "more", "--verb=delete", "--resource=secrets", "--as=ann")
                        .expectFailure())
                .contains("attempting to grant RBAC permissions not currently held");
    }

    @Test
    void theDefaultRolesAreThere() {
        assertThat(kubectl.run("get", "clusterroles", "-o", "name").expectSuccess())
                .contains("/cluster-admin\n", "/admin\n", "/edit\n", "/view\n", "/system:node\n");
        inNamespace("create", "rolebinding", "ben-edits", "--clusterrole=edit", "--user=ben")
                .expectSuccess();
        eventually(() -> inNamespace("auth", "can-i", "create", "deployments.apps", "--as=ben")
                        .code()
                == 0);
        assertThat(inNamespace("auth", "can-i", "create", "roles.rbac.authorization.k8s.io", "--as=ben")
                        .out())
                .isEqualTo("no\n");
    }

    @Test
    void aServiceAccountsTokenProvesWhoItIs() {
        inNamespace("create", "serviceaccount", "robot").expectSuccess();
        String token = inNamespace("create", "token", "robot", "--duration=20m")
                .expectSuccess()
                .strip();
        ApiClient robot = ApiClient.of(controlPlane.pki().authority().certificate(), controlPlane.apiPort())
                .withToken(token);
        String pods = "/api/v1/namespaces/" + NAMESPACE + "/pods";
        assertThat(robot.get(pods).code()).isEqualTo(403);

        inNamespace(
                        "create",
                        "rolebinding",
                        "robot-views",
                        "--clusterrole=view",
                        "--serviceaccount=" + NAMESPACE + ":robot")
                .expectSuccess();
        eventually(() -> robot.get(pods).code() == 200);
        assertThat(robot.post(
                                "/apis/authentication.k8s.io/v1/selfsubjectreviews",
                                "{\"kind\":\"SelfSubjectReview\",\"apiVersion\":\"authentication.k8s.io/v1\"}")
                        .json()
                        .at("/status/userInfo/username")
                        .asText())
                .isEqualTo("system:serviceaccount:" + NAMESPACE + ":robot");

        inNamespace("delete", "serviceaccount", "robot").expectSuccess();
        eventually(() -> robot.get(pods).code() == 401);
    }

    private static void eventually(Await.Condition condition) {
        new Await(Duration.ofSeconds(30), "the rights are in force", condition).orFail();
    }
}
