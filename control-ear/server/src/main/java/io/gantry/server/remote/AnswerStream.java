package io.gantry.server.remote;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The body of an answer; says in plain words why it ends too early. */
final class AnswerStream extends FilterInputStream {

    private final Deadline deadline;
    private final String address;

    AnswerStream(InputStream body, Deadline deadline, String address) {
        super(body);
        this.deadline = deadline;
        this.address = address;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            return super.read(bytes, offset, length);
        } catch (IOException e) {
            throw new IOException(
                    deadline.isOver() ? "context deadline exceeded" : ConnectionFailure.text(e, address), e);
        }
    }
}
