package io.gantry.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelProtocolTest {

    @ParameterizedTest
    @EnumSource
    void readsInputAndSizes(ChannelProtocol protocol) {
        assertThat(protocol.read(protocol.write(Channel.STDIN, text("ls\n"))))
                .isEqualTo(new ClientMessage.Stdin(text("ls\n")));
        assertThat(protocol.read(protocol.write(Channel.RESIZE, text("{\"Width\":80,\"Height\":24}"))))
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
        assertThat(ChannelProtocol.V4.write(Channel.STDERR, text("no such file")))
                .isEqualTo(message(2, "no such file"));
        assertThat(ChannelProtocol.V4_BASE64.write(Channel.STDERR, text("foo\n")))
                .isEqualTo(text("2Zm9vCg=="));
    }

    @Test
    void whatIsNotBase64MeansNothing() {
        assertThat(ChannelProtocol.V1_BASE64.read(text("0!!!"))).isEqualTo(new ClientMessage.Nothing());
        assertThat(ChannelProtocol.V1_BASE64.read(text("!Zm9v"))).isEqualTo(new ClientMessage.Nothing());
    }

    @Test
    void aClientThatOffersNothingSpeaksTheFirstVersion() {
        assertThat(ChannelProtocol.named("")).contains(ChannelProtocol.UNNAMED);
        assertThat(ChannelProtocol.names()).doesNotContain("");
    }

    @ParameterizedTest
    @EnumSource(names = {"V5", "V4"})
    void saysInAStatusHowACommandEnded(ChannelProtocol protocol) {
        assertThat(said(protocol, new SessionEnd.Exited(0))).isEqualTo("\3{\"metadata\":{},\"status\":\"Success\"}");
        assertThat(said(protocol, new SessionEnd.Exited(2)))
                .isEqualTo("\3{\"metadata\":{},\"status\":\"Failure\","
                        + "\"message\":\"command terminated with non-zero exit code: exit status 2\","
                        + "\"reason\":\"NonZeroExitCode\","
                        + "\"details\":{\"causes\":[{\"reason\":\"ExitCode\",\"message\":\"2\"}]}}");
        assertThat(said(protocol, new SessionEnd.Failed(500, "no such container")))
                .isEqualTo("\3{\"metadata\":{},\"status\":\"Failure\",\"message\":\"no such container\","
                        + "\"reason\":\"InternalError\",\"code\":500}");
    }

    @ParameterizedTest
    @EnumSource(names = {"V1", "UNNAMED"})
    void tellsOldClientsOfFailuresInWords(ChannelProtocol protocol) {
        assertThat(protocol.write(new SessionEnd.Exited(0))).isEmpty();
        assertThat(said(protocol, new SessionEnd.Exited(2)))
                .isEqualTo("\3command terminated with non-zero exit code: exit status 2");
        assertThat(said(protocol, new SessionEnd.Failed(500, "no such container")))
                .isEqualTo("\3no such container");
    }

    private static String said(ChannelProtocol protocol, SessionEnd end) {
        return StandardCharsets.UTF_8.decode(protocol.write(end).orElseThrow()).toString();
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
