package io.gantry.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.cluster.ObjectRef;
import io.gantry.agent.object.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a pod may ask for, on a real engine. */
class PodFeaturesIT {

    private static final String SLEEP = "trap 'exit 0' TERM; while true; do sleep 0.1; done";

    private static PrivateEngine engine;
    private static TestNode node;

    @BeforeAll
    static void startNode() throws IOException, InterruptedException {
        engine = new PrivateEngine(Files.createTempDirectory("gantry-it-"));
        node = new TestNode(engine.host(), engine.root().resolve("state"));
    }

    @AfterAll
    static void stopNode() throws IOException {
        if (node != null) {
            node.close();
        }
        engine.close();
    }

    @Test
    void initContainersRunInOrderAndSidecarsStay() {
        ObjectNode pod = Pods.pod("staged", "Always");
        Pods.volume(pod, "work").putObject("emptyDir");
        ArrayNode init = ((ObjectNode) pod.path("spec")).putArray("initContainers");
        initContainer(init, "first", "echo 1 >> /work/order");
        initContainer(init, "side", "echo 2 >> /work/order; " + SLEEP).put("restartPolicy", "Always");
        initContainer(init, "last", "echo 3 >> /work/order");
        Pods.mount(Pods.container(pod, "main", "echo 4 >> /work/order; " + SLEEP), "work", "/work");
        node.apply(pod);

        JsonNode status = node.awaitReady(pod);

        Await.until(
                "order", TestNode.LIMIT, () -> exec(pod, "cat", "/work/order").equals("1\n2\n3\n4\n"));
        JsonNode sidecar = status.path("initContainerStatuses").get(1);
        assertThat(sidecar.path("state").has("running")).isTrue();
        assertThat(sidecar.path("started").asBoolean()).isTrue();
        JsonNode first = status.path("initContainerStatuses").get(0);
        assertThat(first.path("state").path("terminated").path("reason").asText())
                .isEqualTo("Completed");
        node.delete(pod, 5);
        JsonNode last = node.reporter.status(TestNode.uid(pod)).orElseThrow();
        assertThat(last.path("phase").asText()).isEqualTo("Succeeded");
    }

    @Test
    void anInitContainerThatFailsForGoodFailsThePod() {
        ObjectNode pod = Pods.pod("badinit", "Never");
        ArrayNode init = ((ObjectNode) pod.path("spec")).putArray("initContainers");
        initContainer(init, "first", "exit 1").remove("volumeMounts");
        Pods.container(pod, "main", SLEEP);
        node.apply(pod);

        JsonNode status = node.await(
                pod, "failed", current -> current.path("phase").asText().equals("Failed"));

        assertThat(TestNode.container(status, "main")
                        .path("state")
                        .path("waiting")
                        .path("reason")
                        .asText())
                .isEqualTo("PodInitializing");
        node.delete(pod, 0);
    }

    @Test
    void readinessFollowsItsProbe() {
        ObjectNode pod = Pods.pod("probed", "Always");
        ObjectNode container = Pods.container(pod, "main", "touch /tmp/ready; " + SLEEP);
        probe(container.putObject("readinessProbe"), "cat", "/tmp/ready");
        node.apply(pod);
        node.awaitReady(pod);

        exec(pod, "rm", "/tmp/ready");
        node.await(pod, "unready", status -> TestNode.condition(status, "Ready").equals("False"));
        assertThat(node.reporter.events()).anyMatch(event -> event.startsWith("Unhealthy: Readiness probe failed: "));
        exec(pod, "touch", "/tmp/ready");

        node.awaitReady(pod);
        node.delete(pod, 0);
    }

    @Test
    void aContainerThatIsNoLongerAliveIsRestarted() {
        ObjectNode pod = Pods.pod("dying", "Always");
        ObjectNode container = Pods.container(pod, "main", "touch /tmp/alive; " + SLEEP);
        probe(container.putObject("startupProbe"), "cat", "/tmp/alive").put("failureThreshold", 30);
        probe(container.putObject("livenessProbe"), "cat", "/tmp/alive");
        node.apply(pod);
        node.awaitReady(pod);

        exec(pod, "rm", "/tmp/alive");

        node.await(
                pod,
                "restarted",
                status ->
                        TestNode.container(status, "main").path("restartCount").asInt() == 1);
        assertThat(node.reporter.events()).contains("Killing: Container main failed liveness probe, will be restarted");
        node.delete(pod, 0);
    }

