package io.gantry.channel;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

/** How a message of a WebSocket says which channel it belongs to. What a client sends is read alike from binary and from text messages. */
public enum ChannelFraming {
    /** A byte with the channel's number, then the data. */
    BINARY,
    /** The channel's number as a digit, then the data in Base64 (RFC 4648, section 4), all in text messages. */
    BASE64;

    /**
     * Data on one channel.
     *
     * @param channel 0 to 255
     */
    public record Message(int channel, ByteBuffer data) {}

    /** Reads a client's message; empty when it is empty or is not Base64 where it must be. The data is not copied when it is binary. */
    public Optional<Message> read(ByteBuffer message) {
        if (!message.hasRemaining()) {
            return Optional.empty();
        }
        int first = Byte.toUnsignedInt(message.get());
        try {
            return Optional.of(
                    switch (this) {
                        case BINARY -> new Message(first, message.slice());
                        case BASE64 ->
                            new Message(first - '0' & 0xff, Base64.getDecoder().decode(message.slice()));
                    });
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // as upstream: the connection goes on without it
        }
    }

    /** A message to the client; with {@link #BASE64} it is text of US-ASCII. */
    public ByteBuffer write(int channel, ByteBuffer data) {
        return switch (this) {
            case BINARY -> framed(channel, data);
            case BASE64 -> framed(channel + '0', Base64.getEncoder().encode(data.duplicate()));
        };
    }

    private static ByteBuffer framed(int first, ByteBuffer data) {
        return ByteBuffer.allocate(data.remaining() + 1)
                .put((byte) first)
                .put(data.duplicate())
                .flip();
    }
}
