package io.gantry.agent.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.cluster.ClusterState;
import io.gantry.agent.cluster.ObjectRef;
import io.gantry.agent.host.HostCommands;
import io.gantry.agent.node.HostFacts;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import io.gantry.agent.object.PodIdentity;
import io.gantry.agent.probe.ProbeCounts;
import io.gantry.agent.runtime.ContainerEngine;
import io.gantry.agent.runtime.ContainerRecord;
import io.gantry.agent.runtime.ContainerSpec;
import io.gantry.agent.runtime.DiskUse;
import io.gantry.agent.runtime.EngineInfo;
import io.gantry.agent.usage.ContainerUsages;
import io.gantry.agent.usage.ControlGroups;
import io.gantry.agent.usage.DiskUsages;
import io.gantry.agent.usage.MachineUsage;
import io.gantry.agent.usage.NetworkCounters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the agent tells over HTTP, of a machine made of files. */
class AgentEndpointsTest {

    private static final PodIdentity POD = new PodIdentity("default", "web", "u1");
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    @TempDir
    Path root;

    private final ClusterState cluster = new ClusterState();
    private Instant now = START.plusSeconds(60);
    private final ProbeCounts counts = new ProbeCounts();
    private NodeEndpoints endpoints;

    @BeforeEach
    void machine() throws IOException {
        write("proc/stat", "cpu  100 0 50 1000 10 0 5 0 0 0\ncpu0 100\nbtime 1772359200\n");
        write("proc/meminfo", "MemTotal: 1000 kB\nMemFree: 200 kB\nMemAvailable: 600 kB\nAnonPages: 100 kB\n");
        write("proc/loadavg", "0.1 0.2 0.3 1/234 999\n");
        write("proc/sys/kernel/pid_max", "32768\n");
        write("proc/cpuinfo", "processor : 0\nprocessor : 1\n");
        write("proc/42/cgroup", "0::/docker/c1\n");
        write("proc/43/cgroup", "12:cpu,cpuacct:/docker/c2\n5:memory:/docker/c2\n3:pids:/docker/c2\n");
        secondVersion(2_000_000);
        write("sys/fs/cgroup/cpuacct/docker/c2/cpuacct.usage", "500000000\n");
        write("sys/fs/cgroup/memory/docker/c2/memory.usage_in_bytes", "300\n");
        write("sys/fs/cgroup/memory/docker/c2/memory.stat", "total_inactive_file 100\ntotal_rss 150\n");
        write("var/log/syslog", "one\ntwo\n");
        write("var/log/pods/x & y", "z");
        write("etc/shadow", "secret");
        Files.createSymbolicLink(root.resolve("var/log/leak"), root.resolve("etc/shadow"));
        cluster.upsert(
                new ObjectRef(ObjectRef.PODS, "default", "web"),
                Json.read(
                        "{\"metadata\":{\"name\":\"web\",\"namespace\":\"default\",\"uid\":\"u1\"},\"spec\":{\"volumes\":["
                                + "{\"name\":\"data\",\"emptyDir\":{}},{\"name\":\"none\",\"emptyDir\":{}}]},"
                                + "\"status\":{\"phase\":\"Running\"}}"));
        write("proc/vmstat", "pgfault 70\npgmajfault 7\n");
        write("proc/net/dev", device("eth0", 1000) + device("veth1", 1) + device("lo", 1));
        write("proc/43/net/dev", device("lo", 1) + device("eth0", 100));
        write("sys/fs/cgroup/pids/docker/c2/pids.current", "1\n");
        write("pods/u1/volumes/data/file", "x".repeat(5000));
        Engine engine = new Engine();
        HostCommands commands = new HostCommands();
        Measures measures = new Measures(
                "n1",
                cluster,
                _ -> cluster.list(ObjectRef.PODS).stream().map(Pod::new).findFirst(),
                new ContainerUsages(engine, new ControlGroups(root), () -> now),
                new MachineUsage(root),
                new NetworkCounters(root),
                new DiskUsages(engine, root.resolve("pods"), () -> now),
                counts,
                new HostFacts(root),
                root,
                () -> now);
        endpoints = AgentEndpoints.of(measures, root);
    }

    private void secondVersion(long micros) throws IOException {
        write("sys/fs/cgroup/docker/c1/cpu.stat", "usage_usec " + micros + "\nuser_usec 1\n");
        write("sys/fs/cgroup/docker/c1/memory.current", "1000\n");
        write("sys/fs/cgroup/docker/c1/memory.stat", "anon 400\ninactive_file 250\npgfault 9\npgmajfault 3\n");
        write("sys/fs/cgroup/docker/c1/pids.current", "5\n");
    }