    @Test
    void networkProbesReachThePod() {
        ObjectNode pod = Pods.pod("web", "Always");
        ObjectNode container = Pods.container(
                pod, "main", "mkdir -p /www; echo hi > /www/index.html; httpd -p 8080 -h /www; " + SLEEP);
        container.putArray("ports").addObject().put("name", "http").put("containerPort", 8080);
        ObjectNode http = container.putObject("readinessProbe").put("periodSeconds", 1);
        http.putObject("httpGet").put("path", "/index.html").put("port", "http");
        ObjectNode tcp = container.putObject("livenessProbe").put("periodSeconds", 1);
        tcp.putObject("tcpSocket").put("port", 8080);
        node.apply(pod);

        JsonNode status = node.awaitReady(pod);

        assertThat(TestNode.container(status, "main").path("restartCount").asInt())
                .isZero();
        node.delete(pod, 0);
    }

    @Test
    void hooksRunAfterTheStartAndBeforeTheEnd() throws IOException {
        Path directory = Files.createDirectories(engine.root().resolve("hooks"));
        ObjectNode pod = Pods.pod("hooked", "Always");
        Pods.volume(pod, "host").putObject("hostPath").put("path", directory.toString());
        ObjectNode container = Pods.container(pod, "main", SLEEP);
        Pods.mount(container, "host", "/host");
        ObjectNode lifecycle = container.putObject("lifecycle");
        command(lifecycle.putObject("postStart").putObject("exec"), "sh", "-c", "echo started > /host/started");
        command(lifecycle.putObject("preStop").putObject("exec"), "sh", "-c", "echo stopping > /host/stopping");
        node.apply(pod);
        node.awaitReady(pod);
        Await.until("postStart", TestNode.LIMIT, () -> Files.exists(directory.resolve("started")));

        node.delete(pod, 10);

        assertThat(directory.resolve("stopping")).hasContent("stopping\n");
    }

