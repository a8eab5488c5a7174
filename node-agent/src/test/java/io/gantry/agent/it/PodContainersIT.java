package io.gantry.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.cluster.ObjectRef;
import io.gantry.agent.object.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** How the containers of a pod run, on a real engine. */
class PodContainersIT extends PodsOnEngine {

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
    void hooksRunAfterTheStartAndBeforeTheEnd() throws IOException {
        Path directory = Files.createDirectories(engine.root().resolve("hooks"));
        ObjectNode pod = Pods.pod("hooked", "Always");
        Pods.volume(pod, "host").putObject("hostPath").put("path", directory.toString());
        ObjectNode container = Pods.container(pod, "main", SLEEP);
        Pods.mount(container, "host", "/host");
        ObjectNode lifecycle = container.putObject("lifecycle");
        command(
                lifecycle.putObject("postStart").putObject("exec"),
                "sh",
                "-c",
                "sleep 2; echo started > /host/started");
        command(lifecycle.putObject("preStop").putObject("exec"), "sh", "-c", "echo stopping > /host/stopping");
        node.apply(pod);
        node.awaitReady(pod);
        assertThat(directory.resolve("started")).hasContent("started\n");

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

    private static ObjectNode initContainer(ArrayNode init, String name, String script) {
        ObjectNode container = init.addObject().put("name", name).put("image", PrivateEngine.IMAGE);
        command(container, "sh", "-c", script);
        container.putArray("volumeMounts");
        Pods.mount(container, "work", "/work");
        return container;
    }
}
