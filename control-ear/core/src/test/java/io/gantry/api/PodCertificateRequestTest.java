package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.api.ApiFixture.Reply;
import io.gantry.certificates.TestCertificates;
import io.gantry.controller.podcertificatecleaner.PodCertificateCleaner;
import io.gantry.identity.UserInfo;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodCertificateRequestTest {

    private static final String REQUESTS =
            "/apis/certificates.k8s.io/v1beta1/namespaces/default/podcertificaterequests";
    private static final KeyPair KEYS = TestCertificates.keys("EC", 256);

    private final ApiFixture api = new ApiFixture();

    private static ObjectNode request(KeyPair keys, String algorithm) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(keys.getPrivate());
        signature.update("pod-uid".getBytes(StandardCharsets.UTF_8));
        ObjectNode request = Json.object();
        request.putObject("metadata").put("name", "r");
        request.putObject("spec")
                .put("signerName", "example.com/ca")
                .put("podName", "p")
                .put("podUID", "pod-uid")
                .put("serviceAccountName", "default")
                .put("serviceAccountUID", "account-uid")
                .put("nodeName", "n")
                .put("nodeUID", "node-uid")
                .put(
                        "pkixPublicKey",
                        Base64.getEncoder().encodeToString(keys.getPublic().getEncoded()))
                .put("proofOfPossession", Base64.getEncoder().encodeToString(signature.sign()));
        return request;
    }

    private static ObjectNode request() throws GeneralSecurityException {
        return request(KEYS, "SHA256withECDSA");
    }

    private Reply answer(String status) {
        return api.patch(REQUESTS + "/r/status", "merge-patch+json", "{\"status\":" + status + "}");
    }

    private static String condition(String type) {
        return "\"conditions\":[{\"type\":\"" + type
                + "\",\"status\":\"True\",\"reason\":\"Because\",\"lastTransitionTime\":\"2026-03-01T10:00:00Z\"}]";
    }

    private String issued(Instant from, Instant until, Instant refresh) {
        ObjectNode status = Json.read("{" + condition("Issued") + "}");
        return status.put("certificateChain", TestCertificates.leaf(KEYS.getPublic(), from, until))
                .put("notBefore", from.toString())
                .put("notAfter", until.toString())
                .put("beginRefreshAt", refresh.toString())
                .toString();
    }

    @Test
    void aSignerAnswersOnce() throws GeneralSecurityException {
        Reply created = api.post(REQUESTS, request().toString()).is(201);
        assertThat(created.json().at("/spec/maxExpirationSeconds").asInt()).isEqualTo(86400);
        Instant now = api.now();
        answer(issued(now, now.plus(Duration.ofHours(2)), now.plus(Duration.ofHours(1))))
                .is(200);
        assertThat(answer("{\"certificateChain\":\"x\"}").is(422).message())
                .contains("status: Invalid value: immutable after PodCertificateRequest is issued, denied, or failed");
        assertThat(api.patch(REQUESTS + "/r", "merge-patch+json", "{\"spec\":{\"podName\":\"q\"}}")
                        .is(422)
                        .message())
                .contains("field is immutable");
    }

    @Test
    void onlyWhoMaySignAnswers() throws GeneralSecurityException {
        api.post(REQUESTS, request().toString()).is(201);
        api.post(
                        "/apis/rbac.authorization.k8s.io/v1/clusterroles",
                        "{\"metadata\":{\"name\":\"r\"},\"rules\":[{\"apiGroups\":[\"certificates.k8s.io\"],"
                                + "\"resources\":[\"podcertificaterequests/status\"],\"verbs\":[\"*\"]}]}")
                .is(201);
        api.post(
                        "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
                        "{\"metadata\":{\"name\":\"r\"},\"roleRef\":{\"kind\":\"ClusterRole\",\"name\":\"r\"},"
                                + "\"subjects\":[{\"kind\":\"User\",\"name\":\"jane\"}]}")
                .is(201);
        ObjectNode present = (ObjectNode) api.get(REQUESTS + "/r").json();
        present.set("status", Json.read("{" + condition("Denied") + "}"));
        UserInfo jane = new UserInfo("jane", List.of());
        assertThat(api.as(jane, "PUT", REQUESTS + "/r/status", present.toString())
                        .is(422)
                        .message())
                .contains("spec.signerName: Forbidden: User \"jane\" is not permitted to \"sign\" for signer"
                        + " \"example.com/ca\"");
    }

    @ParameterizedTest
    @CsvSource({
        "Ed25519,255,Ed25519,201,",
        "EC,384,SHA256withECDSA,201,",
        "EC,256,SHA1withECDSA,422,spec.proofOfPossession: Invalid value: could not verify proof-of-possession signature",
        "RSA,2048,SHA256withRSA,422,spec.pkixPublicKey: Invalid value: \"2048-bit modulus\": RSA keys must have modulus size 3072 or 4096"
    })
    void keysAndTheirProofsAreChecked(String type, int bits, String algorithm, int status, String message)
            throws GeneralSecurityException {
        Reply reply = api.post(
                REQUESTS, request(TestCertificates.keys(type, bits), algorithm).toString());
        reply.is(status);
        assertThat(reply.text()).contains(status == 201 ? "example.com/ca" : message.replace("\"", "\\\""));
    }

    /** What nodes send: no name, no attribute, a signature. */
    @ParameterizedTest
    @CsvSource({
        "RSA,3072,SHA256withRSA",
        "RSA,4096,SHA256withRSA",
        "EC,256,SHA256withECDSA",
        "EC,384,SHA384withECDSA",
        "EC,521,SHA512withECDSA",
        "Ed25519,255,Ed25519"
    })
    void stubsOfNodesAreTakenForEveryTypeOfKey(String type, int bits, String algorithm) throws Exception {
        KeyPair keys = TestCertificates.keys(type, bits);
        byte[] stub = new JcaPKCS10CertificationRequestBuilder(new X500Name(new RDN[0]), keys.getPublic())
                .build(new JcaContentSignerBuilder(algorithm).build(keys.getPrivate()))
                .getEncoded();
        ObjectNode request = request();
        ((ObjectNode) request.get("spec"))
                .put("stubPKCS10Request", stub)
                .without(List.of("pkixPublicKey", "proofOfPossession"));
        api.post(REQUESTS, request.toString()).is(201);
    }

    @Test
    void aRequestIsDeletedAQuarterOfAnHourAfterItWasMade() throws GeneralSecurityException {
        api.post(REQUESTS, request().toString()).is(201);
        ObjectKey key =
                new ObjectKey(new GroupResource("certificates.k8s.io", "podcertificaterequests"), "default", "r");
        PodCertificateCleaner cleaner = new PodCertificateCleaner();
        assertThat(cleaner.reconcile(key, api.cache, api.now()).requeueAfter()).contains(Duration.ofMinutes(15));
        assertThat(cleaner.reconcile(key, api.cache, api.now().plus(Duration.ofMinutes(15)))
                        .changes())
                .hasSize(1);
    }

    /** @param source with apostrophes for quotation marks */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "'keyPath':'k','userAnnotations':{'a.example/b':'c'} |",
                "'keyPath':'k','keyType':'DSA' | keyType: Unsupported value: \"DSA\": supported values: \"RSA3072\", \"RSA4096\", \"ECDSAP256\", \"ECDSAP384\", \"ECDSAP521\", \"ED25519\"",
                "'keyPath':'k','maxExpirationSeconds':3599 | maxExpirationSeconds: Invalid value: 3599: if provided, maxExpirationSeconds must be >= 3600",
                "'keyPath':'k','maxExpirationSeconds':7862401 | maxExpirationSeconds: Invalid value: 7862401: if provided, maxExpirationSeconds must be <= 7862400",
                "'keyPath':'k','signerName':'x' | signerName: Invalid value: \"x\"",
                "'keyPath':'k','userAnnotations':{'b':'c'} | userAnnotations: Invalid value: \"b\": must be a domain-prefixed key",
                "'keyPath':'../k' | keyPath: Invalid value: \"../k\": must not contain '..'",
                "'keyPath':'k','certificateChainPath':'k' | projected: Invalid value: \"k\": conflicting duplicate paths",
                "'maxExpirationSeconds':3600 | podCertificate: Required value: specify at least one of credentialBundlePath, keyPath, and certificateChainPath",
            })
    void whatPodsAskForIsCheckedInUpstreamsWords(String source, String message) {
        ObjectNode certificate = Json.read("{\"signerName\":\"a.example/s\",\"keyType\":\"ED25519\"}");
        certificate.setAll(Json.read("{" + source.replace('\'', '"').replace("\"..\"", "'..'") + "}"));
        ObjectNode pod =
                Json.read("{\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}],"
                        + "\"volumes\":[{\"name\":\"v\",\"projected\":{\"sources\":[{\"podCertificate\":" + certificate
                        + "}]}}]}}");
        Reply reply = api.post("/api/v1/namespaces/default/pods", pod.toString());
        if (message == null) {
            reply.is(201);
        } else {
            assertThat(reply.is(422).message()).contains(message);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "maxExpirationSeconds|60|must be in the range [3600, 7862400]",
                "podUID||spec.podUID: Invalid value: \"\": must not be empty",
                "podName|A|spec.podName: Invalid value: \"A\"",
                "signerName|x|must be a fully qualified domain and path of the form 'example.com/signer-name'",
                "stubPKCS10Request|AA==|exactly one of (stubPKCS10Request) or (pkixPublicKey, proofOfPossession) must be set"
            })
    void requestsAreCheckedInUpstreamsWords(String field, String value, String message)
            throws GeneralSecurityException {
        ObjectNode request = request();
        ObjectNode spec = (ObjectNode) request.get("spec");
        if (field.equals("maxExpirationSeconds")) {
            spec.put(field, Integer.parseInt(value));
        } else {
            spec.put(field, value == null ? "" : value);
        }
        assertThat(api.post(REQUESTS, request.toString()).is(422).message()).contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|7200|300|must be at least 10 minutes after status.notBefore",
                "0|7200|7000|must be at least 10 minutes before status.notAfter",
                "0|1800|900|leaf certificate lifetime must be >= 1 hour",
                "0|90000|900|leaf certificate lifetime must be <= spec.maxExpirationSeconds (86400)",
                "-600|7200|900|must be set to within 5 minutes of kube-apiserver's current time"
            })
    void answersAreCheckedAgainstTheCertificate(int from, int until, int refresh, String message)
            throws GeneralSecurityException {
        api.post(REQUESTS, request().toString()).is(201);
        Instant now = api.now();
        assertThat(answer(issued(now.plusSeconds(from), now.plusSeconds(until), now.plusSeconds(refresh)))
                        .is(422)
                        .message())
                .contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"certificateChain\":\"x\"}|status is immutable unless transitioning to \"Issued\", \"Denied\", or \"Failed\"",
                "{CONDITION,\"certificateChain\":\"x\"}|issued certificate chain must contain at least one certificate",
                "{\"conditions\":[{\"type\":\"Odd\",\"status\":\"True\",\"reason\":\"R\",\"lastTransitionTime\":\"2026-03-01T10:00:00Z\"}]}|Unsupported value: \"Odd\": supported values: \"Issued\", \"Denied\", \"Failed\""
            })
    void answersAreOneOfThree(String status, String message) throws GeneralSecurityException {
        api.post(REQUESTS, request().toString()).is(201);
        assertThat(answer(status.replace("CONDITION", condition("Issued")))
                        .is(422)
                        .message())
                .contains(message);
    }
}
