package io.gantry.remote;

import java.io.IOException;

/** Sends requests to servers outside the control plane. Connections are kept for the next request, and bounded in number. */
@FunctionalInterface
public interface RemoteClient {

    /**
     * Sends a request and returns when the answer begins. Blocks.
     *
     * @throws IOException saying in one line why there is no answer, in the words of upstream's client where clients look for them
     */
    RemoteResponse send(RemoteServer server, RemoteRequest request) throws IOException;
}
