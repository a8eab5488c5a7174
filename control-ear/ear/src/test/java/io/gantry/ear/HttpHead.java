package io.gantry.ear;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/** The head of an HTTP/1.1 message, for tests that speak the protocol themselves. */
final class HttpHead {

    private static final String END = "\r\n\r\n";

    private HttpHead() {}

    /** Reads no byte of what follows it. */
    static String read(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        InputStream input = socket.getInputStream();
        while (head.indexOf(END) < 0) {
            int next = input.read();
            if (next < 0) {
                throw new EOFException("no whole head: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }
}
