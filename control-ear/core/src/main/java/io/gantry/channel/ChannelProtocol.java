package io.gantry.channel;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The WebSocket subprotocols of exec and attach: each message is a byte that names its channel, then the data. */
public enum ChannelProtocol {
    /** Can close one channel, so that a command sees the end of its input (KEP-4006). */
    V5("v5.channel.k8s.io"),
    V4("v4.channel.k8s.io");

    private static final int CLOSE = 255;

    private final String protocol;

    ChannelProtocol(String protocol) {
        this.protocol = protocol;
    }

    public String protocol() {
        return protocol;
    }

    /** All names, newest first. */
    public static List<String> names() {
        return Stream.of(values()).map(ChannelProtocol::protocol).toList();
    }

    public static Optional<ChannelProtocol> named(String protocol) {
        return Stream.of(values())
                .filter(known -> known.protocol.equals(protocol))
                .findFirst();
    }

    /** The first of what a client offers that we speak. */
    public static Optional<ChannelProtocol> choose(List<String> offered) {
        return offered.stream()
                .map(ChannelProtocol::named)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Reads a client's message. The data is not copied. */
    public ClientMessage read(ByteBuffer message) {
        if (!message.hasRemaining()) {
            return new ClientMessage.Nothing();
        }
        int channel = Byte.toUnsignedInt(message.get());
        if (channel == CLOSE && this == V5) {
            boolean stdin = message.hasRemaining() && message.get() == Channel.STDIN.number();
            return stdin ? new ClientMessage.CloseStdin() : new ClientMessage.Nothing();
        }
        if (channel == Channel.STDIN.number()) {
            return new ClientMessage.Stdin(message.slice());
        }
        return channel == Channel.RESIZE.number() ? TerminalSize.read(message) : new ClientMessage.Nothing();
    }

    /** A message to the client. */
    public static ByteBuffer write(Channel channel, ByteBuffer data) {
        return ByteBuffer.allocate(data.remaining() + 1)
                .put((byte) channel.number())
                .put(data)
                .flip();
    }
}
