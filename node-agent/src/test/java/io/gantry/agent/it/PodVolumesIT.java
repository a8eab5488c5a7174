package io.gantry.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.cluster.ObjectRef;
import io.gantry.agent.host.HostCommands;
import io.gantry.agent.object.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The volumes of pods, on a real engine. */
class PodVolumesIT extends PodsOnEngine {

    @Test
    void filesAreMountedAsAsked() {
        ObjectNode secret = Json.object();
        secret.putObject("metadata").put("namespace", "default").put("name", "keys");
        secret.putObject("data")
                .put("token", java.util.Base64.getEncoder().encodeToString("s3cret".getBytes(StandardCharsets.UTF_8)));
        node.apply(ObjectRef.SECRETS, secret);
        ObjectNode pod = Pods.pod("files", "Always");
        ((ObjectNode) pod.path("metadata")).putObject("labels").put("app", "files");
        ((ObjectNode) pod.path("spec")).put("hostname", "myhost").put("subdomain", "sub");
        Pods.volume(pod, "keys").putObject("secret").put("secretName", "keys").put("defaultMode", 0400);
        Pods.volume(pod, "memory").putObject("emptyDir").put("medium", "Memory").put("sizeLimit", "1Mi");
        Pods.volume(pod, "data").putObject("emptyDir");
        ObjectNode info = Pods.volume(pod, "info").putObject("downwardAPI");
        info.putArray("items")
                .addObject()
                .put("path", "labels")
                .putObject("fieldRef")
                .put("fieldPath", "metadata.labels");
        ObjectNode container = Pods.container(pod, "main", SLEEP);
        Pods.mount(container, "keys", "/keys");
        Pods.mount(container, "memory", "/memory");
        Pods.mount(container, "info", "/info");
        ((ArrayNode) container.path("volumeMounts"))
                .addObject()
                .put("name", "data")
                .put("mountPath", "/part")
                .put("subPath", "a/b");
        node.apply(pod);
        JsonNode status = node.awaitReady(pod);

        assertThat(exec(pod, "cat", "/keys/token")).isEqualTo("s3cret");
        assertThat(exec(pod, "stat", "-L", "-c", "%a", "/keys/token")).isEqualTo("400\n");
        assertThat(exec(pod, "sh", "-c", "echo x > /keys/new; echo code=$?"))
                .contains("Read-only file system", "code=1");
        assertThat(exec(pod, "df", "/memory")).contains("1024");
        assertThat(exec(pod, "cat", "/info/labels")).isEqualTo("app=\"files\"");
        assertThat(exec(pod, "sh", "-c", "echo y > /part/file; cat /part/file")).isEqualTo("y\n");
        assertThat(node.stateDir().resolve("pods/" + TestNode.uid(pod) + "/volumes/data/a/b/file"))
                .hasContent("y\n");
        assertThat(exec(pod, "hostname")).isEqualTo("myhost\n");
        assertThat(exec(pod, "cat", "/etc/hosts"))
                .contains(status.path("podIP").asText() + "\tmyhost.sub.default.svc.cluster.local\tmyhost\n");
        assertThat(exec(pod, "cat", "/etc/resolv.conf"))
                .contains(
                        "search default.svc.cluster.local svc.cluster.local cluster.local",
                        "nameserver 10.96.0.10",
                        "options ndots:5");
        node.delete(pod, 0);
    }

    @Test
    void anImageIsShownAsAVolume() {
        ObjectNode pod = Pods.pod("imagevolume", "Always");
        Pods.volume(pod, "data")
                .putObject("image")
                .put("reference", PrivateEngine.IMAGE)
                .put("pullPolicy", "IfNotPresent");
        Pods.mount(Pods.container(pod, "main", SLEEP), "data", "/data");
        node.apply(pod);
        node.awaitReady(pod);

        assertThat(exec(pod, "ls", "/data/bin")).contains("sh");
        assertThat(exec(pod, "touch", "/data/file")).contains("Read-only file system");
        node.delete(pod, 0);
    }