    @Test
    void theEnvironmentIsComposedFromAllSources() {
        node.apply(ObjectRef.CONFIG_MAPS, Pods.configMap("envmap", "COLOR", "blue"));
        ObjectNode service = Json.object();
        service.putObject("metadata").put("namespace", "default").put("name", "my-db");
        ObjectNode spec = service.putObject("spec").put("clusterIP", "10.96.1.2");
        spec.putArray("ports").addObject().put("port", 5432).put("protocol", "TCP");
        node.apply(ObjectRef.SERVICES, service);
        ObjectNode pod = Pods.pod("env", "Always");
        ((ObjectNode) pod.path("metadata")).putObject("labels").put("app", "x");
        ObjectNode container = Pods.container(pod, "main", "echo args=$0 $1; " + SLEEP);
        container.putArray("args").add("$(GREETING)").add("$$(GREETING)");
        container.putArray("envFrom").addObject().putObject("configMapRef").put("name", "envmap");
        ArrayNode env = container.putArray("env");
        env.addObject().put("name", "WHO").put("value", "world");
        env.addObject().put("name", "GREETING").put("value", "hello-$(WHO)");
        env.addObject()
                .put("name", "POD")
                .putObject("valueFrom")
                .putObject("fieldRef")
                .put("fieldPath", "metadata.name");
        env.addObject()
                .put("name", "IP")
                .putObject("valueFrom")
                .putObject("fieldRef")
                .put("fieldPath", "status.podIP");
        env.addObject()
                .put("name", "LIMIT")
                .putObject("valueFrom")
                .putObject("resourceFieldRef")
                .put("resource", "limits.memory")
                .put("divisor", "1Mi");
        container
                .putObject("resources")
                .putObject("limits")
                .put("memory", "64Mi")
                .put("cpu", "500m");
        node.apply(pod);
        JsonNode status = node.awaitReady(pod);

        String environment = exec(pod, "env");

        assertThat(environment.lines())
                .contains(
                        "COLOR=blue",
                        "GREETING=hello-world",
                        "POD=env",
                        "IP=" + status.path("podIP").asText(),
                        "LIMIT=64",
                        "MY_DB_SERVICE_HOST=10.96.1.2",
                        "MY_DB_PORT_5432_TCP=tcp://10.96.1.2:5432");
        assertThat(logs(pod)).isEqualTo("args=hello-world $(GREETING)\n");
        assertThat(exec(pod, "cat", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
                        .strip())
                .isEqualTo(Long.toString(64L << 20));
        assertThat(exec(pod, "cat", "/sys/fs/cgroup/cpu/cpu.cfs_quota_us").strip())
                .isEqualTo("50000");
        node.delete(pod, 0);
    }

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
    void aContainerRunsAsTheUserItIsGiven() {
        ObjectNode pod = Pods.pod("user", "Always");
        ((ObjectNode) pod.path("spec"))
                .putObject("securityContext")
                .put("runAsUser", 1234)
                .put("fsGroup", 77);
        Pods.volume(pod, "data").putObject("emptyDir");
        ObjectNode container = Pods.container(pod, "main", SLEEP);
        container
                .putObject("securityContext")
                .put("readOnlyRootFilesystem", true)
                .put("runAsGroup", 55);
        Pods.mount(container, "data", "/data");
        node.apply(pod);
        node.awaitReady(pod);

        assertThat(exec(pod, "id")).startsWith("uid=1234 gid=55 groups=").contains("77");
        assertThat(exec(pod, "sh", "-c", "touch /data/mine; stat -c %g /data/mine"))
                .isEqualTo("77\n");
        assertThat(exec(pod, "touch", "/file")).contains("Read-only file system");
        node.delete(pod, 0);
    }

    @Test
    void whatMustNotRunAsRootDoesNot() {
        ObjectNode pod = Pods.pod("noroot", "Always");
        Pods.container(pod, "main", SLEEP).putObject("securityContext").put("runAsNonRoot", true);
        node.apply(pod);

        JsonNode status = node.await(
                pod,
                "config error",
                current -> TestNode.container(current, "main")
                        .path("state")
                        .path("waiting")
                        .path("reason")
                        .asText()
                        .equals("CreateContainerConfigError"));

        assertThat(TestNode.container(status, "main")
                        .path("state")
                        .path("waiting")
                        .path("message")
                        .asText())
                .startsWith("container has runAsNonRoot and image will run as root (pod: \"noroot_default(");
        node.delete(pod, 0);
    }

    @Test
    void aCommandThatDoesNotExistIsAStartError() {
        ObjectNode pod = Pods.pod("nocommand", "Never");
        Pods.container(pod, "main", "").putArray("command").add("/no/such/command");
        node.apply(pod);

        JsonNode status = node.await(
                pod, "failed", current -> current.path("phase").asText().equals("Failed"));

        JsonNode ended = TestNode.container(status, "main").path("state").path("terminated");
        assertThat(ended.path("reason").asText()).isEqualTo("StartError");
        assertThat(ended.path("exitCode").asInt()).isEqualTo(128);
        assertThat(ended.path("message").asText()).contains("no such file or directory");
        node.delete(pod, 0);
    }

    @Test
    void aContainerToLookIntoThePodIsAddedWhileItRuns() {
        ObjectNode pod = Pods.pod("debugged", "Always");
        Pods.container(pod, "main", SLEEP);
        node.apply(pod);
        node.awaitReady(pod);
        ObjectNode changed = pod.deepCopy();
        ObjectNode debugger = ((ObjectNode) changed.path("spec"))
                .putArray("ephemeralContainers")
                .addObject()
                .put("name", "debugger")
                .put("image", PrivateEngine.IMAGE)
                .put("targetContainerName", "main");
        command(debugger, "sh", "-c", "cat /proc/1/cmdline; echo; " + SLEEP);
        node.apply(changed);

        node.await(
                changed,
                "debugger",
                status -> status.path("ephemeralContainerStatuses")
                        .path(0)
                        .path("state")
                        .has("running"));

        // it sees the processes of its target
        Await.until(
                "output",
                TestNode.LIMIT,
                () -> logs(changed, "debugger").replace('\0', ' ').contains("trap 'exit 0'"));
        node.delete(changed, 0);
    }

    @Test
    void aRunningContainerGetsNewResources() {
        ObjectNode pod = Pods.pod("resized", "Always");
        ObjectNode container = Pods.container(pod, "main", SLEEP);
        resources(container, "250m", "32Mi");
        node.apply(pod);
        node.awaitReady(pod);
        ObjectNode changed = pod.deepCopy();
        ((ObjectNode) changed.path("metadata")).put("generation", 2);
        resources((ObjectNode) changed.path("spec").path("containers").get(0), "500m", "64Mi");
        node.apply(changed);

        JsonNode status = node.await(
                changed,
                "resized",
                current -> current.path("observedGeneration").asInt() == 2
                        && TestNode.container(current, "main")
                                .path("resources")
                                .path("limits")
                                .path("memory")
                                .asText()
                                .equals("64Mi"));

        assertThat(TestNode.condition(status, "PodResizeInProgress")).isEmpty();
        assertThat(TestNode.container(status, "main").path("restartCount").asInt())
                .isZero();
        assertThat(exec(changed, "cat", "/sys/fs/cgroup/memory/memory.limit_in_bytes")
                        .strip())
                .isEqualTo(Long.toString(64L << 20));
        assertThat(exec(changed, "cat", "/sys/fs/cgroup/cpu/cpu.cfs_quota_us").strip())
                .isEqualTo("50000");
        assertThat(node.reporter.events())
                .anyMatch(event -> event.startsWith("ResizeCompleted: Pod resize completed: {"));
        node.delete(changed, 0);
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
    void aPodThatSetsWhatItMustNotIsRejected() {
        ObjectNode pod = Pods.pod("sysctl", "Never");
        ArrayNode sysctls =
                ((ObjectNode) pod.path("spec")).putObject("securityContext").putArray("sysctls");
        sysctls.addObject().put("name", "kernel.msgmax").put("value", "1");
        Pods.container(pod, "main", SLEEP);
        node.apply(pod);

        JsonNode status = node.await(
                pod, "rejected", current -> current.path("phase").asText().equals("Failed"));

        assertThat(status.path("reason").asText()).isEqualTo("SysctlForbidden");
        node.delete(pod, 0);
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

    private static void resources(ObjectNode container, String cpu, String memory) {
        ObjectNode resources = container.putObject("resources");
        resources.putObject("limits").put("cpu", cpu).put("memory", memory);
        resources.putObject("requests").put("cpu", cpu).put("memory", memory);
    }

    @Test
    void tooMuchMemoryEndsAContainer() {
        ObjectNode pod = Pods.pod("greedy", "Never");
        Pods.container(pod, "main", "tail -c 200m /dev/zero")
                .putObject("resources")
                .putObject("limits")
                .put("memory", "16Mi");
        node.apply(pod);

        JsonNode status = node.await(
                pod, "failed", current -> current.path("phase").asText().equals("Failed"));

        JsonNode ended = TestNode.container(status, "main").path("state").path("terminated");
        // not every kernel tells the engine why: the reason is OOMKilled only where it does
        assertThat(ended.path("reason").asText()).isIn("OOMKilled", "Error");
        assertThat(ended.path("exitCode").asInt()).isEqualTo(137);
        node.delete(pod, 0);
    }

    @Test
    void aHostPortLeadsToThePod() {
        ObjectNode pod = Pods.pod("hostport", "Always");
        ObjectNode container = Pods.container(pod, "main", "while true; do nc -l -p 8080 -e echo here; done");
        container.putArray("ports").addObject().put("containerPort", 8080).put("hostPort", 18213);
        node.apply(pod);
        node.awaitReady(pod);

        Await.until("answer", TestNode.LIMIT, () -> ask("127.0.0.1", 18213).equals("here\n"));
        node.delete(pod, 0);
    }

    @Test
    void aPodOnTheHostsNetworkHasTheNodesAddress() {
        ObjectNode pod = Pods.pod("hostnet", "Always");
        ((ObjectNode) pod.path("spec")).put("hostNetwork", true);
        Pods.container(pod, "main", SLEEP);
        node.apply(pod);

        JsonNode status = node.awaitReady(pod);

        assertThat(status.path("podIP").asText()).isEqualTo("127.0.0.1");
        assertThat(exec(pod, "cat", "/etc/hosts")).startsWith("# Kubernetes-managed hosts file (host network).\n");
        node.delete(pod, 0);
    }

    @Test
    void aPodHasNoMoreTimeThanItsDeadline() {
        ObjectNode pod = Pods.pod("late", "Always");
        ((ObjectNode) pod.path("spec")).put("activeDeadlineSeconds", 3).put("terminationGracePeriodSeconds", 1);
        Pods.container(pod, "main", SLEEP);
        node.apply(pod);

        JsonNode status = node.await(
                pod, "deadline", current -> current.path("phase").asText().equals("Failed"));

        assertThat(status.path("reason").asText()).isEqualTo("DeadlineExceeded");
        node.delete(pod, 0);
    }

    @Test
    void aPodOfAFileRunsAndReportsUnderItsMirror() throws IOException {
        Path folder = Files.createDirectories(node.stateDir().resolve("manifests"));
        Path file = Files.writeString(folder.resolve("web.yaml"), """
                apiVersion: v1
                kind: Pod
                metadata: {name: web}
                spec:
                  hostNetwork: true
                  terminationGracePeriodSeconds: 1
                  containers:
                  - name: main
                    image: %s
                    command: [sh, -c, "%s"]
                """.formatted(PrivateEngine.IMAGE, SLEEP));
        ObjectNode pod = Await.value(
                "static pod told",
                TestNode.LIMIT,
                () -> node.reporter.staticPodsTold().stream()
                        .filter(pods -> !pods.isEmpty())
                        .map(List::getLast)
                        .findFirst());
        ObjectNode mirror = pod.deepCopy();
        ((ObjectNode) mirror.path("metadata")).put("uid", "mirror-uid");
        ((ObjectNode) mirror.at("/metadata/annotations")).put("kubernetes.io/config.mirror", TestNode.uid(pod));
        node.apply(mirror);

        node.awaitReady(mirror);
        assertThat(exec(mirror, "echo", "hello")).isEqualTo("hello\n");
        node.delete(mirror, 30);
        assertThat(exec(pod, "echo", "still here")).isEqualTo("still here\n");

        Files.delete(file);
        Await.until("static pod ended", TestNode.LIMIT, () -> node.reporter.finished(TestNode.uid(pod)));
    }

    @Test
    void theNodeReportsItself() {
        ObjectNode status = Await.value(
                "node status",
                TestNode.LIMIT,
                () -> node.reporter
                        .node()
                        .filter(current -> TestNode.condition(current, "Ready").equals("True")));

        assertThat(status.path("capacity").path("pods").asText()).isEqualTo("110");
        assertThat(status.path("nodeInfo").path("containerRuntimeVersion").asText())
                .startsWith("docker://");
        assertThat(status.path("addresses").get(0).path("address").asText()).isEqualTo("127.0.0.1");
        assertThat(TestNode.condition(status, "MemoryPressure")).isEqualTo("False");
    }

    private static ObjectNode initContainer(ArrayNode init, String name, String script) {
        ObjectNode container = init.addObject().put("name", name).put("image", PrivateEngine.IMAGE);
        command(container, "sh", "-c", script);
        container.putArray("volumeMounts");
        Pods.mount(container, "work", "/work");
        return container;
    }

    private static ObjectNode probe(ObjectNode probe, String... command) {
        command(probe.putObject("exec"), command);
        return probe.put("periodSeconds", 1).put("failureThreshold", 1);
    }

    private static void command(ObjectNode target, String... words) {
        ArrayNode command = target.putArray("command");
        for (String word : words) {
            command.add(word);
        }
    }

    private static String exec(ObjectNode pod, String... command) {
        FakeSession session = new FakeSession();
        return session.exec(node.agent().sessions(), TestNode.uid(pod), "main", command) + session.stderr();
    }

    private static String logs(ObjectNode pod) {
        return logs(pod, "main");
    }

    private static String logs(ObjectNode pod, String container) {
        FakeSession session = new FakeSession();
        session.serve(
                node.agent().sessions(),
                io.gantry.node.v1.SessionRequest.newBuilder()
                        .setLogs(io.gantry.node.v1.LogsRequest.newBuilder()
                                .setPod(io.gantry.node.v1.PodReference.newBuilder()
                                        .setUid(TestNode.uid(pod)))
                                .setContainer(container))
                        .build());
        return session.stdout();
    }

    private static String ask(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), 1000);
            socket.setSoTimeout(2000);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
