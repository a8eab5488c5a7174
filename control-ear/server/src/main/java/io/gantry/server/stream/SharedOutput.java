package io.gantry.server.stream;

import java.io.IOException;
import java.util.List;

/** A response that can send what others send too, without a copy of its own. */
public interface SharedOutput {

    /**
     * Sends at once; waits while the client takes less than is written. Throws {@link IOException} when the client has gone.
     *
     * @param parts never change any more
     */
    void writeShared(List<byte[]> parts) throws IOException;
}
