package io.gantry.agent.session;

import io.gantry.node.v1.SessionFrame;
import java.io.IOException;
import java.util.Optional;

/** One session's way to the control plane. One thread reads, another writes; writing blocks while the other side is slow. */
public interface SessionLink extends AutoCloseable {

    /** Sends the first frame, which names the session. */
    void accept() throws IOException;

    /** The next frame; empty when the other side has no more to say. */
    Optional<SessionFrame> read() throws IOException;

    void write(SessionFrame frame) throws IOException;

    /** Nothing more will be written; what was written still arrives. */
    void end();

    /** Breaks the session off. */
    @Override
    void close();
}
