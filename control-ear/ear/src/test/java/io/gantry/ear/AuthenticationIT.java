package io.gantry.ear;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.pki.Credential;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationIT {

    private final TestControlPlane controlPlane = TestControlPlane.shared();
    private final X509Certificate authority = controlPlane.pki().authority().certificate();
    private final ApiClient nobody = ApiClient.of(authority, controlPlane.apiPort());

    @ParameterizedTest
    @ValueSource(strings = {"/api", "/api/v1/namespaces", "/apis/apps/v1/deployments", "/openapi/v3", "/nonsense", "/"})
    void whoShowsNothingIsAnonymousAndMayNearlyNothing(String path) {
        ApiClient.Answer answer = nobody.get(path);

        assertThat(answer.code()).isEqualTo(403);
        assertThat(answer.json().path("kind").asText()).isEqualTo("Status");
        assertThat(answer.json().path("reason").asText()).isEqualTo("Forbidden");
        assertThat(answer.json().path("message").asText()).contains("User \"system:anonymous\" cannot");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong", "eyJhbGciOiJub25lIn0.e30."})
    void refusesUnknownTokens(String token) {
        assertThat(nobody.withToken(token).get("/api/v1/namespaces").code()).isEqualTo(401);
        assertThat(nobody.withToken(token).get("/version").code()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/healthz", "/livez", "/readyz", "/readyz/ping", "/version"})
    void anybodyMayAskForHealthAndVersion(String path) {
        assertThat(nobody.get(path).code()).isEqualTo(200);
    }

    @Test
    void knowsTheTokensOfTheFile() {
        assertThat(nobody.withToken(TestPki.TOKEN).get("/api/v1/namespaces").code())
                .isEqualTo(200);
    }

    @Test
    void whoMayNotIsToldSo() {
        ApiClient.Answer answer = nobody.withToken("weak").get("/api/v1/namespaces");

        assertThat(answer.code()).isEqualTo(403);
        assertThat(answer.json().path("message").asText())
                .isEqualTo("namespaces is forbidden: User \"eve\" cannot list resource \"namespaces\" in API group \"\""
                        + " at the cluster scope");
    }

    @Test
    void aCertificateOfTheClusterNamesItsUser() {
        Credential admin = controlPlane.pki().client("someone", "system:masters");
        Credential weak = controlPlane.pki().client("someone");

        assertThat(ApiClient.of(authority, controlPlane.apiPort(), admin)
                        .get("/api/v1/namespaces")
                        .code())
                .isEqualTo(200);
        assertThat(ApiClient.of(authority, controlPlane.apiPort(), weak)
                        .get("/api/v1/namespaces")
                        .code())
                .isEqualTo(403);
    }

    @Test
    void aCertificateOfSomebodyElseIsNobodys() {
        Credential forged = controlPlane.pki().forged("admin", "system:masters");
        ApiClient client = ApiClient.of(authority, controlPlane.apiPort(), forged);

        assertThat(client.get("/api/v1/namespaces").code()).isEqualTo(401);
        assertThat(client.get("/livez").code()).isEqualTo(200);
        assertThat(client.withToken(TestPki.TOKEN).get("/api/v1/namespaces").code())
                .isEqualTo(200);
    }

    @Test
    void aServiceAccountUsesItsToken() {
        Kubectl kubectl = controlPlane.kubectl();
        kubectl.run("create", "serviceaccount", "robot").expectSuccess();
        String token = kubectl.run("create", "token", "robot").expectSuccess().strip();
        ApiClient robot = nobody.withToken(token);

        assertThat(robot.get("/api").code()).isEqualTo(200);
        assertThat(robot.get("/api/v1/namespaces").json().path("message").asText())
                .contains("User \"system:serviceaccount:default:robot\" cannot list");
        kubectl.run("delete", "serviceaccount", "robot").expectSuccess();
        assertThat(robot.get("/api").code()).isEqualTo(401);
    }
}
