package io.gantry.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.gantry.metrics.Amount;
import io.gantry.metrics.UsageSample;
import io.gantry.node.v1.AgentMessage;
import io.gantry.node.v1.ControlMessage;
import io.gantry.node.v1.Heartbeat;
import io.gantry.node.v1.NodeEvent;
import io.gantry.node.v1.NodeStatus;
import io.gantry.node.v1.NodeUsage;
import io.gantry.node.v1.PodFinished;
import io.gantry.node.v1.PodStatus;
import io.gantry.node.v1.ResourceUsage;
import io.gantry.node.v1.StaticPods;
import io.gantry.object.GroupResource;
import io.gantry.object.ObjectKey;
import io.gantry.registry.DeleteOptions;
import io.gantry.status.StatusException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real gRPC over real mutual TLS on loopback. */
@Timeout(60)
class NodeGatewayTest {

    private static final ObjectKey SETTINGS = new ObjectKey(new GroupResource("", "configmaps"), "a", "settings");

    @TempDir
    private Path directory;

    private GatewayFixture fixture;
    private final List<FakeAgent> agents = new ArrayList<>();

    @BeforeEach
    void start() throws IOException, GeneralSecurityException {
        fixture = new GatewayFixture(directory);
    }

    @AfterEach
    void stop() {
        agents.forEach(FakeAgent::close);
        fixture.close();
    }

    @Test
    void anAgentGetsItsPodsAndThenTheirChanges() throws IOException {
        fixture.create("services", "{\"metadata\":{\"namespace\":\"a\",\"name\":\"web\"}}");
        fixture.pod("p1", "n1");
        fixture.pod("foreign", "n2");
        FakeAgent agent = agent("n1").connect("n1").awaitSnapshot();
        assertThat(agent.texts()).containsSubsequence("+services web", "+pods p1", "complete");

        fixture.pod("p2", "n1");
        agent.await("+pods p2");
        delete("pods", "p1");
        agent.await("-pods p1");

        assertThat(agent.texts()).doesNotContain("+pods foreign");
        ControlMessage complete = agent.received().all().stream()
                .filter(ControlMessage::hasSnapshotComplete)
                .findFirst()
                .orElseThrow();
        assertThat(complete.getSnapshotComplete().getSettings().getDnsAddress()).isEqualTo("10.96.0.10");
    }

    @Test
    void theStaticPodsOfANodeHaveMirrors() throws IOException {
        fixture.create("nodes", "{\"metadata\":{\"name\":\"n1\",\"uid\":\"n\"}}");
        FakeAgent agent = agent("n1").connect("n1").awaitSnapshot();
        agent.say(staticPods("""
                {"metadata":{"namespace":"a","name":"web-n1","annotations":{"kubernetes.io/config.hash":"h"}},"spec":{}}"""));

        agent.await("+pods web-n1");
        assertThat(fixture.get("pods", "a", "web-n1").orElseThrow().nodeName()).isEqualTo("n1");

        agent.say(staticPods());
        agent.await("-pods web-n1");
    }

    private static AgentMessage staticPods(String... pods) {
        StaticPods.Builder message = StaticPods.newBuilder();
        for (String pod : pods) {
            message.addPods(ByteString.copyFromUtf8(pod));
        }
        return AgentMessage.newBuilder().setStaticPods(message).build();
    }

    @Test
    void whatANodeUsesIsRemembered() throws IOException {
        fixture.create("nodes", "{\"metadata\":{\"name\":\"n1\"}}");
        FakeAgent agent = agent("n1").connect("n1").awaitSnapshot();
        NodeUsage usage = NodeUsage.newBuilder()
                .setTimeMillis(1_000)
                .setWindowMillis(15_000)
                .setNode(ResourceUsage.newBuilder().setCpuNanoCores(-7).setMemoryBytes(9))
                .build();
        agent.say(AgentMessage.newBuilder().setUsage(usage).build());
        // reports are taken in order, and this one is stored
        agent.say(AgentMessage.newBuilder()
                .setNodeStatus(NodeStatus.newBuilder().setStatus(ByteString.copyFromUtf8("{\"phase\":\"x\"}")))
                .build());
        fixture.awaitStored(() -> fixture.get("nodes", "", "n1")
                .filter(node -> node.status().has("phase"))
                .isPresent());

        UsageSample sample = fixture.samples.of("n1").orElseThrow();

        assertThat(sample.node()).isEqualTo(new Amount(0, 9));
        assertThat(sample.window()).isEqualTo(Duration.ofSeconds(15));
        assertThat(fixture.samples.of("n2")).isEmpty();
    }