    /** A line of /proc/net/dev. */
    private static String device(String name, long bytes) {
        return " " + name + ": " + bytes + " 10 1 2 0 0 0 0 " + 2 * bytes + " 20 3 4 0 0 0 0\n";
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static ContainerRecord container(String id, String name, long pid) {
        return new ContainerRecord(
                id,
                POD,
                name,
                0,
                "h",
                "s",
                Duration.ZERO,
                30,
                ContainerRecord.State.RUNNING,
                pid,
                START,
                START,
                Instant.EPOCH,
                0,
                false,
                "",
                "busybox",
                "busybox@1",
                "",
                new ContainerSpec.Resources(0, 0, 0, 0),
                "",
                false,
                ContainerRecord.Stdin.NONE);
    }

    private static final class Engine implements ContainerEngine {

        @Override
        public List<ContainerRecord> list() {
            return List.of(container("c1", "app", 42), container("c2", "", 43), container("c3", "gone", 44));
        }

        @Override
        public List<ContainerRecord> list(String podUid) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void update(String id, ContainerSpec.Resources resources) {
            throw new UnsupportedOperationException();
        }

        @Override
        public DiskUse diskUsage(String id) {
            return new DiskUse(4000, 7, 96);
        }

        @Override
        public String create(ContainerSpec spec) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void start(String id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void signal(String id, String signal) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void remove(String id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public EngineInfo info() {
            return new EngineInfo("20.10", "/no/such/directory", "cgroupfs");
        }
    }

    private String ask(String method, String path) throws IOException {
        RequestHead head = RequestHead.parse(
                        (method + " " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1))
                .orElseThrow();
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        endpoints.answer(head).writeTo(output);
        return output.toString(StandardCharsets.UTF_8);
    }

    private String body(String path) throws IOException {
        String answer = ask("GET", path);
        assertThat(answer).startsWith("HTTP/1.1 200 ");
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    @Test
    void healthPodsAndConfiguration() throws IOException {
        assertThat(body("/healthz")).isEqualTo("ok");
        assertThat(Json.read(body("/pods/")).at("/items/0/status/phase").asText())
                .isEqualTo("Running");
        assertThat(Json.read(body("/configz?x=y"))
                        .at("/kubeletconfig/clusterDomain")
                        .asText())
                .isEqualTo("cluster.local");
        assertThat(ask("HEAD", "/healthz")).endsWith("\r\n\r\n");
    }

    @Test
    void theUseOfBothVersionsOfControlGroupsIsShown() throws IOException {
        assertThat(body("/metrics/resource"))
                .contains("container_cpu_usage_seconds_total{container=\"app\",namespace=\"default\",pod=\"web\"} 2\n")
                .contains(
                        "container_memory_working_set_bytes{container=\"app\",namespace=\"default\",pod=\"web\"} 750\n")
                .contains("pod_cpu_usage_seconds_total{namespace=\"default\",pod=\"web\"} 2.5\n")
                .contains("pod_memory_working_set_bytes{namespace=\"default\",pod=\"web\"} 950\n")
                .contains("node_cpu_usage_seconds_total 1.55\n")
                .contains("node_memory_working_set_bytes 409600\n")
                .doesNotContain("gone");
        assertThat(body("/metrics/cadvisor"))
                .contains("container_memory_usage_bytes{container=\"POD\",id=\"c2\",image=\"busybox\","
                        + "name=\"k8s_POD_web_default_u1_0\",namespace=\"default\",pod=\"web\"} 300\n")
                .contains("machine_cpu_cores 2\n")
                .contains("container_cpu_usage_seconds_total{container=\"app\",id=\"c1\",image=\"busybox\","
                        + "name=\"k8s_app_web_default_u1_0\",namespace=\"default\",pod=\"web\",cpu=\"total\"} 2\n")
                .contains("container_memory_rss{container=\"\",id=\"/\",image=\"\",name=\"\",namespace=\"\",pod=\"\"}"
                        + " 102400\n")
                .contains("namespace=\"default\",pod=\"web\",interface=\"eth0\"} 200\n")
                .contains("namespace=\"\",pod=\"\",interface=\"eth0\"} 1000\n")
                .contains("namespace=\"default\",pod=\"web\",device=\"\"} 4096\n")
                .doesNotContain("interface=\"lo\"")
                .doesNotContain("interface=\"veth1\"");
        assertThat(body("/metrics"))
                .contains("kubelet_running_containers{container_state=\"running\"} 1\n")
                .contains("kubelet_running_pods 1\n");
    }

    @Test
    void theSummaryHasRatesFromTheSecondTimeOn() throws IOException {
        JsonNode first = Json.read(body("/stats/summary"));
        assertThat(first.at("/pods/0/containers/0/cpu").has("usageNanoCores")).isFalse();
        assertThat(first.at("/node/startTime").asText()).isEqualTo("2026-03-01T10:00:00Z");
        now = now.plusSeconds(10);
        secondVersion(7_000_000);
        JsonNode second = Json.read(body("/stats/summary"));
        assertThat(second.at("/pods/0/podRef/uid").asText()).isEqualTo("u1");
        assertThat(second.at("/pods/0/containers/0/cpu/usageNanoCores").asLong())
                .isEqualTo(500_000_000);
        assertThat(second.at("/pods/0/containers/0/memory/workingSetBytes").asLong())
                .isEqualTo(750);
        assertThat(second.at("/node/rlimit/maxpid").asLong()).isEqualTo(32768);
    }

    @Test
    void theSummaryShowsDiskNetworkAndProcesses() throws IOException {
        JsonNode summary = Json.read(body("/stats/summary"));
        JsonNode pod = summary.at("/pods/0");

        assertThat(pod.at("/network/name").asText()).isEqualTo("eth0");
        assertThat(pod.at("/network/txBytes").asLong()).isEqualTo(200);
        assertThat(pod.at("/network/interfaces")).hasSize(1);
        assertThat(pod.at("/containers/0/rootfs/usedBytes").asLong()).isEqualTo(4000);
        assertThat(pod.at("/containers/0/logs/usedBytes").asLong()).isEqualTo(96);
        assertThat(pod.at("/containers/0/rootfs/inodesUsed").asLong()).isEqualTo(7);
        assertThat(pod.at("/containers/0/logs/inodesUsed").asLong()).isOne();
        assertThat(pod.at("/containers/0/memory/majorPageFaults").asLong()).isEqualTo(3);
        assertThat(pod.at("/process_stats/process_count").asLong()).isEqualTo(6);
        assertThat(pod.at("/volume").findValuesAsText("name")).containsExactly("data");
        long volume = pod.at("/volume/0/usedBytes").asLong();
        assertThat(pod.at("/volume/0/inodesUsed").asLong()).isPositive();
        assertThat(volume).isGreaterThanOrEqualTo(5000);
        assertThat(pod.at("/ephemeral-storage/usedBytes").asLong()).isEqualTo(4096 + volume);
        JsonNode node = summary.path("node");
        assertThat(node.at("/network/rxBytes").asLong()).isEqualTo(1000);
        assertThat(node.at("/memory/availableBytes").asLong()).isEqualTo(600 * 1024);
        for (String path : List.of("/fs", "/runtime/imageFs", "/runtime/containerFs")) {
            assertThat(node.at(path).path("capacityBytes").asLong()).isPositive();
            assertThat(node.at(path).has("inodesFree")).isTrue();
        }
    }

    @Test
    void probesAreCounted() throws IOException {
        counts.add(new ProbeCounts.Series(POD, "app", "Liveness", "failed"));
        counts.add(new ProbeCounts.Series(POD, "app", "Liveness", "failed"));
        counts.add(new ProbeCounts.Series(new PodIdentity("a", "b", "gone"), "app", "Startup", "successful"));
        counts.forget("gone");

        assertThat(body("/metrics/probes")).endsWith("""
                prober_probe_total{container="app",namespace="default",pod="web",pod_uid="u1",probe_type="Liveness",result="failed"} 2
                """).doesNotContain("gone");
    }

    @Test
    void logFilesCanBeLookedAt() throws IOException {
        assertThat(body("/logs/syslog")).isEqualTo("one\ntwo\n");
        assertThat(body("/logs/")).contains("<a href=\"./pods/\">pods/</a>\n<a href=\"./syslog\">syslog</a>");
        assertThat(body("/logs/pods/")).contains("<a href=\"./x%20%26%20y\">x &amp; y</a>");
        assertThat(ask("GET", "/logs")).contains("301").contains("Location: /logs/\r\n");
        assertThat(ask("GET", "/logs/pods")).contains("301").contains("Location: /logs/pods/\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/logs/leak",
                "/logs/../../etc/shadow",
                "/logs/%2e%2e/%2e%2e/etc/shadow",
                "/logs/none",
                "/logs//etc/shadow"
            })
    void nothingElseOfTheMachineIsShown(String path) throws IOException {
        assertThat(ask("GET", path)).startsWith("HTTP/1.1 404 ").doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({"GET,/containerLogs/a/b/c,404", "POST,/exec/a/b/c,405", "GET,/,404"})
    void whatIsNotThereIsRefused(String method, String path, int status) throws IOException {
        assertThat(ask(method, path)).startsWith("HTTP/1.1 " + status + " ");
    }
}
