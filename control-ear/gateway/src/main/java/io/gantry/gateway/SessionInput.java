package io.gantry.gateway;

import com.google.protobuf.ByteString;
import io.gantry.node.v1.Channel;
import io.gantry.status.StatusException;

/** The way into one session on a node. */
public interface SessionInput {

    /**
     * Sends input. Waits while the agent does not take what waits already, as long as that lasts: a command may leave its input
     * alone for hours, and what it has not read must not be lost. Throws {@link StatusException} when the session has ended.
     */
    void send(Channel channel, ByteString data);

    /** Says that no more input comes on this channel. */
    void closeChannel(Channel channel);

    /** Tells the terminal's size, in characters. */
    void resize(int width, int height);

    /**
     * The client has gone: what it has said still arrives, also when that takes as long as a command leaves its input alone, and then
     * the session ends as with {@link #cancel}.
     */
    void leave();

    /** Ends the session; the agent ends what runs for it. The handler hears of a failure, unless the session was over. */
    void cancel();
}