    @Test
    void aNodeGetsTokensForItsPodsAndWhatTheyAskForOnly() throws IOException {
        fixture.create("serviceaccounts", "{\"metadata\":{\"namespace\":\"a\",\"name\":\"robot\",\"uid\":\"sa\"}}");
        fixture.create(
                "pods",
                "{\"metadata\":{\"namespace\":\"a\",\"name\":\"p\",\"uid\":\"u\"},\"spec\":{\"nodeName\":\"n1\",\"serviceAccountName\":\"robot\","
                        + "\"volumes\":[{\"projected\":{\"sources\":[{\"serviceAccountToken\":{\"audience\":\"vault\",\"path\":\"t\"}}]}}]}}");
        fixture.cache.awaitCurrent();

        assertThat(agent("n1").token("p", "u", "vault").getToken())
                .isEqualTo(
                        "token of robot for {\"expirationSeconds\":3607,\"audiences\":[\"vault\"],\"boundObjectRef\":"
                                + "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"name\":\"p\",\"uid\":\"u\"}}");
        assertRefused(Status.Code.PERMISSION_DENIED, "n2", "u", "vault");
        assertRefused(Status.Code.PERMISSION_DENIED, "n1", "u", "");
        assertRefused(Status.Code.NOT_FOUND, "n1", "another", "vault");
    }

