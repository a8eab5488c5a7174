package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.certificates.TestRequests;
import io.gantry.controller.Change;
import io.gantry.controller.Plan;
import io.gantry.controller.certificatecleaner.CertificateCleaner;
import io.gantry.controller.certificatesigning.CertificateSigningController;
import io.gantry.identity.UserInfo;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateRequestsTest {

    private static final String REQUESTS = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
    private static final ObjectKey KEY =
            ObjectKey.cluster(new GroupResource("certificates.k8s.io", "certificatesigningrequests"), "r");
    private static final UserInfo JANE = new UserInfo("jane", "7", List.of("dev"), Map.of("scopes", List.of("a")));
    private static final String APPROVED =
            "{\"status\":{\"conditions\":[{\"type\":\"Approved\",\"status\":\"True\",\"reason\":\"Test\"}]}}";

    private final ApiFixture api = new ApiFixture();

    @BeforeEach
    void addRoles() {
        api.post(
                        "/apis/rbac.authorization.k8s.io/v1/clusterroles",
                        "{\"metadata\":{\"name\":\"csr\"},\"rules\":[{\"apiGroups\":[\"certificates.k8s.io\"],\"resources\":[\"*\"],"
                                + "\"verbs\":[\"create\",\"update\",\"patch\",\"get\"]}]}")
                .is(201);
        api.post(
                        "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
                        "{\"metadata\":{\"name\":\"csr\"},\"roleRef\":{\"kind\":\"ClusterRole\",\"name\":\"csr\"},"
                                + "\"subjects\":[{\"kind\":\"User\",\"name\":\"jane\"}]}")
                .is(201);
    }

    private static String request(String signer, String subject, String usages) {
        return "{\"metadata\":{\"name\":\"r\"},\"spec\":{\"signerName\":\"" + signer + "\",\"usages\":" + usages
                + ",\"username\":\"root\",\"request\":\"" + TestRequests.request(subject) + "\"}}";
    }

    private void create() {
        api.as(JANE, "POST", REQUESTS, request("kubernetes.io/kube-apiserver-client", "CN=x", "[\"client auth\"]"))
                .is(201);
    }

    @Test
    void aRequestSaysWhoMadeItAndNeverChanges() {
        create();
        ApiFixture.Reply reply = api.get(REQUESTS + "/r");
        assertThat(reply.at("/spec/username")).isEqualTo("jane");
        assertThat(reply.json().at("/spec/groups")).isEqualTo(Json.MAPPER.valueToTree(List.of("dev")));
        assertThat(reply.json().at("/spec/extra/scopes")).isEqualTo(Json.MAPPER.valueToTree(List.of("a")));

        api.patch(
                        REQUESTS + "/r",
                        "merge-patch+json",
                        "{\"metadata\":{\"labels\":{\"a\":\"b\"}},\"spec\":{\"usages\":[\"any\"]},"
                                + "\"status\":{\"certificate\":\"YQ==\"}}")
                .is(200);
        ApiFixture.Reply after = api.get(REQUESTS + "/r");
        assertThat(after.at("/metadata/labels/a")).isEqualTo("b");
        assertThat(after.at("/spec/usages/0")).isEqualTo("client auth");
        assertThat(after.json().at("/status").isEmpty()).isTrue();
    }

    @Test
    void anApprovedRequestIsSignedAndLaterDeleted() {
        create();
        api.patch(REQUESTS + "/r/approval", "merge-patch+json", APPROVED).is(200);
        assertThat(api.get(REQUESTS + "/r").at("/status/conditions/0/lastUpdateTime"))
                .isEqualTo("2026-03-01T10:00:00Z");

        Plan plan =
                new CertificateSigningController(TestRequests.signer(api.now())).reconcile(KEY, api.cache, api.now());
        Change.UpdateStatus update = (Change.UpdateStatus) plan.changes().getFirst();
        api.registry.updateStatus(KEY, present -> update.desired().deepCopy());

        ApiFixture.Reply signed = api.get(REQUESTS + "/r");
        assertThat(signed.at("/status/certificate")).isNotEmpty();
        assertThat(api.send("GET", REQUESTS, "", Map.of("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io"))
                        .json()
                        .at("/rows/0/cells"))
                .isEqualTo(Json.MAPPER.valueToTree(List.of(
                        "r", "0s", "kubernetes.io/kube-apiserver-client", "jane", "<none>", "Approved,Issued")));
        assertThat(new CertificateSigningController(TestRequests.signer(api.now()))
                        .reconcile(KEY, api.cache, api.now()))
                .isEqualTo(Plan.NOTHING);

        CertificateCleaner cleaner = new CertificateCleaner();
        assertThat(cleaner.reconcile(KEY, api.cache, api.now()).requeueAfter()).contains(Duration.ofHours(1));
        assertThat(cleaner.reconcile(KEY, api.cache, api.now().plus(Duration.ofHours(1)))
                        .changes())
                .hasSize(1);
    }

    @Test
    void aRequestThatItsSignerDoesNotTakeFails() {
        api.as(JANE, "POST", REQUESTS, request("kubernetes.io/kube-apiserver-client", "CN=x", "[\"server auth\"]"))
                .is(201);
        api.patch(REQUESTS + "/r/approval", "merge-patch+json", APPROVED).is(200);
        Plan plan =
                new CertificateSigningController(TestRequests.signer(api.now())).reconcile(KEY, api.cache, api.now());
        Change.UpdateStatus update = (Change.UpdateStatus) plan.changes().getFirst();
        assertThat(update.desired().at("/status/conditions/1/message").asText())
                .isEqualTo("invalid usage for client certificate: server auth");
    }

    @Test
    void approvingAndSigningNeedTheSignersConsent() {
        create();
        assertThat(patchAsJane("/r/approval", APPROVED).is(403).message())
                .isEqualTo(
                        "certificatesigningrequests.certificates.k8s.io \"r\" is forbidden: user not permitted to approve"
                                + " requests with signerName \"kubernetes.io/kube-apiserver-client\"");
        assertThat(patchAsJane("/r/status", "{\"status\":{\"conditions\":[{\"type\":\"Failed\",\"status\":\"True\"}]}}")
                        .is(403)
                        .message())
                .contains("user not permitted to sign requests");
    }

    private ApiFixture.Reply patchAsJane(String path, String body) {
        return ApiFixture.complete(api.server.handle(api.request(
                JANE,
                "PATCH",
                REQUESTS + path,
                body.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                Map.of("Content-Type", "application/merge-patch+json"))));
    }

    @Test
    void nobodyGetsTheGroupOfTheAlmighty() {
        assertThat(api.as(
                                JANE,
                                "POST",
                                REQUESTS,
                                request(
                                        "kubernetes.io/kube-apiserver-client",
                                        "O=system:masters,CN=x",
                                        "[\"client auth\"]"))
                        .is(403)
                        .message())
                .contains("use of kubernetes.io/kube-apiserver-client signer with system:masters group is not allowed");
    }

    @Test
    void whatWasDecidedStays() {
        create();
        api.patch(REQUESTS + "/r/approval", "merge-patch+json", APPROVED).is(200);
        assertThat(api.patch(REQUESTS + "/r/approval", "merge-patch+json", "{\"status\":{\"conditions\":[]}}")
                        .is(422)
                        .message())
                .contains("updates may not remove a condition of type \"Approved\"");
        assertThat(api.patch(
                                REQUESTS + "/r/approval",
                                "merge-patch+json",
                                APPROVED.replace("]}}", ",{\"type\":\"Denied\",\"status\":\"True\"}]}}"))
                        .is(422)
                        .message())
                .contains("Approved and Denied conditions are mutually exclusive");
        assertThat(api.patch(
                                REQUESTS + "/r/status",
                                "merge-patch+json",
                                APPROVED.replace("]}}", ",{\"type\":\"Denied\",\"status\":\"True\"}]}}"))
                        .is(422)
                        .message())
                .contains("updates may not add a condition of type \"Denied\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"signerName":"a.b/c","usages":["any"],"request":"YQ=="} | spec.request: Invalid value: "YQ==": PEM block type must be CERTIFICATE REQUEST
            {"signerName":"a.b/c"} | spec.usages: Required value
            {"signerName":"a.b/c","usages":["fun"]} | spec.usages[0]: Unsupported value: "fun": supported values: "any",
            {"signerName":"a.b/c","usages":["any","any"]} | spec.usages[1]: Duplicate value: "any"
            {"usages":["any"]} | spec.signerName: Required value
            {"signerName":"a","usages":["any"]} | must be a fully qualified domain and path of the form 'example.com/signer-name'
            {"signerName":"kubernetes.io/legacy-unknown"} | the legacy signerName is not allowed via this API version
            {"signerName":"a.b/c","expirationSeconds":60} | may not specify a duration less than 600 seconds (10 minutes)
            """)
    void badRequestsAreRefusedInUpstreamsWords(String spec, String error) {
        assertThat(api.post(REQUESTS, "{\"metadata\":{\"name\":\"r\"},\"spec\":" + spec + "}")
                        .is(422)
                        .message())
                .contains(error);
    }
}
