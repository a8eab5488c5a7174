package io.gantry.node;

import static io.gantry.node.NodeResources.CERTIFICATE_REQUESTS;
import static io.gantry.node.NodeResources.NODES;
import static io.gantry.node.NodeResources.PODS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.node.NodeCertificates.Source;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.status.StatusException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeCertificatesTest {

    private static final byte[] STUB = {1, 2, 3};

    private final FakeCluster cluster = new FakeCluster();
    private final NodeCertificates certificates = new NodeCertificates(cluster, cluster);

    @BeforeEach
    void aPodOnANode() {
        cluster.put(NODES, "{\"metadata\":{\"name\":\"n1\",\"uid\":\"node-uid\"}}");
        cluster.put(
                new GroupResource("", "serviceaccounts"),
                "{\"metadata\":{\"namespace\":\"a\",\"name\":\"robot\",\"uid\":\"account-uid\"}}");
        pod("p", "{}");
        pod("mirror", "{\"kubernetes.io/config.mirror\":\"h\"}");
    }

    private void pod(String name, String annotations) {
        cluster.put(PODS, """
                {"metadata":{"namespace":"a","name":"%s","uid":"u","annotations":%s},"spec":{"nodeName":"n1",
                 "serviceAccountName":"robot","volumes":[{"name":"other","emptyDir":{}},{"name":"v","projected":{"sources":[
                 {"configMap":{"name":"c"}},{"podCertificate":{"signerName":"a.example/s","keyType":"ED25519",
                 "maxExpirationSeconds":7200,"keyPath":"k","userAnnotations":{"a.example/b":"c"}}}]}}]}}""".formatted(name, annotations));
    }

    private String request(String node, String pod, String uid, String volume, int index) {
        return certificates.request(node, new Source(new PodIdentity("a", pod, uid), volume, index), STUB);
    }

    @Test
    void aRequestSaysWhatThePodAsksForAndBelongsToThePod() {
        request("n1", "p", "u", "v", 1);

        ApiObject request = cluster.list(CERTIFICATE_REQUESTS).getFirst();
        assertThat(request.metadata().path("ownerReferences").toString())
                .isEqualTo("[{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"name\":\"p\",\"uid\":\"u\"}]");
        assertThat(request.metadata().path("generateName").asText()).isEqualTo("req-");
        assertThat(request.spec()).isEqualTo(Json.read("""
                {"signerName":"a.example/s","podName":"p","podUID":"u","serviceAccountName":"robot",
                 "serviceAccountUID":"account-uid","nodeName":"n1","nodeUID":"node-uid","stubPKCS10Request":"AQID",
                 "maxExpirationSeconds":7200,"unverifiedUserAnnotations":{"a.example/b":"c"}}"""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "n1 | none   | u   | v     | 1 | 404 | pods \"none\" not found",
                "n1 | p      | old | v     | 1 | 404 | pods \"p\" not found",
                "n2 | p      | u   | v     | 1 | 403 | pod \"a/p\" is not running on node \"n2\"",
                "n1 | mirror | u   | v     | 1 | 403 | pod \"a/mirror\" is a mirror pod",
                "n1 | p      | u   | v     | 0 | 403 | has no podCertificate as source 0 of volume \"v\"",
                "n1 | p      | u   | v     | 2 | 403 | has no podCertificate as source 2 of volume \"v\"",
                "n1 | p      | u   | v     | -1 | 403 | has no podCertificate as source -1 of volume \"v\"",
                "n1 | p      | u   | other | 0 | 403 | has no podCertificate as source 0 of volume \"other\"",
            })
    void aNodeAsksForWhatItsPodsAskForOnly(
            String node, String pod, String uid, String volume, int index, int code, String message) {
        assertThatThrownBy(() -> request(node, pod, uid, volume, index))
                .isInstanceOfSatisfying(
                        StatusException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
        assertThat(cluster.list(CERTIFICATE_REQUESTS)).isEmpty();
    }
}
