package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gantry.pki.Pem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Claims, pods that come back to their data, and certificates of pods. */
@ExtendWith(LocalCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VolumesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NAMESPACE = "volumes-it";

    private final LocalCluster cluster;
    private final TestNamespace namespace;

    VolumesIT(LocalCluster cluster) {
        this.cluster = cluster;
        this.namespace = new TestNamespace(cluster, NAMESPACE);
    }

    @BeforeAll
    void createNamespace() {
        namespace.create();
    }

    @AfterAll
    void deleteNamespaceWithAllThatIsInIt() {
        namespace.delete("--timeout=90s");
    }

    @Test
    void aPodComesBackToItsDataAndTheDataGoesWithTheClaim() {
        assertThat(cluster.kubectl("get", "storageclass")).contains("standard (default)", "gantry.io/node-local");
        namespace.apply("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: data}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                """);
        Await.until(
                PATIENCE,
                () -> assertThat(namespace.kubectl("describe", "pvc", "data")).contains("WaitForFirstConsumer"));
        namespace.apply(
                pod("first", "persistentVolumeClaim: {claimName: data}", "echo first >> /data/log; sleep 3600"));
        ready("first");
        String node = namespace.kubectl("get", "pod", "first", "-o", "jsonpath={.spec.nodeName}");
        String volume = namespace.kubectl("get", "pvc", "data", "-o", "jsonpath={.spec.volumeName}");
        Path directory = Path.of(cluster.kubectl("get", "pv", volume, "-o", "jsonpath={.spec.local.path}"));
        namespace.kubectl("delete", "pod", "first", "--grace-period=1");
        namespace.apply(
                pod("second", "persistentVolumeClaim: {claimName: data}", "echo second >> /data/log; sleep 3600"));
        ready("second");
        assertThat(namespace.kubectl("get", "pod", "second", "-o", "jsonpath={.spec.nodeName}"))
                .isEqualTo(node);
        Await.until(
                PATIENCE,
                () -> assertThat(namespace.kubectl("exec", "second", "--", "cat", "/data/log"))
                        .isEqualToIgnoringNewLines("first\nsecond"));

        namespace.kubectl(
                "patch", "pvc", "data", "-p", "{\"spec\":{\"resources\":{\"requests\":{\"storage\":\"2Gi\"}}}}");
        Await.until(
                PATIENCE,
                () -> assertThat(namespace.kubectl("get", "pvc", "data", "-o", "jsonpath={.status.capacity.storage}"))
                        .isEqualTo("2Gi"));

        assertThat(directory).exists();
        namespace.kubectl("delete", "pod", "second", "--grace-period=1");
        namespace.kubectl("delete", "pvc", "data", "--timeout=60s");
        Await.until(
                PATIENCE,
                () -> assertThat(cluster.tryKubectl("get", "pv", volume).output())
                        .contains("NotFound"));
        assertThat(directory).doesNotExist();
    }

    @Test
    void aClaimOfAPodsOwnGoesWithThePod() {
        namespace.apply(pod(
                "scratch",
                "ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}}",
                "echo x > /data/x; sleep 3600"));
        ready("scratch");
        assertThat(namespace.kubectl("get", "pvc", "scratch-v", "-o", "jsonpath={.status.phase}"))
                .isEqualTo("Bound");
        namespace.kubectl("delete", "pod", "scratch", "--grace-period=1");
        Await.until(
                PATIENCE,
                () -> assertThat(cluster.tryKubectl("get", "pvc", "scratch-v", "-n", NAMESPACE)
                                .output())
                        .contains("NotFound"));
    }

    @Test
    void aVolumeMadeByHandIsKeptWhenItsClaimGoes() {
        namespace.apply("""
                apiVersion: v1
                kind: PersistentVolume
                metadata: {name: volumes-it}
                spec:
                  capacity: {storage: 1Gi}
                  accessModes: [ReadWriteMany]
                  storageClassName: ""
                  hostPath: {path: /tmp/gantry-volumes-it}
                ---
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: made}
                spec:
                  accessModes: [ReadWriteMany]
                  storageClassName: ""
                  resources: {requests: {storage: 500Mi}}
                """);
        namespace.apply(pod("reader", "persistentVolumeClaim: {claimName: made, readOnly: true}", "sleep 3600"));
        ready("reader");
        assertThat(cluster.tryKubectl("exec", "-n", NAMESPACE, "reader", "--", "sh", "-c", "echo x > /data/x")
                        .output())
                .contains("Read-only file system");
        namespace.kubectl("delete", "pod", "reader", "--grace-period=1");
        namespace.kubectl("delete", "pvc", "made", "--timeout=60s");
        Await.until(
                PATIENCE,
                () -> assertThat(cluster.kubectl("get", "pv", "volumes-it", "-o", "jsonpath={.status.phase}"))
                        .isEqualTo("Released"));
        cluster.kubectl("delete", "pv", "volumes-it", "--timeout=60s");
    }

    @Test
    void aPodWithoutItsClaimSaysSo() {
        namespace.apply(pod("lonely", "persistentVolumeClaim: {claimName: nowhere}", "sleep 3600"));
        Await.until(
                PATIENCE,
                () -> assertThat(namespace.kubectl("describe", "pod", "lonely"))
                        .contains("FailedScheduling", "persistentvolumeclaim \"nowhere\" not found"));
        namespace.kubectl("delete", "pod", "lonely");
    }

    @Test
    void aPodGetsAKeyOfItsOwnWithACertificateOfTheSignerItNames(@TempDir Path directory) throws Exception {
        CertificateSigner signer = new CertificateSigner();
        String source =
                "{podCertificate: {signerName: example.com/volumes-it, keyType: ECDSAP256, credentialBundlePath: bundle.pem}}";
        namespace.apply(pod("certified", "projected: {sources: [" + source + "]}", "sleep 3600"));
        Await.until(
                PATIENCE,
                () -> assertThat(namespace.kubectl("describe", "pod", "certified"))
                        .contains("FailedMount", "credential bundle is not issued yet"));
        JsonNode requests = new ObjectMapper()
                .readTree(namespace.kubectl("get", "podcertificaterequests", "--output=json"))
                .path("items");
        assertThat(requests).hasSize(1);
        JsonNode request = requests.get(0);
        assertThat(request.path("spec").path("podName").asText()).isEqualTo("certified");

        namespace.kubectl(
                "patch",
                "podcertificaterequest",
                request.path("metadata").path("name").asText(),
                "--subresource=status",
                "--type=merge",
                "--patch=" + signer.grant(request));

        ready("certified");
        String bundle = namespace.kubectl("exec", "certified", "--", "cat", "/data/bundle.pem");
        int end = bundle.indexOf("-----BEGIN CERTIFICATE");
        Path key = Files.writeString(directory.resolve("key.pem"), bundle.substring(0, end));
        Path chain = Files.writeString(directory.resolve("chain.pem"), bundle.substring(end));
        X509Certificate certificate = Pem.readCertificates(chain).getFirst();
        signer.verify(certificate);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(Pem.readPrivateKey(key));
        byte[] signed = signature.sign();
        signature.initVerify(certificate);
        assertThat(signature.verify(signed)).isTrue();
        namespace.kubectl("delete", "pod", "certified");
    }

    private static String pod(String name, String volume, String command) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s}
                spec:
                  terminationGracePeriodSeconds: 1
                  containers:
                  - name: c
                    image: busybox
                    imagePullPolicy: IfNotPresent
                    command: [sh, -c, "%s"]
                    volumeMounts: [{name: v, mountPath: /data}]
                  volumes:
                  - name: v
                    %s
                """.formatted(name, command, volume);
    }

    private void ready(String pod) {
        namespace.kubectl("wait", "--for=condition=Ready", "pod/" + pod, "--timeout=60s");
    }
}