    @Test
    void aPartOfAnImageIsShownAndAMissingOneIsNamed() {
        ObjectNode pod = Pods.pod("imagepart", "Always");
        Pods.volume(pod, "data")
                .putObject("image")
                .put("reference", PrivateEngine.IMAGE)
                .put("pullPolicy", "Never");
        ((ArrayNode) Pods.container(pod, "main", SLEEP).path("volumeMounts"))
                .addObject()
                .put("name", "data")
                .put("mountPath", "/data")
                .put("subPath", "bin");
        ((ArrayNode) Pods.container(pod, "other", SLEEP).path("volumeMounts"))
                .addObject()
                .put("name", "data")
                .put("mountPath", "/data")
                .put("subPath", "none");
        node.apply(pod);

        JsonNode status = node.await(
                pod,
                "one runs",
                current -> TestNode.container(current, "main").path("state").has("running")
                        && TestNode.container(current, "other")
                                .at("/state/waiting/reason")
                                .asText()
                                .equals("CreateContainerError"));

        assertThat(exec(pod, "ls", "/data")).contains("sh").doesNotContain("bin");
        assertThat(TestNode.container(status, "other")
                        .at("/state/waiting/message")
                        .asText())
                .isEqualTo("ImageVolumeMountFailed: subPath \"none\" of volume \"data\" does not exist in its image");
        node.delete(pod, 0);
    }

    @Test
    void anImageThatMustBeFetchedIsFetchedForEachStart() {
        ObjectNode pod = Pods.pod("imagealways", "Always");
        Pods.volume(pod, "data")
                .putObject("image")
                .put("reference", "registry.invalid/test/data:1")
                .put("pullPolicy", "Always");
        Pods.mount(Pods.container(pod, "main", SLEEP), "data", "/data");
        node.apply(pod);

        node.await(
                pod,
                "pull refused",
                current -> TestNode.container(current, "main")
                        .at("/state/waiting/reason")
                        .asText()
                        .matches("ErrImagePull|ImagePullBackOff"));

        assertThat(node.reporter.events())
                .contains("Pulling: Pulling image \"registry.invalid/test/data:1\"")
                .anyMatch(event -> event.startsWith("Failed: Failed to pull image \"registry.invalid/test/data:1\": "));
        assertThat(node.reporter.involved())
                .noneMatch(involved -> involved.path("fieldPath").asText().contains("volumes"));
        node.delete(pod, 0);
    }

    @Test
    void aVolumeOfHugePagesIsMountedAndTheNodeOffersThem() throws IOException {
        Path count = Path.of("/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages");
        String before = Files.readString(count);
        Files.writeString(count, "2");
        try {
            ObjectNode pod = Pods.pod("huge", "Always");
            Pods.volume(pod, "pages").putObject("emptyDir").put("medium", "HugePages-2Mi");
            ObjectNode container = Pods.container(pod, "main", SLEEP);
            Pods.mount(container, "pages", "/pages");
            ObjectNode resources = container.putObject("resources");
            for (String list : new String[] {"limits", "requests"}) {
                resources.putObject(list).put("hugepages-2Mi", "2Mi").put("memory", "32Mi");
            }
            node.apply(pod);
            node.awaitReady(pod);

            assertThat(exec(pod, "cat", "/proc/mounts")).containsPattern("/pages hugetlbfs rw,.*pagesize=2M");
            Await.until(
                    "capacity",
                    TestNode.LIMIT,
                    () -> node.reporter
                            .node()
                            .filter(status -> status.at("/capacity/hugepages-2Mi")
                                            .asText()
                                            .equals("4Mi")
                                    && status.at("/allocatable/hugepages-2Mi")
                                            .asText()
                                            .equals("4Mi"))
                            .isPresent());
            node.delete(pod, 0);
            assertThat(node.stateDir().resolve("pods/" + TestNode.uid(pod))).doesNotExist();
        } finally {
            Files.writeString(count, before);
        }
    }

