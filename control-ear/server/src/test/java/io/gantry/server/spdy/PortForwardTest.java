package io.gantry.server.spdy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.ConnectRequest;
import io.gantry.node.v1.Channel;
import io.gantry.server.spdy.FakeNode.FakeSession;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PortForwardTest {

    private final FakeNode node = new FakeNode();
    private final SpdyClient client =
            new SpdyClient(new ConnectRequest.PortForward(TestPod.POD, List.of()), SpdySessions.PORT_FORWARD, node);

    /** Opens a pair of streams as kubectl does: the error stream, which it ends at once, then the data stream. */
    private FakeSession connect(int id, String port, String request) throws IOException {
        client.open(id, Map.of("streamtype", "error", "port", port, "requestid", request));
        assertThat(client.hears()).isEqualTo("reply " + id);
        client.end(id);
        client.open(id + 2, Map.of("streamtype", "data", "port", port, "requestid", request));
        assertThat(client.hears()).isEqualTo("reply " + (id + 2));
        return node.awaitSession();
    }

    @Test
    void aConnectionCarriesBytesBothWaysAndEachSideMayEndFirst() throws IOException {
        FakeSession session = connect(1, "8080", "0");
        assertThat(session.request().getPortForward().getPort()).isEqualTo(8080);
        assertThat(session.request().getPortForward().getPod().getUid()).isEqualTo("u1");

        client.write(3, "GET /");
        assertThat(session.awaitInput()).isEqualTo("GET /");
        client.end(3);
        assertThat(session.awaitInput()).isEqualTo("closed STDIN");
        session.say(Channel.STDOUT, "hello");
        assertThat(client.hears()).isEqualTo("data 3 hello");
        session.end(0);

        assertThat(client.hears()).isEqualTo("end 3");
        assertThat(client.hears()).isEqualTo("end 1");
        assertThat(client.hearsNothing()).isTrue();
    }

    @Test
    void connectionsToSeveralPortsShareASession() throws IOException {
        FakeSession first = connect(1, "80", "0");
        FakeSession second = connect(5, "81", "1");

        client.write(7, "b");
        client.write(3, "a");
        assertThat(second.request().getPortForward().getPort()).isEqualTo(81);
        assertThat(second.awaitInput()).isEqualTo("b");
        assertThat(first.awaitInput()).isEqualTo("a");
        second.end(0);
        assertThat(client.hears()).isEqualTo("end 7");
        assertThat(client.hears()).isEqualTo("end 5");
        first.say(Channel.STDOUT, "still here");
        assertThat(client.hears()).isEqualTo("data 3 still here");
    }

    @Test
    void streamsOfOldClientsArePairedByTheirNumbers() throws IOException {
        client.open(1, Map.of("streamtype", "error", "port", "80"));
        client.open(3, Map.of("streamtype", "data", "port", "80"));

        assertThat(node.awaitSession().request().getPortForward().getPort()).isEqualTo(80);
    }

    @Test
    void whatFailsIsToldOnTheErrorStreamAndBothAreReset() throws IOException {
        FakeSession session = connect(1, "80", "0");

        session.fail(502, "connection refused");

        assertThat(client.hears()).isEqualTo("data 1 error forwarding port 80 to pod web, uid u1: connection refused");
        assertThat(List.of(client.hears(), client.hears()))
                .containsExactlyInAnyOrder("reset 1 CANCEL", "reset 3 CANCEL");
        assertThat(connect(5, "80", "1").request().getPortForward().getPort()).isEqualTo(80);
    }

    @Test
    void aNodeThatIsAwayIsToldOf() throws IOException {
        node.goAway();
        client.open(1, Map.of("streamtype", "error", "port", "80", "requestid", "0"));
        client.open(3, Map.of("streamtype", "data", "port", "80", "requestid", "0"));

        assertThat(client.hears()).isEqualTo("reply 1");
        assertThat(client.hears()).isEqualTo("reply 3");
        assertThat(client.hears())
                .isEqualTo("data 1 error forwarding port 80 to pod web, uid u1: error dialing backend: dial: node"
                        + " \"n1\" is away");
    }

    @Test
    void aStreamThatIsResetEndsItsConnectionOnly() throws IOException {
        FakeSession first = connect(1, "80", "0");
        FakeSession second = connect(5, "80", "1");

        client.reset(3);

        assertThat(first.awaitInput()).isEqualTo("cancelled");
        client.write(7, "on");
        assertThat(second.awaitInput()).isEqualTo("on");
    }

    @Test
    void aClientThatVanishesEndsAllConnections() throws IOException {
        FakeSession first = connect(1, "80", "0");
        FakeSession second = connect(5, "80", "1");

        client.vanish();

        assertThat(first.awaitInput()).isEqualTo("cancelled");
        assertThat(second.awaitInput()).isEqualTo("cancelled");
    }

    @Test
    void aPodThatDoesNotReadHoldsBackItsClientAndNobodyElseUntilThen() throws Exception {
        FakeSession slow = connect(1, "80", "0");
        FakeSession quick = connect(5, "80", "1");
        slow.stopReading();
        client.write(3, "a");
        client.write(7, "b");
        assertThat(quick.awaitInput()).isEqualTo("b");

        CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < 100; i++) {
                    client.write(3, "x".repeat(30_000));
                }
                client.end(3);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertThatThrownBy(() -> flood.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

        slow.readOn();
        flood.get(10, TimeUnit.SECONDS);
        assertThat(slow.awaitInput()).isEqualTo("a");
        for (int i = 0; i < 100; i++) {
            assertThat(slow.awaitInput()).isEqualTo("30000 bytes");
        }
        assertThat(slow.awaitInput()).isEqualTo("closed STDIN");
    }

    @ParameterizedTest
    @CsvSource({"error,", "error,0", "error,70000", "error,x", ",80", "stdin,80", "other,80"})
    void streamsThatMakeNoSenseAreRefused(String type, String port) throws IOException {
        client.open(
                1,
                Map.of(
                        "streamtype",
                        type == null ? "none" : type,
                        "port",
                        port == null ? " " : port,
                        "requestid",
                        "0"));

        assertThat(client.hears()).isEqualTo("reset 1 REFUSED_STREAM");
    }

    @Test
    void aSecondStreamOfTheSameKindIsRefused() throws IOException {
        client.open(1, Map.of("streamtype", "error", "port", "80", "requestid", "0"));
        client.open(3, Map.of("streamtype", "error", "port", "80", "requestid", "0"));

        assertThat(client.hears()).isEqualTo("reply 1");
        assertThat(client.hears()).isEqualTo("reset 3 REFUSED_STREAM");
    }

    /** Recorded from kubectl 1.32; the headers of the second stream are compressed with those of the first. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000})
    void kubectlIsUnderstoodHoweverItsBytesAreCut(int size) throws IOException {
        byte[] recorded = HexFormat.of()
                .parseHex(
                        "80030001000000400000000100000000000078f9e3c6a7c202253a703a2b294a4dcc851625aca9a0808614cb45a024"
                                + "cc6a68616061c0c0c0c0590489c74c50fa663400000000ffff0000000101000000800300010000001800000003"
                                + "000000000000c2aa1b54102512a119000000ffff");
        for (int at = 0; at < recorded.length; at += size) {
            client.sendBytes(Arrays.copyOfRange(recorded, at, Math.min(recorded.length, at + size)));
        }

        assertThat(client.hears()).isEqualTo("reply 1");
        assertThat(client.hears()).isEqualTo("reply 3");
        assertThat(node.awaitSession().request().getPortForward().getPort()).isEqualTo(18080);
    }

    @Test
    void pingsComeBack() throws IOException {
        client.ping(1);
        assertThat(client.hears()).isEqualTo("ping 1");
    }

    @Test
    void whatIsNotSpdyEndsTheConnection() {
        byte[] spdyTwo = {(byte) 0x80, 2, 0, 1, 0, 0, 0, 4, 0, 0, 0, 1};
        assertThatThrownBy(() -> client.sendBytes(spdyTwo))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("not SPDY/3.1");
    }
}
