package io.gantry.gateway;

import com.google.protobuf.ByteString;
import io.gantry.node.v1.Channel;
import io.gantry.node.v1.SessionResult;
import io.gantry.status.StatusException;

/**
 * Takes what an agent sends in one session. Called on virtual threads, one call at a time; a call may begin before {@link
 * NodeSessions#open} has returned. A method may block, and while it does the agent is not read from: that is the flow control.
 * Exactly one call of {@link #onResult} or {@link #onFailure} comes last.
 */
public interface SessionHandler {

    /** Output, in order on each channel. */
    void onData(Channel channel, ByteString data);

    /** The agent will send no more on this channel. */
    default void onClose(Channel channel) {}

    /** The session ended as the agent says, or as it should when it had to make room for another one. */
    void onResult(SessionResult result);

    /** The session ended without the agent's word: the connection broke, or somebody cancelled it. */
    void onFailure(StatusException cause);
}
