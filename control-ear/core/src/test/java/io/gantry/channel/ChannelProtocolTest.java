package io.gantry.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelProtocolTest {

    @Test
    void prefersWhatTheClientPrefers() {
        assertThat(ChannelProtocol.choose(List.of("v5.channel.k8s.io", "v4.channel.k8s.io")))
                .contains(ChannelProtocol.V5);
        assertThat(ChannelProtocol.choose(List.of("base64url.bearer.authorization.k8s.io.eA", "v4.channel.k8s.io")))
                .contains(ChannelProtocol.V4);
        assertThat(ChannelProtocol.choose(List.of("v1.channel.k8s.io"))).isEmpty();
        assertThat(ChannelProtocol.choose(List.of())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void readsInputAndSizes(ChannelProtocol protocol) {
        assertThat(protocol.read(message(0, "ls\n"))).isEqualTo(new ClientMessage.Stdin(text("ls\n")));
        assertThat(protocol.read(message(4, "{\"Width\":80,\"Height\":24}")))
                .isEqualTo(new ClientMessage.Resize(80, 24));
    }

    @Test
    void onlyTheFifthVersionClosesTheInput() {
        ByteBuffer close = ByteBuffer.wrap(new byte[] {(byte) 255, 0});

        assertThat(ChannelProtocol.V5.read(close.duplicate())).isEqualTo(new ClientMessage.CloseStdin());
        assertThat(ChannelProtocol.V4.read(close.duplicate())).isEqualTo(new ClientMessage.Nothing());
        assertThat(ChannelProtocol.V5.read(ByteBuffer.wrap(new byte[] {(byte) 255, 1})))
                .isEqualTo(new ClientMessage.Nothing());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[]", "{\"Width\":0,\"Height\":24}", "{\"Width\":80}", "{\"Width\":1e9,\"Height\":1}"})
    void aSizeThatMakesNoSenseChangesNothing(String size) {
        assertThat(ChannelProtocol.V5.read(message(4, size))).isEqualTo(new ClientMessage.Nothing());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 77})
    void otherChannelsOfAClientMeanNothing(int channel) {
        assertThat(ChannelProtocol.V5.read(message(channel, "x"))).isEqualTo(new ClientMessage.Nothing());
        assertThat(ChannelProtocol.V5.read(ByteBuffer.allocate(0))).isEqualTo(new ClientMessage.Nothing());
    }

    @Test
    void namesTheChannelOfWhatItWrites() {
        assertThat(ChannelProtocol.write(Channel.STDERR, text("no such file"))).isEqualTo(message(2, "no such file"));
    }

    @Test
    void saysHowACommandEnded() {
        assertThat(json(new SessionEnd.Exited(0))).isEqualTo("{\"metadata\":{},\"status\":\"Success\"}");
        assertThat(json(new SessionEnd.Exited(2)))
                .isEqualTo("{\"metadata\":{},\"status\":\"Failure\","
                        + "\"message\":\"command terminated with non-zero exit code: exit status 2\","
                        + "\"reason\":\"NonZeroExitCode\","
                        + "\"details\":{\"causes\":[{\"reason\":\"ExitCode\",\"message\":\"2\"}]}}");
        assertThat(json(new SessionEnd.Failed(500, "no such container")))
                .isEqualTo("{\"metadata\":{},\"status\":\"Failure\",\"message\":\"no such container\","
                        + "\"reason\":\"InternalError\",\"code\":500}");
    }

    private static String json(SessionEnd end) {
        ByteBuffer message = end.frame();
        assertThat(message.get()).isEqualTo((byte) 3);
        return StandardCharsets.UTF_8.decode(message).toString();
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ByteBuffer message(int channel, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(bytes.length + 1)
                .put((byte) channel)
                .put(bytes)
                .flip();
    }
}