    @Test
    void aDeviceIsPassedIntoAContainer() throws IOException {
        HostCommands commands = new HostCommands();
        Path image = engine.root().resolve("device.img");
        Files.write(image, new byte[1 << 20]);
        Files.writeString(image, "first sector", java.nio.file.StandardOpenOption.WRITE);
        String device = commands.run(
                        List.of("losetup", "--find", "--show", image.toString()),
                        Map.of(),
                        new byte[0],
                        Duration.ofSeconds(10))
                .stdout()
                .strip();
        try {
            ObjectNode claim = Json.read("""
                    {"metadata":{"namespace":"default","name":"raw","uid":"c-raw"},
                     "spec":{"volumeName":"raw","volumeMode":"Block"},"status":{"phase":"Bound"}}""");
            ObjectNode volume = Json.read("""
                    {"metadata":{"name":"raw"},"spec":{"volumeMode":"Block","local":{"path":"%s"},
                     "claimRef":{"uid":"c-raw"}}}""".formatted(device));
            node.apply(ObjectRef.PERSISTENT_VOLUME_CLAIMS, claim);
            node.apply(ObjectRef.PERSISTENT_VOLUMES, volume);
            ObjectNode pod = Pods.pod("raw", "Always");
            Pods.volume(pod, "disk").putObject("persistentVolumeClaim").put("claimName", "raw");
            Pods.container(pod, "main", SLEEP)
                    .putArray("volumeDevices")
                    .addObject()
                    .put("name", "disk")
                    .put("devicePath", "/dev/data");
            node.apply(pod);
            node.awaitReady(pod);

            assertThat(exec(pod, "head", "-c", "12", "/dev/data")).isEqualTo("first sector");
            assertThat(exec(pod, "sh", "-c", "echo -n written > /dev/data; head -c 12 /dev/data"))
                    .isEqualTo("writtenector");
            node.delete(pod, 0);

            ObjectNode mounting = Pods.pod("mounting", "Always");
            Pods.volume(mounting, "disk").putObject("persistentVolumeClaim").put("claimName", "raw");
            Pods.mount(Pods.container(mounting, "main", SLEEP), "disk", "/data");
            node.apply(mounting);
            Await.until(
                    "event",
                    TestNode.LIMIT,
                    () -> node.reporter.events().stream()
                            .anyMatch(event -> event.endsWith(
                                    "volume disk has volumeMode Block, but is specified in volumeMounts")));
            node.delete(mounting, 0);
        } finally {
            commands.check(Duration.ofSeconds(10), "losetup", "--detach", device);
        }
    }

    @Test
    void trustAnchorsFollowTheirBundles() {
        String first = "-----BEGIN CERTIFICATE-----\nMQ==\n-----END CERTIFICATE-----\n";
        String second = "-----BEGIN CERTIFICATE-----\nMg==\n-----END CERTIFICATE-----\n";
        ObjectNode bundle = Json.object();
        bundle.putObject("metadata")
                .put("name", "example.com:s:one")
                .putObject("labels")
                .put("live", "yes");
        bundle.putObject("spec").put("signerName", "example.com/s").put("trustBundle", first);
        ObjectNode pod = Pods.pod("trusting", "Always");
        ObjectNode source = Pods.volume(pod, "trust")
                .putObject("projected")
                .put("defaultMode", 0644)
                .putArray("sources")
                .addObject()
                .putObject("clusterTrustBundle");
        source.put("path", "anchors.pem").put("signerName", "example.com/s");
        source.putObject("labelSelector").putObject("matchLabels").put("live", "yes");
        Pods.mount(Pods.container(pod, "main", SLEEP), "trust", "/trust");
        node.apply(pod);
        Await.until(
                "event",
                TestNode.LIMIT,
                () -> node.reporter.events().stream()
                        .anyMatch(event -> event.startsWith("FailedMount: ")
                                && event.endsWith("combination of signerName and labelSelector matched zero"
                                        + " ClusterTrustBundles")));

        node.apply(ObjectRef.TRUST_BUNDLES, bundle);
        node.awaitReady(pod);
        assertThat(exec(pod, "cat", "/trust/anchors.pem")).isEqualTo(first);
        ObjectNode changed = bundle.deepCopy();
        ((ObjectNode) changed.path("spec")).put("trustBundle", second + first);
        node.apply(ObjectRef.TRUST_BUNDLES, changed);

        Await.until(
                "new anchors",
                TestNode.LIMIT,
                () -> exec(pod, "cat", "/trust/anchors.pem").equals(first + second));
        node.delete(pod, 0);
    }

