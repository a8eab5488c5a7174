package io.gantry.gateway;

import com.google.protobuf.ByteString;
import io.gantry.node.v1.Channel;
import io.gantry.node.v1.SessionResult;
import io.gantry.status.StatusException;

/** Remembers what a session brought, as text. */
final class RecordingHandler implements SessionHandler {

    private final Seen<String> seen = new Seen<>();

    @Override
    public void onData(Channel channel, ByteString data) {
        seen.add(channel + " " + data.toStringUtf8());
    }

    @Override
    public void onClose(Channel channel) {
        seen.add("closed " + channel);
    }

    @Override
    public void onResult(SessionResult result) {
        seen.add("result " + result.getExitCode() + " " + result.getError());
    }

    @Override
    public void onFailure(StatusException cause) {
        seen.add("failure " + cause.getMessage());
    }

    Seen<String> seen() {
        return seen;
    }
}
