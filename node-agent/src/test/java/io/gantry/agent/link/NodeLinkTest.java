package io.gantry.agent.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.gantry.agent.certificate.CertificateSource;
import io.gantry.agent.cluster.ClusterState;
import io.gantry.agent.cluster.ObjectRef;
import io.gantry.agent.endpoint.LogFiles;
import io.gantry.agent.endpoint.NodeEndpoints;
import io.gantry.agent.it.Await;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.PodIdentity;
import io.gantry.agent.runtime.ContainerEngine;
import io.gantry.agent.runtime.ContainerRecord;
import io.gantry.agent.runtime.ContainerSpec;
import io.gantry.agent.runtime.DiskUse;
import io.gantry.agent.runtime.EngineException;
import io.gantry.agent.runtime.EngineInfo;
import io.gantry.agent.session.SessionServer;
import io.gantry.agent.token.IssuedToken;
import io.gantry.agent.token.TokenRequest;
import io.gantry.agent.usage.NodeUsage;
import io.gantry.node.v1.AgentMessage;
import io.gantry.node.v1.ControlMessage;
import io.gantry.node.v1.ExecRequest;
import io.gantry.node.v1.Refused;
import io.gantry.node.v1.Remove;
import io.gantry.node.v1.SessionFrame;
import io.gantry.node.v1.SessionRequest;
import io.gantry.node.v1.Upsert;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The link over real sockets and real certificates. */
class NodeLinkTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final PodIdentity POD = new PodIdentity("ns", "p", "u");

    /** Stands for a field, and in a oneof for a case, of a later version. */
    private static final UnknownFieldSet LATER = UnknownFieldSet.newBuilder()
            .addField(
                    900,
                    UnknownFieldSet.Field.newBuilder()
                            .addLengthDelimited(ByteString.copyFromUtf8("later"))
                            .build())
            .build();

    @TempDir
    private Path directory;

    private final ClusterState cluster = new ClusterState();
    private final Outbox outbox = new Outbox();
    private final CredentialCalls credentials = new CredentialCalls(InstantSource.system());
    private Duration patience = Duration.ofMinutes(1);
    private TestPki pki;
    private FakeControlPlane control;
    private NodeLink link;

    @BeforeEach
    void connect() throws Exception {
        pki = new TestPki(directory);
        control = new FakeControlPlane(pki, 0);
        link = link(control);
        link.start();
        Await.until("connected", LIMIT, control::connected);
    }

    private NodeLink link(FakeControlPlane... instances) {
        LinkStream.Parts parts = new LinkStream.Parts(
                "n1",
                "v1",
                () -> Json.object().put("kind", "Node"),
                cluster,
                outbox,
                new SessionServer(
                        new BrokenEngine(),
                        null,
                        new NodeEndpoints(Map.of(), new LogFiles(directory)),
                        UnaryOperator.identity(),
                        InstantSource.system()),
                credentials,
                patience,
                InstantSource.system());
        List<Endpoint> endpoints = Stream.of(instances)
                .map(instance -> new Endpoint("localhost", instance.port()))
                .toList();
        return new NodeLink(endpoints, pki.node(), parts, new Random(1));
    }

    @AfterEach
    void disconnect() {
        link.close();
        control.close();
    }

    @Test
    void theNodeIntroducesItselfAndBeats() {
        Await.until("hello and heartbeat", LIMIT, () -> control.heard.size() >= 2);

        assertThat(control.heard.getFirst().getHello().getNodeName()).isEqualTo("n1");
        assertThat(control.heard.getFirst().getHello().getNode().toStringUtf8()).isEqualTo("{\"kind\":\"Node\"}");
        assertThat(control.heard.get(1).hasHeartbeat()).isTrue();
    }

    @Test
    void snapshotAndChangesAreTakenUp() {
        control.upsert("pods", "p", "{\"a\":1}");
        control.upsert("secrets", "s", "{}");
        control.complete();
        Await.until("synced", LIMIT, cluster::synced);
        assertThat(cluster.settings().dnsAddress()).isEqualTo("10.96.0.10");
        assertThat(cluster.settings().domain()).isEqualTo("c.example");

        control.upsert("pods", "p", "{\"a\":2}");
        control.send(ControlMessage.newBuilder()
                .setRemove(Remove.newBuilder()
                        .setResource("secrets")
                        .setNamespace("ns")
                        .setName("s"))
                .build());

        Await.until("removed", LIMIT, () -> cluster.list("secrets").isEmpty());
        assertThat(cluster.get(new ObjectRef("pods", "ns", "p")))
                .hasValueSatisfying(pod -> assertThat(pod.path("a").asInt()).isEqualTo(2));
    }

    @Test
    void statusIsSentAndSentAgainAfterTheControlPlaneComesBack() throws IOException {
        control.complete();
        outbox.podStatus(POD, Json.object().put("phase", "Running"));
        Await.until("status", LIMIT, () -> statuses(control) == 1);
        int port = control.port();

        control.close();
        control = new FakeControlPlane(pki, port);

        Await.until("status again", LIMIT, () -> statuses(control) == 1);
        assertThat(control.heard.getFirst().hasHello()).isTrue();
    }

    @Test
    void tokensComeOverTheLink() throws IOException {
        IssuedToken issued = credentials.issue(new TokenRequest(POD, "vault", 600));
        assertThat(issued.token()).isEqualTo("vault for ns/p/u, 600 s");
        assertThat(issued.expires()).isEqualTo(Instant.parse("2026-03-01T10:00:00Z"));

        assertThatThrownBy(() -> credentials.issue(new TokenRequest(POD, "nobody", 600)))
                .isInstanceOf(IOException.class)
                .hasMessage("not yours");
        control.close();
        assertThatThrownBy(() -> credentials.issue(new TokenRequest(POD, "vault", 600)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void requestsForCertificatesOfPodsGoOverTheLink() throws IOException {
        byte[] stub = {1, 2};
        assertThat(credentials.request(new CertificateSource(POD, "v", 3), stub))
                .isEqualTo("req for ns/p/u, source 3 of v, 2 bytes");
        assertThatThrownBy(() -> credentials.request(new CertificateSource(POD, "none", 0), stub))
                .isInstanceOf(IOException.class)
                .hasMessage("no such volume");
    }

    @Test
    void aRefusedNodeTriesAgain() {
        Await.until("hello", LIMIT, () -> hellos() == 1);

        control.send(ControlMessage.newBuilder()
                .setRefused(Refused.newBuilder().setReason("not now"))
                .build());

        Await.until("second hello", LIMIT, () -> hellos() == 2);
    }

    @Test
    void aControlPlaneThatSaysNothingIsAskedAgainUntilItsSnapshotIsWhole() throws InterruptedException {
        link.close();
        control.heard.clear();
        patience = Duration.ofSeconds(2);
        link = link(control);
        link.start();
        Await.until("second hello", LIMIT, () -> hellos() == 2);

        control.complete();

        Await.until("synced", LIMIT, cluster::synced);
        Thread.sleep(patience.multipliedBy(2));
        assertThat(hellos()).isEqualTo(2);
    }

    @Test
    void aSessionIsDialledBackAndAnswered() {
        control.send(ControlMessage.newBuilder()
                .setSessionRequest(SessionRequest.newBuilder()
                        .setSessionId("s-1")
                        .setExec(ExecRequest.newBuilder().setContainer("c")))
                .build());

        Await.until("result", LIMIT, () -> control.frames.size() == 2);

        assertThat(control.frames.getFirst().getAccepted().getSessionId()).isEqualTo("s-1");
        SessionFrame last = control.frames.getLast();
        assertThat(last.getResult().getError()).isEqualTo("engine is away");
        assertThat(last.getResult().getHttpStatus()).isEqualTo(500);
    }

    @Test
    void whatANewerControlPlaneSendsBesidesIsLeftAlone() {
        control.send(ControlMessage.newBuilder().setUnknownFields(LATER).build());
        control.send(ControlMessage.newBuilder()
                .setUpsert(Upsert.newBuilder()
                        .setResource("laters.example.com")
                        .setName("l")
                        .setObject(ByteString.copyFromUtf8("{}"))
                        .setUnknownFields(LATER))
                .build());
        control.upsert("pods", "p", "{\"a\":1}");
        control.complete();

        Await.until("synced", LIMIT, cluster::synced);
        assertThat(cluster.get(new ObjectRef("pods", "ns", "p"))).isPresent();
        assertThat(hellos()).isEqualTo(1);
    }

    @Test
    void aKindOfSessionOfALaterVersionIsRefusedInWords() {
        control.send(ControlMessage.newBuilder()
                .setSessionRequest(
                        SessionRequest.newBuilder().setSessionId("s-1").setUnknownFields(LATER))
                .build());

        Await.until("result", LIMIT, () -> control.frames.size() == 2);

        assertThat(control.frames.getFirst().getAccepted().getSessionId()).isEqualTo("s-1");
        SessionFrame last = control.frames.getLast();
        assertThat(last.getResult().getError()).isEqualTo("this node does not know that kind of session");
        assertThat(last.getResult().getHttpStatus()).isEqualTo(400);
    }

    @Test
    void everyOtherInstanceMayAskForSessionsAndHearsWhatTheNodeUses() throws IOException {
        link.close();
        try (FakeControlPlane first = new FakeControlPlane(pki, 0);
                FakeControlPlane second = new FakeControlPlane(pki, 0);
                NodeLink both = link(first, second)) {
            both.start();
            Await.until("both are connected", LIMIT, () -> first.connected() && second.connected());
            outbox.podStatus(POD, Json.object().put("phase", "Running"));
            outbox.usage(new NodeUsage(Instant.EPOCH, Duration.ofSeconds(15), new NodeUsage.Amount(1, 2), List.of()));
            second.complete();
            second.send(ControlMessage.newBuilder()
                    .setSessionRequest(SessionRequest.newBuilder()
                            .setSessionId("s-2")
                            .setExec(ExecRequest.newBuilder().setContainer("c")))
                    .build());

            Await.until("result", LIMIT, () -> second.frames.size() == 2);
            assertThat(second.frames.getLast().getResult().getError()).isEqualTo("engine is away");
            Await.until("usage", LIMIT, () -> second.heard.size() == 2);
            assertThat(second.heard.getFirst().getHello().getSecondary()).isTrue();
            assertThat(second.heard.getLast().getUsage().getNode().getMemoryBytes())
                    .isEqualTo(2);
            Await.until("status", LIMIT, () -> statuses(first) == 1);
            assertThat(first.heard.getFirst().getHello().getSecondary()).isFalse();
            assertThat(cluster.synced()).isFalse();
        }
    }

    @Test
    void theNodeReportsToAnotherInstanceWhenItsOwnGoes() throws IOException {
        link.close();
        FakeControlPlane first = new FakeControlPlane(pki, 0);
        try (FakeControlPlane second = new FakeControlPlane(pki, 0);
                NodeLink both = link(first, second)) {
            both.start();
            Await.until("both are connected", LIMIT, () -> first.connected() && second.connected());

            first.close();

            Await.until(
                    "the second is reported to",
                    LIMIT,
                    () -> second.heard.stream()
                            .anyMatch(message ->
                                    message.hasHello() && !message.getHello().getSecondary()));
        }
    }

    private long hellos() {
        return control.heard.stream().filter(AgentMessage::hasHello).count();
    }

    private static long statuses(FakeControlPlane plane) {
        return plane.heard.stream().filter(AgentMessage::hasPodStatus).count();
    }

    private static final class BrokenEngine implements ContainerEngine {

        private static final EngineException AWAY = new EngineException("engine is away", null);

        @Override
        public List<ContainerRecord> list() {
            throw AWAY;
        }

        @Override
        public List<ContainerRecord> list(String podUid) {
            throw AWAY;
        }

        @Override
        public String create(ContainerSpec spec) {
            throw AWAY;
        }

        @Override
        public void start(String id) {
            throw AWAY;
        }

        @Override
        public void signal(String id, String signal) {
            throw AWAY;
        }

        @Override
        public void update(String id, ContainerSpec.Resources resources) {
            throw AWAY;
        }

        @Override
        public void remove(String id) {
            throw AWAY;
        }

        @Override
        public DiskUse diskUsage(String id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public EngineInfo info() {
            throw AWAY;
        }
    }
}