    @Test
    void aPodWaitsForItsCertificateAndSeesKeyAndChain() {
        ObjectNode pod = Pods.pod("certified", "Always");
        ObjectNode source = Pods.volume(pod, "identity")
                .putObject("projected")
                .put("defaultMode", 0400)
                .putArray("sources")
                .addObject()
                .putObject("podCertificate");
        source.put("signerName", "example.com/s").put("keyType", "ECDSAP256");
        source.put("credentialBundlePath", "bundle.pem")
                .put("keyPath", "tls.key")
                .put("certificateChainPath", "tls.crt");
        Pods.mount(Pods.container(pod, "main", SLEEP), "identity", "/identity");
        node.apply(pod);
        ObjectNode request = Await.value(
                "request",
                TestNode.LIMIT,
                () -> node.cluster.list(ObjectRef.CERTIFICATE_REQUESTS).stream()
                        .filter(made ->
                                made.path("spec").path("podUID").asText().equals(TestNode.uid(pod)))
                        .findFirst());
        Await.until(
                "event",
                TestNode.LIMIT,
                () -> node.reporter
                        .events()
                        .contains("FailedMount: MountVolume.SetUp failed for volume \"identity\" : credential bundle is"
                                + " not issued yet"));

        String chain = "-----BEGIN CERTIFICATE-----\nMQ==\n-----END CERTIFICATE-----\n";
        ObjectNode issued = request.deepCopy();
        ObjectNode status = issued.putObject("status");
        status.putArray("conditions").addObject().put("type", "Issued").put("status", "True");
        status.put("certificateChain", "# ours\n" + chain)
                .put("beginRefreshAt", "2100-01-01T00:00:00Z")
                .put("notAfter", "2100-02-01T00:00:00Z");
        node.apply(ObjectRef.CERTIFICATE_REQUESTS, issued);

        node.awaitReady(pod);
        assertThat(exec(pod, "cat", "/identity/tls.crt")).isEqualTo(chain);
        assertThat(exec(pod, "stat", "-L", "-c", "%a", "/identity/tls.key")).isEqualTo("400\n");
        String key = exec(pod, "cat", "/identity/tls.key");
        assertThat(key).startsWith("-----BEGIN PRIVATE KEY-----\n");
        assertThat(exec(pod, "cat", "/identity/bundle.pem")).isEqualTo(key + chain);
        node.delete(pod, 0);
    }

    @Test
    void aPartOfAVolumeIsMountedAgainAfterARestart() {
        node.apply(ObjectRef.CONFIG_MAPS, Pods.configMap("parts", "file", "one"));
        ObjectNode pod = Pods.pod("parts", "Always");
        Pods.volume(pod, "config").putObject("configMap").put("name", "parts");
        Pods.volume(pod, "data").putObject("emptyDir");
        ObjectNode container = Pods.container(pod, "main", SLEEP);
        ArrayNode mounts = (ArrayNode) container.path("volumeMounts");
        mounts.addObject().put("name", "config").put("mountPath", "/etc/part").put("subPath", "file");
        mounts.addObject().put("name", "data").put("mountPath", "/part").put("subPath", "a/b");
        node.apply(pod);
        node.awaitReady(pod);
        assertThat(exec(pod, "cat", "/etc/part")).isEqualTo("one");

        exec(pod, "sh", "-c", "echo kept > /part/file; kill -TERM 1");

        node.await(
                pod,
                "restarted",
                status ->
                        TestNode.container(status, "main").path("restartCount").asInt() == 1
                                && TestNode.condition(status, "Ready").equals("True"));
        assertThat(exec(pod, "cat", "/part/file")).isEqualTo("kept\n");
        node.delete(pod, 0);
        assertThat(node.stateDir().resolve("pods/" + TestNode.uid(pod))).doesNotExist();
    }

    @Test
    void aPodThatWritesTooMuchIsEvicted() {
        ObjectNode pod = Pods.pod("writer", "Always");
        Pods.volume(pod, "scratch").putObject("emptyDir").put("sizeLimit", "1Mi");
        Pods.mount(
                Pods.container(pod, "main", "head -c 2m /dev/zero > /scratch/file; " + SLEEP), "scratch", "/scratch");
        node.apply(pod);

        JsonNode status = node.await(
                pod, "evicted", current -> current.path("reason").asText().equals("Evicted"));

        assertThat(status.path("message").asText())
                .isEqualTo("Usage of EmptyDir volume \"scratch\" exceeds the limit \"1Mi\". ");
        node.delete(pod, 0);
    }

