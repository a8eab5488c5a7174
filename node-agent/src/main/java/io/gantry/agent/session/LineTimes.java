package io.gantry.agent.session;

import com.google.protobuf.ByteString;
import io.gantry.agent.runtime.ContainerStream.Chunk;
import io.gantry.node.v1.Channel;
import java.util.EnumSet;
import java.util.Set;

/**
 * The times in front of a log's lines. The engine keeps a long line in pieces of 16 KiB and writes a time before each of them; as
 * kubelet's, a log here has one at the beginning of the line only.
 */
final class LineTimes {

    private final boolean written;
    private final Set<Channel> withinLine = EnumSet.noneOf(Channel.class);

    /** @param written whether the log has times at all */
    LineTimes(boolean written) {
        this.written = written;
    }

    /** What a piece of the log says, without a time in the middle of its line. */
    ByteString onceALine(Chunk chunk) {
        ByteString bytes = ByteString.copyFrom(chunk.bytes());
        if (!written || bytes.isEmpty()) {
            return bytes;
        }
        Channel channel = Frames.channel(chunk);
        boolean goesOn = bytes.byteAt(bytes.size() - 1) == '\n' ? withinLine.remove(channel) : !withinLine.add(channel);
        return goesOn && chunk.first() ? bytes.substring(afterTime(chunk.bytes())) : bytes;
    }

    private static int afterTime(byte[] bytes) {
        int at = 0;
        while (at < bytes.length && bytes[at] != ' ') {
            at++;
        }
        return Math.min(at + 1, bytes.length);
    }
}
