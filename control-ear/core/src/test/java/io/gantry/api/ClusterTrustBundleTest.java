package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.ApiFixture.Reply;
import io.gantry.certificates.TestCertificates;
import io.gantry.controller.Change;
import io.gantry.controller.Plan;
import io.gantry.controller.trustbundle.ServingTrustPublisher;
import io.gantry.identity.UserInfo;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ClusterTrustBundleTest {

    private static final String GROUP = "/apis/certificates.k8s.io/";
    private static final String BUNDLES = GROUP + "v1beta1/clustertrustbundles";
    private static final UserInfo JANE = new UserInfo("jane", List.of());
    private static final String ONE = TestCertificates.authority("one");
    private static final String OTHER = TestCertificates.authority("other");

    private final ApiFixture api = new ApiFixture();

    private static String bundle(String name, String signer, String anchors) {
        var bundle = Json.object();
        bundle.putObject("metadata").put("name", name);
        bundle.putObject("spec").put("signerName", signer).put("trustBundle", anchors);
        return bundle.toString();
    }

    @Test
    void aBundleIsServedInBothVersionsAndFoundByItsSigner() {
        api.post(BUNDLES, bundle("roots", "", "# our roots\n" + ONE + OTHER)).is(201);
        api.post(BUNDLES, bundle("example.com:ca:v1", "example.com/ca", ONE)).is(201);
        Reply old = api.get(GROUP + "v1alpha1/clustertrustbundles/roots").is(200);
        assertThat(old.at("/apiVersion")).isEqualTo("certificates.k8s.io/v1alpha1");
        assertThat(old.headers().get("Warning").toString())
                .contains(
                        "certificates.k8s.io/v1alpha1 ClusterTrustBundle is deprecated in v1.34+, unavailable in v1.37+");
        assertThat(api.get(BUNDLES + "?fieldSelector=spec.signerName%3Dexample.com/ca")
                        .is(200)
                        .json()
                        .path("items"))
                .hasSize(1);
        Reply table = api.send("GET", BUNDLES, "", Map.of("Accept", "application/json;as=Table;g=meta.k8s.io;v=v1"));
        assertThat(table.json().at("/rows/1/cells")).isEqualTo(Json.MAPPER.valueToTree(List.of("roots", "<none>")));
    }

    static List<List<String>> faults() {
        String leaf = TestCertificates.leaf(
                TestCertificates.keys("EC", 256).getPublic(),
                java.time.Instant.EPOCH,
                java.time.Instant.EPOCH.plusSeconds(60));
        return List.of(
                List.of("a", "", "", "at least one trust anchor must be provided"),
                List.of(
                        "a",
                        "",
                        TestCertificates.pem("PRIVATE KEY", new byte[] {1}),
                        "entry 0 has bad block type: PRIVATE KEY"),
                List.of(
                        "a",
                        "",
                        TestCertificates.pem("CERTIFICATE", new byte[] {1}),
                        "entry 0 does not parse as X.509"),
                List.of(
                        "a",
                        "",
                        ONE.replace("CERTIFICATE-----\nM", "CERTIFICATE-----\nA: b\n\nM"),
                        "entry 0 has PEM block headers"),
                List.of("a", "", ONE + leaf, "entry 1 does not have the CA bit set"),
                List.of("a", "", ONE + OTHER + ONE, "duplicate trust anchor (indices [0 2])"),
                List.of("a:b", "", ONE, "ClusterTrustBundle without signer name must not have \":\" in its name"),
                List.of(
                        "a",
                        "example.com/ca",
                        ONE,
                        "ClusterTrustBundle for signerName example.com/ca must be named with prefix example.com:ca:"),
                List.of(
                        "ca:a",
                        "ca",
                        ONE,
                        "must be a fully qualified domain and path of the form 'example.com/signer-name'"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void whatIsNoSetOfAuthoritiesIsRefused(List<String> given) {
        assertThat(api.post(BUNDLES, bundle(given.get(0), given.get(1), given.get(2)))
                        .is(422)
                        .message())
                .contains(given.get(3));
    }

    @ParameterizedTest
    @CsvSource({
        "attest,example.com/ca,201",
        "attest,example.com/*,201",
        "sign,example.com/ca,403",
        "attest,other.com/ca,403"
    })
    void onlyWhoMayAttestForASignerSpeaksForIt(String verb, String signer, int status) {
        api.post(
                        "/apis/rbac.authorization.k8s.io/v1/clusterroles",
                        "{\"metadata\":{\"name\":\"r\"},\"rules\":[{\"apiGroups\":[\"certificates.k8s.io\"],\"resources\":"
                                + "[\"clustertrustbundles\"],\"verbs\":[\"*\"]},{\"apiGroups\":[\"certificates.k8s.io\"],"
                                + "\"resources\":[\"signers\"],\"verbs\":[\"" + verb + "\"],\"resourceNames\":[\""
                                + signer
                                + "\"]}]}")
                .is(201);
        api.post(
                        "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
                        "{\"metadata\":{\"name\":\"r\"},\"roleRef\":{\"kind\":\"ClusterRole\",\"name\":\"r\"},"
                                + "\"subjects\":[{\"kind\":\"User\",\"name\":\"jane\"}]}")
                .is(201);
        Reply reply = api.as(JANE, "POST", BUNDLES, bundle("example.com:ca:a", "example.com/ca", ONE));
        reply.is(status);
        if (status == 403) {
            assertThat(reply.message()).contains("user not permitted to attest for signerName \"example.com/ca\"");
        }
        api.as(JANE, "POST", BUNDLES, bundle("free", "", ONE)).is(201);
    }

    @Test
    void theAuthorityOfTheServerIsPublishedAndNoOtherInItsPlace() {
        String signer = "kubernetes.io/kube-apiserver-serving";
        api.post(BUNDLES, bundle("kubernetes.io:kube-apiserver-serving:old", signer, OTHER))
                .is(201);
        ServingTrustPublisher publisher = new ServingTrustPublisher(ONE);
        ObjectKey any = ObjectKey.cluster(new GroupResource("certificates.k8s.io", "clustertrustbundles"), "");

        Plan plan = publisher.reconcile(any, api.cache, api.now());

        assertThat(plan.changes()).hasSize(2);
        Change.Create create = (Change.Create) plan.changes().get(0);
        api.post(BUNDLES, create.object().toString()).is(201);
        assertThat(((Change.Delete) plan.changes().get(1)).key().name())
                .isEqualTo("kubernetes.io:kube-apiserver-serving:old");
        api.delete(BUNDLES + "/kubernetes.io:kube-apiserver-serving:old").is(200);
        assertThat(publisher.reconcile(any, api.cache, api.now()).changes()).isEmpty();
    }

    @Test
    void theSignerOfABundleStays() {
        api.post(BUNDLES, bundle("example.com:ca:a", "example.com/ca", ONE)).is(201);
        String path = BUNDLES + "/example.com:ca:a";
        assertThat(api.patch(path, "merge-patch+json", "{\"spec\":{\"signerName\":\"example.com/cb\"}}")
                        .is(422)
                        .message())
                .contains("spec.signerName: Invalid value: \"example.com/cb\": field is immutable");
        assertThat(api.patch(path, "merge-patch+json", "{\"spec\":{\"trustBundle\":\"x\"}}")
                        .is(422)
                        .message())
                .contains(
                        "spec.trustBundle: Invalid value: \"<value omitted>\": at least one trust anchor must be provided");
        api.patch(
                        path,
                        "merge-patch+json",
                        Json.object()
                                .set("spec", Json.object().put("trustBundle", OTHER))
                                .toString())
                .is(200);
    }
}
