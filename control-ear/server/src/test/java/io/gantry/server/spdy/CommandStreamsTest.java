package io.gantry.server.spdy;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.ConnectRequest;
import io.gantry.api.ConnectRequest.Streams;
import io.gantry.node.v1.Channel;
import io.gantry.server.spdy.FakeNode.FakeSession;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class CommandStreamsTest {

    private static final Streams ALL = new Streams(true, true, true, false);

    private final FakeNode node = new FakeNode();

    private SpdyClient exec(Streams streams, String protocol, String... types) throws IOException {
        SpdyClient client =
                new SpdyClient(new ConnectRequest.Exec(TestPod.POD, "c", List.of("sh"), streams), protocol, node);
        int id = 1;
        for (String type : types) {
            client.open(id, Map.of("streamtype", type));
            assertThat(client.hears()).isEqualTo("reply " + id);
            id += 2;
        }
        return client;
    }

    @Test
    void aCommandHasItsInputItsOutputsAndItsExitCode() throws IOException {
        SpdyClient client = exec(ALL, "v4.channel.k8s.io", "error", "stdin", "stdout", "stderr");
        FakeSession session = node.awaitSession();
        assertThat(session.request().getExec().getCommandList()).containsExactly("sh");

        client.write(3, "in");
        client.end(3);
        assertThat(session.awaitInput()).isEqualTo("in");
        assertThat(session.awaitInput()).isEqualTo("closed STDIN");
        session.say(Channel.STDOUT, "out");
        session.say(Channel.STDERR, "err");
        session.end(3);

        assertThat(client.hears()).isEqualTo("data 5 out");
        assertThat(client.hears()).isEqualTo("data 7 err");
        assertThat(client.hears())
                .startsWith("data 1 {")
                .contains("\"reason\":\"NonZeroExitCode\"", "\"message\":\"3\"", "exit status 3");
        assertThat(List.of(client.hears(), client.hears(), client.hears(), client.hears()))
                .containsExactlyInAnyOrder("end 1", "end 3", "end 5", "end 7");
        assertThat(client.hears()).isEqualTo("goaway");
        assertThat(client.hears()).isEqualTo("closed");
    }

    @Test
    void theTerminalsSizeIsPassedOnHoweverItIsCut() throws IOException {
        SpdyClient client =
                exec(new Streams(true, true, true, true), "v4.channel.k8s.io", "error", "stdin", "stdout", "resize");
        FakeSession session = node.awaitSession();

        client.write(7, "{\"Width\":80,\"Height\":24}\n{\"Width\":1");
        assertThat(session.awaitInput()).isEqualTo("size 80x24");
        client.write(7, "00,\"Height\":50}\n");
        String size = session.awaitInput();
        while (size.equals("size 80x24")) { // one may be told twice, when it came while the session began
            size = session.awaitInput();
        }
        assertThat(size).isEqualTo("size 100x50");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v4.channel.k8s.io|0||data 1 {\"metadata\":{},\"status\":\"Success\"}",
                "v3.channel.k8s.io|0||",
                "v3.channel.k8s.io|2||data 1 command terminated with non-zero exit code: exit status 2",
                "v2.channel.k8s.io|0|no such container|data 1 no such container",
                "v2.channel.k8s.io|0||",
            })
    void eachVersionHasItsWayToTellTheEnd(String protocol, int exitCode, String error, String told) throws IOException {
        SpdyClient client = exec(new Streams(false, true, false, false), protocol, "error", "stdout");
        FakeSession session = node.awaitSession();

        if (error == null) {
            session.end(exitCode);
        } else {
            session.fail(404, error);
        }

        if (told != null) {
            assertThat(client.hears()).isEqualTo(told);
        }
        assertThat(List.of(client.hears(), client.hears())).containsExactlyInAnyOrder("end 1", "end 3");
    }

    @Test
    void theFirstVersionGivesUpItsErrorStreamAtOnce() throws IOException {
        SpdyClient client = exec(new Streams(false, true, false, false), "", "error", "stdout");

        assertThat(client.hears()).isEqualTo("reset 1 CANCEL");
        node.awaitSession().end(1);
        assertThat(client.hears()).isEqualTo("end 3");
        assertThat(client.hears()).isEqualTo("goaway");
    }

    @Test
    void aClientThatVanishesEndsItsCommand() throws IOException {
        SpdyClient client = exec(ALL, "v4.channel.k8s.io", "error", "stdin", "stdout", "stderr");
        FakeSession session = node.awaitSession();
        client.write(3, "a");
        assertThat(session.awaitInput()).isEqualTo("a");

        client.vanish();

        assertThat(session.awaitInput()).isEqualTo("cancelled");
    }

    @Test
    void aNodeThatIsAwayIsToldOf() throws IOException {
        node.goAway();
        SpdyClient client = exec(new Streams(false, true, false, false), "v4.channel.k8s.io", "error", "stdout");

        assertThat(client.hears()).startsWith("data 1 {").contains("error dialing backend: dial: node", "\"code\":500");
    }
}
