package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a crash may cost: time, and nothing else. Each part is killed by SIGKILL while a rolling update runs under load. */
@ExtendWith(LocalCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsIT {

    private static final String NAMESPACE = "faults-it";
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int REPLICAS = 6;

    private static final String MANIFEST = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: steady}
            spec:
              replicas: %d
              selector: {matchLabels: {app: steady}}
              template:
                metadata: {labels: {app: steady}}
                spec:
                  terminationGracePeriodSeconds: 8
                  tolerations:
                  - {key: node.kubernetes.io/not-ready, operator: Exists, effect: NoExecute, tolerationSeconds: 3}
                  - {key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: 3}
                  containers:
                  - name: web
                    image: gantry.test/web:v1
                    imagePullPolicy: IfNotPresent
                    ports: [{containerPort: 8080}]
                    readinessProbe: {httpGet: {path: /, port: 8080}, periodSeconds: 1}
                    lifecycle: {preStop: {sleep: {seconds: 4}}}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: steady}
            spec:
              selector: {app: steady}
              ports: [{port: 80, targetPort: 8080}]
            """.formatted(REPLICAS);

    private final LocalCluster cluster;
    private final TestNamespace namespace;
    private final Processes processes;
    private final Situation situation;

    FaultsIT(LocalCluster cluster) {
        this.cluster = cluster;
        this.namespace = new TestNamespace(cluster, NAMESPACE);
        this.situation = new Situation(cluster, NAMESPACE);
        this.processes = new Processes(cluster.commands(), LocalCluster.state());
    }

    @BeforeAll
    void createDeployment() {
        namespace.create();
        namespace.apply(MANIFEST);
        awaitRollout();
    }

    @AfterAll
    void deleteNamespace() {
        namespace.delete("--timeout=120s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"control-plane", "postgresql", "agent-node-3", "docker-node-3"})
    void aCrashDuringARollingUpdateLosesNoWriteAndNoRequest(String part) throws IOException, InterruptedException {
        String url = serviceUrl();
        Await.until(PATIENCE, () -> assertThat(Http.get(url)).contains("gantry.test"));
        String image = currentImage().endsWith("v1") ? "gantry.test/web:v2" : "gantry.test/web:v1";
        try (ApiClient api = cluster.api();
                WriteLoad writes = new WriteLoad(api, NAMESPACE);
                ServiceLoad requests = new ServiceLoad(url, situation::describe)) {
            Await.until(PATIENCE, () -> assertThat(writes.acknowledged()).isGreaterThan(50));
            namespace.kubectl("set", "image", "deployment/steady", "web=" + image);
            Await.until(PATIENCE, () -> assertThat(images()).contains(image));

            processes.kill(part);
            cluster.up();

            awaitRollout();
            int before = writes.acknowledged();
            Await.until(PATIENCE, () -> assertThat(writes.acknowledged()).isGreaterThan(before + 50));
            requests.close();
            writes.close();
            assertThat(writes.lost()).isEmpty();
            assertThat(writes.counter()).isBetween(writes.counted(), writes.counted() + writes.doubtful());
            assertThat(requests.failures())
                    .as("%d requests answered while %s was away; %s", requests.answered(), part, requests.situation())
                    .isEmpty();
        }
        Await.until(PATIENCE, () -> assertThat(images()).hasSize(REPLICAS).containsOnly(image));
        Await.until(PATIENCE, () -> assertThat(Http.get(url)).contains(image));
    }

    @Test
    void podsOfALostNodeAreReplacedElsewhere() {
        assertThat(nodesOfPods()).contains("node-3");
        processes.kill("agent-node-3");
        processes.kill("docker-node-3");

        Await.until(
                PATIENCE,
                () -> assertThat(cluster.kubectl("get", "node", "node-3", "--no-headers"))
                        .contains("NotReady"));
        Await.until(
                PATIENCE,
                () -> assertThat(namespace.kubectl(
                                "get", "deployment", "steady", "-o", "jsonpath={.status.readyReplicas}"))
                        .isEqualTo(String.valueOf(REPLICAS)));
        Await.until(PATIENCE, () -> assertThat(runningNodes()).hasSize(REPLICAS).doesNotContain("node-3"));

        cluster.up();
        Await.until(PATIENCE, () -> assertThat(nodesOfPods()).hasSize(REPLICAS));
        Await.until(PATIENCE, () -> assertThat(containersOfThisNamespace(3)).isEmpty());
    }

    @Test
    void podsReachPodsAndServicesOfOtherNodes() {
        for (int node = 2; node <= LocalCluster.NODES; node++) {
            namespace.apply(pinned("reach-" + node, "node-" + node));
        }
        namespace.kubectl("wait", "--for=condition=Ready", "pod/reach-2", "pod/reach-3", "--timeout=60s");
        String target = namespace.kubectl("get", "pod", "reach-3", "-o", "jsonpath={.status.podIP}");
        String service = namespace.kubectl("get", "service", "steady", "-o", "jsonpath={.spec.clusterIP}");
        Await.until(PATIENCE, () -> assertThat(fetch("reach-2", target, 8080)).contains("200 OK"));
        Await.until(PATIENCE, () -> assertThat(fetch("reach-2", service, 80)).contains("200 OK"));
        Await.until(
                PATIENCE,
                () -> assertThat(namespace.kubectl(
                                "exec", "reach-2", "--", "nslookup", "steady." + NAMESPACE + ".svc.cluster.local"))
                        .contains(service));
        namespace.kubectl("delete", "pod", "reach-2", "reach-3", "--grace-period=1");
    }

    @Test
    void aServiceWithoutEndpointsRefusesThePodsOfEveryNode() {
        namespace.kubectl("create", "service", "clusterip", "nobody", "--tcp=80:80");
        String service = namespace.kubectl("get", "service", "nobody", "-o", "jsonpath={.spec.clusterIP}");
        for (int node = 1; node <= LocalCluster.NODES; node++) {
            String pod = "ask-" + node;
            namespace.apply(pinned(pod, "node-" + node));
            namespace.kubectl("wait", "--for=condition=Ready", "pod/" + pod, "--timeout=60s");
            Await.until(PATIENCE, () -> assertThat(refusal(pod, service)).contains("refused"));
        }
        namespace.kubectl("delete", "service/nobody", "pod/ask-1", "pod/ask-2", "pod/ask-3", "--grace-period=1");
    }

    /** What netcat says; it must fail. */
    private String refusal(String pod, String address) {
        return namespace.kubectl("exec", pod, "--", "sh", "-c", "! nc -w 3 " + address + " 80 </dev/null 2>&1");
    }

    private static String pinned(String name, String node) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %s}
                spec:
                  nodeName: %s
                  containers:
                  - {name: web, image: "gantry.test/web:v1", imagePullPolicy: IfNotPresent}
                """.formatted(name, node);
    }

    private String fetch(String pod, String address, int port) {
        String request = "printf 'GET / HTTP/1.0\\r\\n\\r\\n' | nc -w 3 " + address + " " + port;
        return namespace.kubectl("exec", pod, "--", "sh", "-c", request);
    }

    private void awaitRollout() {
        namespace.kubectl("rollout", "status", "deployment/steady", "--timeout=150s");
    }

    private String serviceUrl() {
        return "http://" + namespace.kubectl("get", "service", "steady", "-o", "jsonpath={.spec.clusterIP}") + "/";
    }

    private String currentImage() {
        return namespace.kubectl(
                "get", "deployment", "steady", "-o", "jsonpath={.spec.template.spec.containers[0].image}");
    }

    private List<String> images() {
        return words(namespace.kubectl(
                "get", "pods", "-l", "app=steady", "-o", "jsonpath={.items[*].spec.containers[0].image}"));
    }

    private List<String> nodesOfPods() {
        return words(namespace.kubectl("get", "pods", "-l", "app=steady", "-o", "jsonpath={.items[*].spec.nodeName}"));
    }

    /** Nodes of the pods that nobody is about to remove. */
    private List<String> runningNodes() {
        return namespace
                .kubectl("get", "pods", "-l", "app=steady", "-o", "wide", "--no-headers")
                .lines()
                .filter(line -> line.contains("Running"))
                .map(line -> line.split("\\s+")[6])
                .toList();
    }

    private String containersOfThisNamespace(int node) {
        return cluster.commands()
                .require(
                        PATIENCE,
                        "",
                        List.of(
                                "docker",
                                "-H",
                                cluster.dockerHost(node),
                                "ps",
                                "-q",
                                "--filter",
                                "label=io.kubernetes.pod.namespace=" + NAMESPACE));
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.strip().split("\\s+")).toList();
    }
}