    @Test
    void aClaimLeadsToTheVolumeItIsBoundTo() throws IOException {
        Path directory = Files.createDirectories(engine.root().resolve("claimed"));
        ObjectNode claim = Json.object();
        claim.putObject("metadata")
                .put("namespace", "default")
                .put("name", "claim")
                .put("uid", "c1");
        claim.putObject("spec").put("volumeName", "pv");
        claim.putObject("status").put("phase", "Bound");
        node.apply(ObjectRef.PERSISTENT_VOLUME_CLAIMS, claim);
        ObjectNode pod = Pods.pod("claimer", "Always");
        Pods.volume(pod, "data").putObject("persistentVolumeClaim").put("claimName", "claim");
        Pods.mount(Pods.container(pod, "main", "echo kept > /data/file; " + SLEEP), "data", "/data");
        node.apply(pod);
        Await.until(
                "event",
                TestNode.LIMIT,
                () -> node.reporter.events().stream().anyMatch(event -> event.startsWith("FailedMount: ")));
        ObjectNode volume = Json.object();
        volume.putObject("metadata").put("name", "pv");
        ObjectNode spec = volume.putObject("spec");
        spec.putObject("local").put("path", directory.toString());
        spec.putObject("claimRef").put("uid", "c1");
        node.apply(ObjectRef.PERSISTENT_VOLUMES, volume);

        node.awaitReady(pod);
        Await.until("file", TestNode.LIMIT, () -> Files.exists(directory.resolve("file")));
        node.delete(pod, 0);

        assertThat(directory.resolve("file")).hasContent("kept\n");
    }

    @Test
    void aVolumeOfTheNodesOwnIsMadeForItsFirstPodKeptForTheNextAndRemovedWhenItIsToGo() throws IOException {
        Path directory = node.stateDir().toRealPath().resolve("local-volumes/pvc-own");
        ObjectNode claim = Json.read("""
                {"metadata":{"namespace":"default","name":"own","uid":"c-own"},"spec":{"volumeName":"pvc-own"},
                 "status":{"phase":"Bound"}}""");
        ObjectNode volume = Json.read("""
                {"metadata":{"name":"pvc-own","uid":"v-own","finalizers":["gantry.io/node-local"],
                  "annotations":{"pv.kubernetes.io/provisioned-by":"gantry.io/node-local"}},
                 "spec":{"local":{"path":"%s"},"claimRef":{"uid":"c-own"},"persistentVolumeReclaimPolicy":"Delete"},
                 "status":{"phase":"Bound"}}""".formatted(directory));
        node.apply(ObjectRef.PERSISTENT_VOLUME_CLAIMS, claim);
        node.apply(ObjectRef.PERSISTENT_VOLUMES, volume);
        for (String name : new String[] {"first-owner", "next-owner"}) {
            ObjectNode pod = Pods.pod(name, "Always");
            Pods.volume(pod, "data").putObject("persistentVolumeClaim").put("claimName", "own");
            ((ObjectNode) pod.path("spec")).putObject("securityContext").put("fsGroup", 2000);
            Pods.mount(Pods.container(pod, "main", "echo " + name + " >> /data/file; " + SLEEP), "data", "/data");
            node.apply(pod);
            node.awaitReady(pod);
            Await.until(
                    "file",
                    TestNode.LIMIT,
                    () -> Files.exists(directory.resolve("file"))
                            && text(directory.resolve("file")).contains(name));
            node.delete(pod, 0);
        }
        assertThat(directory.resolve("file")).hasContent("first-owner\nnext-owner\n");
        assertThat(Files.getAttribute(directory, "unix:gid")).isEqualTo(2000);

        ObjectNode doomed = volume.deepCopy();
        ((ObjectNode) doomed.path("metadata")).put("deletionTimestamp", "2026-01-01T00:00:00Z");
        ((ObjectNode) doomed.path("status")).put("phase", "Released");
        node.apply(ObjectRef.PERSISTENT_VOLUMES, doomed);
        Await.until("removal", TestNode.LIMIT, () -> node.reporter.volumeRemoved("pvc-own"));
        assertThat(directory).doesNotExist();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