    @Test
    void aNodeRequestsCertificatesForItsPodsAndSeesTheRequests() throws IOException {
        fixture.create("nodes", "{\"metadata\":{\"name\":\"n1\",\"uid\":\"node\"}}");
        fixture.create("serviceaccounts", "{\"metadata\":{\"namespace\":\"a\",\"name\":\"robot\",\"uid\":\"sa\"}}");
        fixture.create(
                "pods",
                "{\"metadata\":{\"namespace\":\"a\",\"name\":\"p\",\"uid\":\"u\"},\"spec\":{\"nodeName\":\"n1\",\"serviceAccountName\":\"robot\","
                        + "\"volumes\":[{\"name\":\"v\",\"projected\":{\"sources\":[{\"podCertificate\":{\"signerName\":\"a.example/s\"}}]}}]}}");
        fixture.cache.awaitCurrent();
        FakeAgent agent = agent("n1").connect("n1").awaitSnapshot();

        String name = agent.certificate("p", "u", "v");

        agent.await("+podcertificaterequests.certificates.k8s.io " + name);
        FakeAgent other = agent("n2");
        assertThatThrownBy(() -> other.certificate("p", "u", "v"))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED));
    }

    private void assertRefused(Status.Code code, String node, String uid, String audience) throws IOException {
        FakeAgent asking = agent(node);
        assertThatThrownBy(() -> asking.token("p", uid, audience))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(code));
    }

    @Test
    void whatAnAgentReportsIsStored() throws IOException {
        fixture.pod("p1", "n1");
        FakeAgent agent = agent("n1").connect("n1");
        agent.await("+pods p1");

        agent.say(AgentMessage.newBuilder()
                .setHeartbeat(Heartbeat.getDefaultInstance())
                .build());
        agent.say(podStatus("p1", "{\"phase\":\"Running\"}"));
        agent.say(AgentMessage.newBuilder()
                .setEvent(NodeEvent.newBuilder()
                        .setInvolvedObject(text("{\"kind\":\"Node\",\"name\":\"n1\"}"))
                        .setType("Normal")
                        .setReason("Starting"))
                .build());

        fixture.awaitStored(() -> fixture.get("nodes", "", "n1").isPresent());
        fixture.awaitStored(() -> phase("p1").equals("Running"));
        fixture.awaitStored(() -> fixture.get("leases.coordination.k8s.io", "kube-node-lease", "n1")
                .isPresent());
        assertThat(fixture.events.awaitLast(_ -> true).reason()).isEqualTo("Starting");
        assertThat(fixture.get("nodes", "", "n1").orElseThrow().labels())
                .containsEntry("kubernetes.io/hostname", "n1")
                .containsEntry("kubernetes.io/os", "linux");
    }

    @Test
    void aFinishedPodThatIsBeingDeletedGoes() throws IOException {
        fixture.create("pods", """
                {"metadata":{"namespace":"a","name":"p1","uid":"u-p1","deletionTimestamp":"2026-01-01T00:00:00Z"},
                 "spec":{"nodeName":"n1"}}""");
        FakeAgent agent = agent("n1").connect("n1").awaitSnapshot();

        agent.say(AgentMessage.newBuilder()
                .setPodFinished(
                        PodFinished.newBuilder().setNamespace("a").setName("p1").setUid("u-p1"))
                .build());

        agent.await("-pods p1");
    }

    @Test
    void aReportThatCannotBeWrittenIsTriedAgain() throws IOException {
        fixture.pod("p1", "n1");
        FakeAgent agent = agent("n1").connect("n1").awaitSnapshot();
        fixture.awaitStored(() -> fixture.get("nodes", "", "n1").isPresent());
        fixture.writer.failNext(2);

        agent.say(podStatus("p1", "{\"phase\":\"Running\"}"));

        fixture.awaitStored(() -> phase("p1").equals("Running"));
        assertThat(fixture.writer.failuresLeft()).isZero();
    }

    @Test
    void aNodeWhoseRegistrationIsRefusedMustRegisterAgain() throws IOException {
        fixture.writer.failNext(1, StatusException.forbidden(new GroupResource("", "nodes"), "n1", "not yet"));

        Status end = agent("n1").connect("n1").awaitEnd();

        assertThat(end.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(end.getDescription()).contains("not yet");
        agent("n1").connect("n1").awaitSnapshot();
        fixture.awaitStored(() -> fixture.get("nodes", "", "n1").isPresent());
    }

    @Test
    void malformedReportsDoNotStopTheOthers() throws IOException {
        fixture.pod("p1", "n1");
        fixture.pod("p2", "n1");
        FakeAgent agent = agent("n1").connect("n1").awaitSnapshot();

        agent.say(podStatus("p1", "{\"phase\":"));
        agent.say(podStatus("p1", "[]"));
        agent.say(podStatus("p2", "{\"phase\":\"Running\"}"));

        fixture.awaitStored(() -> phase("p2").equals("Running"));
    }

    @Test
    void aCallerWithoutACertificateIsRefused() throws IOException {
        FakeAgent agent = track(fixture.agentWithoutCertificate()).connect("n1");

        assertThat(agent.awaitEnd().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(agent.texts()).isEmpty();
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefused() throws IOException {
        FakeAgent agent = track(fixture.agent(GatewayFixture.newAuthority(), "system:node:n1", "system:nodes"))
                .connect("n1");

        assertThat(agent.awaitEnd().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @ParameterizedTest
    @CsvSource({
        "system:node:n1, system:masters",
        "admin, system:nodes",
        "system:node:, system:nodes",
        "system:node:n2, system:nodes"
    })
    void aCertificateOfSomebodyElseIsRefused(String user, String group) throws IOException {
        FakeAgent agent = track(fixture.agent(fixture.authority(), user, group)).connect("n1");

        assertThat(agent.awaitEnd().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(fixture.gateway.connectedNodes()).isZero();
    }

    @Test
    void theRefusalOfAWrongNameSaysWhy() throws IOException {
        FakeAgent agent = agent("n2").connect("n1");

        agent.await("refused the certificate is of node \"n2\", not of \"n1\"");
    }

    @Test
    void aNewerConnectionReplacesTheOlder() throws IOException {
        FakeAgent old = agent("n1").connect("n1").awaitSnapshot();
        FakeAgent young = agent("n1").connect("n1").awaitSnapshot();

        assertThat(old.awaitEnd().getCode()).isEqualTo(Status.Code.ABORTED);
        fixture.pod("p1", "n1");
        young.await("+pods p1");
        assertThat(fixture.gateway.connectedNodes()).isEqualTo(1);
    }

    @Test
    void anAgentThatComesBackGetsTheStateOfThatMoment() throws IOException {
        fixture.pod("p1", "n1");
        FakeAgent first = agent("n1").connect("n1").awaitSnapshot();
        first.close();
        delete("pods", "p1");
        fixture.pod("p2", "n1");

        FakeAgent second = agent("n1").connect("n1").awaitSnapshot();

        assertThat(second.texts()).containsSubsequence("+pods p2", "complete").doesNotContain("+pods p1");
    }

    @Test
    void aSlowAgentGetsTheNewestStateAndEveryRemoval() throws IOException {
        int updates = 200;
        String large = "x".repeat(50_000);
        fixture.create("configmaps", configMap(large, 0));
        fixture.create("pods", """
                {"metadata":{"namespace":"a","name":"p1","uid":"u-p1"},
                 "spec":{"nodeName":"n1","volumes":[{"configMap":{"name":"settings"}}]}}""");
        FakeAgent agent = agent("n1").connectReading("n1", 1);
        agent.received().await(list -> !list.isEmpty());

        for (int i = 1; i <= updates; i++) {
            String data = configMap(large, i);
            fixture.writer.update(SETTINGS, _ -> io.gantry.object.Json.read(data));
        }
        delete("pods", "p1");
        agent.readOn();
        agent.await("-pods p1");
        agent.await("-configmaps settings");

        long upserts =
                agent.texts().stream().filter("+configmaps settings"::equals).count();
        assertThat(upserts).isLessThan(updates / 2);
    }

    @Test
    void manyNodesNeedNoThreadEach() throws IOException {
        int nodes = 300;
        for (int i = 0; i < nodes; i++) {
            agent("n" + i).connect("n" + i);
        }
        agents.forEach(FakeAgent::awaitSnapshot);
        assertThat(fixture.gateway.connectedNodes()).isEqualTo(nodes);

        fixture.create("services", "{\"metadata\":{\"namespace\":\"a\",\"name\":\"web\"}}");
        agents.forEach(agent -> agent.await("+services web"));

        assertThat(ManagementFactory.getThreadMXBean().getThreadCount()).isLessThan(nodes / 2);
    }

    @Test
    void aStoppingGatewayTellsItsAgents() throws IOException {
        FakeAgent agent = agent("n1").connect("n1").awaitSnapshot();

        fixture.gateway.close();

        assertThat(agent.awaitEnd().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void aReloadedCacheMakesAgentsStartAnew() throws IOException {
        FakeAgent agent = agent("n1").connect("n1").awaitSnapshot();

        fixture.cache.load();

        assertThat(agent.awaitEnd().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        FakeAgent again = agent("n1").connect("n1").awaitSnapshot();
        fixture.pod("p1", "n1");
        again.await("+pods p1");
    }

    private FakeAgent agent(String nodeName) throws IOException {
        return track(fixture.agent(nodeName));
    }

    private FakeAgent track(FakeAgent agent) {
        agents.add(agent);
        return agent;
    }

    private void delete(String resource, String name) {
        fixture.writer.delete(new ObjectKey(GroupResource.parse(resource), "a", name), DeleteOptions.DEFAULT);
    }

    private String phase(String pod) {
        return fixture.get("pods", "a", pod)
                .orElseThrow()
                .status()
                .path("phase")
                .asText("");
    }

    private static String configMap(String large, int number) {
        return "{\"metadata\":{\"namespace\":\"a\",\"name\":\"settings\"},\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"data\":{\"a\":\"%s\",\"n\":\"%d\"}}"
                .formatted(large, number);
    }

    private static AgentMessage podStatus(String pod, String status) {
        return AgentMessage.newBuilder()
                .setPodStatus(PodStatus.newBuilder()
                        .setNamespace("a")
                        .setName(pod)
                        .setUid("u-" + pod)
                        .setStatus(text(status)))
                .build();
    }

    private static ByteString text(String text) {
        return ByteString.copyFromUtf8(text);
    }
}
