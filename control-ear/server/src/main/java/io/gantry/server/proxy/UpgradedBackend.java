package io.gantry.server.proxy;

import java.io.InputStream;
import java.io.OutputStream;

/** A server that has agreed to speak another protocol over the connection that it was asked on. */
public interface UpgradedBackend extends AutoCloseable {

    /** The way from the server. */
    InputStream upgradedInput();

    /** The way to the server. */
    OutputStream upgradedOutput();

    /** Ends the connection; harmless after the end. */
    @Override
    void close();
}
