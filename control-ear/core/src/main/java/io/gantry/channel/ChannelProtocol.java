package io.gantry.channel;

import io.gantry.object.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The WebSocket subprotocols of exec and attach. */
public enum ChannelProtocol {
    /** Can close one channel, so that a command sees the end of its input (KEP-4006). */
    V5("v5.channel.k8s.io", ChannelFraming.BINARY),
    /** Tells at the end how the command ended, in a Status. */
    V4("v4.channel.k8s.io", ChannelFraming.BINARY),
    V4_BASE64("v4.base64.channel.k8s.io", ChannelFraming.BASE64),
    /** Tells at the end in words what went wrong, and nothing else. */
    V1("channel.k8s.io", ChannelFraming.BINARY),
    V1_BASE64("base64.channel.k8s.io", ChannelFraming.BASE64),
    /** Of a client that offers no subprotocol; as {@link #V1}. */
    UNNAMED("", ChannelFraming.BINARY);

    private static final int CLOSE = 255;

    private final String protocol;
    private final ChannelFraming framing;

    ChannelProtocol(String protocol, ChannelFraming framing) {
        this.protocol = protocol;
        this.framing = framing;
    }

    /** All names that a client can offer, newest first. */
    public static List<String> names() {
        return Stream.of(values())
                .map(known -> known.protocol)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    public static Optional<ChannelProtocol> named(String protocol) {
        return Stream.of(values())
                .filter(known -> known.protocol.equals(protocol))
                .findFirst();
    }

    public ChannelFraming framing() {
        return framing;
    }

    /** Reads a client's message. */
    public ClientMessage read(ByteBuffer message) {
        return framing.read(message)
                .map(framed -> read(framed.channel(), framed.data()))
                .orElseGet(ClientMessage.Nothing::new);
    }

    private ClientMessage read(int channel, ByteBuffer data) {
        if (channel == CLOSE && this == V5) {
            boolean stdin = data.hasRemaining() && data.get() == Channel.STDIN.number();
            return stdin ? new ClientMessage.CloseStdin() : new ClientMessage.Nothing();
        }
        if (channel == Channel.STDIN.number()) {
            return new ClientMessage.Stdin(data);
        }
        return channel == Channel.RESIZE.number() ? TerminalSize.read(data) : new ClientMessage.Nothing();
    }

    /** A message to the client. */
    public ByteBuffer write(Channel channel, ByteBuffer data) {
        return framing.write(channel.number(), data);
    }

    /** The message that ends the session; old clients hear only of failures. */
    public Optional<ByteBuffer> write(SessionEnd end) {
        return switch (this) {
            case V5, V4, V4_BASE64 -> Optional.of(write(Channel.ERROR, ByteBuffer.wrap(Json.write(end.status()))));
            case V1, V1_BASE64, UNNAMED ->
                Optional.of(end.failure())
                        .filter(words -> !words.isEmpty())
                        .map(words -> write(Channel.ERROR, StandardCharsets.UTF_8.encode(words)));
        };
    }
}
