package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.audit.AuditPolicy;
import io.gantry.audit.Auditor;
import io.gantry.identity.UserInfo;
import io.gantry.object.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditTest {

    private static final String POLICY = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules:
            - level: None
              nonResourceURLs: ["/readyz*", /version]
            - level: Metadata
              resources:
              - {group: "", resources: [secrets, "pods/*"]}
            - level: RequestResponse
              verbs: [create]
              namespaces: [default]
            - level: Request
              users: [jane]
              omitStages: [ResponseStarted]
            """;

    private final List<ObjectNode> events = new ArrayList<>();
    private final ApiFixture api = new ApiFixture();
    private final ApiServer server = api.server(Auditor.of(AuditPolicy.parse(POLICY), events::add, api::now));

    private void send(UserInfo user, String method, String path, String body, Map<String, String> headers) {
        server.handle(api.request(user, method, path, body.getBytes(StandardCharsets.UTF_8), headers));
    }

    @Test
    void aCreateIsWrittenWithBothBodies() {
        send(
                ApiFixture.ADMIN,
                "POST",
                "/api/v1/namespaces/default/configmaps?fieldManager=m",
                "{\"metadata\":{\"name\":\"c\"},\"data\":{\"k\":\"v\"}}",
                Map.of("Audit-ID", "id-1", "User-Agent", "kubectl", "X-Forwarded-For", "192.0.2.1"));

        assertThat(events).hasSize(1);
        ObjectNode event = events.getFirst();
        assertThat(event.path("requestObject").path("data").path("k").asText()).isEqualTo("v");
        assertThat(event.path("responseObject").path("metadata").path("uid").asText())
                .isNotEmpty();
        event.remove(List.of("requestObject", "responseObject"));
        assertThat(event).isEqualTo(Json.read("""
                {"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"RequestResponse","auditID":"id-1",
                "stage":"ResponseComplete","requestURI":"/api/v1/namespaces/default/configmaps?fieldManager=m","verb":"create",
                "user":{"username":"admin","groups":["system:masters","system:authenticated"]},"sourceIPs":["192.0.2.1"],
                "userAgent":"kubectl","objectRef":{"resource":"configmaps","namespace":"default","apiVersion":"v1"},
                "requestReceivedTimestamp":"2026-03-01T10:00:00.000000Z","annotations":{"authorization.k8s.io/decision":"allow",
                "authorization.k8s.io/reason":""},"responseStatus":{"metadata":{},"code":201},
                "stageTimestamp":"2026-03-01T10:00:00.000000Z"}"""));
    }

    @Test
    void aRefusalIsWrittenWithItsReason() {
        send(new UserInfo("jane", List.of()), "GET", "/apis/apps/v1/deployments", "", Map.of());
        ObjectNode event = events.getFirst();
        assertThat(event.at("/annotations")
                        .path("authorization.k8s.io/decision")
                        .asText())
                .isEqualTo("forbid");
        assertThat(event.at("/responseStatus/reason").asText()).isEqualTo("Forbidden");
        assertThat(event.at("/responseStatus/code").asInt()).isEqualTo(403);
        assertThat(event.path("level").asText()).isEqualTo("Request");
    }

    @Test
    void whoIsImpersonatedIsWrittenBesideWhoAsks() {
        send(ApiFixture.ADMIN, "GET", "/api/v1/namespaces/default/secrets", "", Map.of("Impersonate-User", "joe"));
        assertThat(events.getFirst().at("/user/username").asText()).isEqualTo("admin");
        assertThat(events.getFirst().at("/impersonatedUser/username").asText()).isEqualTo("joe");
        assertThat(events.getFirst().has("requestObject")).isFalse();
    }

    @Test
    void whatNoRuleConcernsIsNotWritten() {
        send(ApiFixture.ADMIN, "GET", "/version", "", Map.of());
        send(ApiFixture.ADMIN, "GET", "/readyz/ping", "", Map.of());
        send(ApiFixture.ADMIN, "GET", "/api/v1/nodes", "", Map.of());
        send(new UserInfo("jane", List.of(UserInfo.MASTERS)), "GET", "/api/v1/nodes?watch=true", "", Map.of());
        assertThat(events).isEmpty();
        send(ApiFixture.ADMIN, "GET", "/api/v1/namespaces/default/secrets?watch=true", "", Map.of());
        assertThat(events).extracting(event -> event.path("stage").asText()).containsExactly("ResponseStarted");
    }

    @Test
    void aPolicyThatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> AuditPolicy.parse("kind: Other"))
                .hasMessage("audit policy: expected kind Policy of audit.k8s.io/v1");
        assertThatThrownBy(() -> AuditPolicy.parse(POLICY.replace("level: None", "level: Some")))
                .hasMessage("audit policy: unknown level \"Some\"");
    }
}
