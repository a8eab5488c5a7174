package io.gantry.server.proxy;

import io.gantry.proxy.ForwardedHeaders;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP/1.1 exchange over a socket: one thread may send the request's body while another reads the response. The codec is Netty's,
 * without its event loop: it only turns bytes into messages and back.
 */
final class HttpBackend implements UpgradedBackend {

    private static final Logger LOG = LoggerFactory.getLogger(HttpBackend.class);
    private static final int MAX_LINE = 16 * 1024;
    private static final int MAX_HEADERS = 64 * 1024;
    private static final int MAX_CHUNK = 32 * 1024;
    private static final byte[] NOTHING = {};

    private final Socket socket;
    private final InputStream input;
    private final OutputStream output;
    private final ReentrantLock coding = new ReentrantLock();
    private final EmbeddedChannel codec = new EmbeddedChannel(new HttpClientCodec(MAX_LINE, MAX_HEADERS, MAX_CHUNK));
    private final byte[] buffer = new byte[MAX_CHUNK];
    private boolean bodyEnded;
    private boolean closed;

    HttpBackend(Socket socket) throws IOException {
        this.socket = socket;
        this.input = socket.getInputStream();
        this.output = socket.getOutputStream();
    }

    void send(HttpRequest head) throws IOException {
        encode(head);
    }

    void sendBody(byte[] bytes, int length) throws IOException {
        encode(new DefaultHttpContent(Unpooled.copiedBuffer(bytes, 0, length)));
    }

    void endBody() throws IOException {
        encode(new DefaultLastHttpContent());
    }

    private void encode(HttpObject message) throws IOException {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        coding.lock();
        try {
            checkOpen();
            codec.writeOutbound(message);
            for (ByteBuf bytes = codec.readOutbound(); bytes != null; bytes = codec.readOutbound()) {
                encoded.writeBytes(ByteBufUtil.getBytes(bytes));
                bytes.release();
            }
        } finally {
            coding.unlock();
        }
        if (encoded.size() > 0) {
            output.write(encoded.toByteArray());
            output.flush();
        }
    }

    /** The response's head; what the backend says before it, such as 100 Continue, is left out. */
    HttpResponse response() throws IOException {
        while (true) {
            Object next = next().orElseThrow(() -> new IOException("EOF"));
            if (next instanceof HttpResponse response) {
                check(response);
                HttpResponseStatus status = response.status();
                boolean interim = status.codeClass() == HttpStatusClass.INFORMATIONAL
                        && !status.equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
                if (!interim) {
                    return response;
                }
            }
            ReferenceCountUtil.release(next);
        }
    }

    /** Those headers of a response that the client gets. */
    static Map<String, List<String>> passedOn(HttpResponse head) {
        Map<String, List<String>> given = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        head.headers()
                .forEach(header -> given.computeIfAbsent(header.getKey(), _ -> new ArrayList<>())
                        .add(header.getValue()));
        return ForwardedHeaders.ofResponse(given);
    }

    /** The response's body. */
    InputStream body() {
        return new BodyInput();
    }

    /** The next part of the body; empty at its end. */
    private byte[] part() throws IOException {
        while (!bodyEnded) {
            Object next = next().orElseThrow(() -> new IOException("unexpected EOF"));
            if (!(next instanceof HttpContent content)) {
                throw new IOException("malformed HTTP response");
            }
            try {
                check(content);
                bodyEnded = content instanceof LastHttpContent;
                byte[] bytes = ByteBufUtil.getBytes(content.content());
                if (bytes.length > 0) {
                    return bytes;
                }
            } finally {
                content.release();
            }
        }
        return NOTHING;
    }

    private static void check(HttpObject message) throws IOException {
        if (message.decoderResult().isFailure()) {
            throw new IOException("malformed HTTP response: "
                    + message.decoderResult().cause().getMessage());
        }
    }

    private Optional<Object> next() throws IOException {
        Optional<Object> decoded = decoded(0);
        boolean ended = false;
        while (decoded.isEmpty() && !ended) {
            int read = input.read(buffer);
            ended = read < 0;
            decoded = decoded(read);
        }
        return decoded;
    }

    /** @param read bytes that came; below 0 when no more will come */
    private Optional<Object> decoded(int read) throws IOException {
        coding.lock();
        try {
            checkOpen();
            if (read > 0) {
                codec.writeInbound(Unpooled.copiedBuffer(buffer, 0, read));
            } else if (read < 0) {
                codec.finish();
            }
            return Optional.ofNullable(codec.readInbound());
        } finally {
            coding.unlock();
        }
    }

    @Override
    public InputStream upgradedInput() {
        ByteArrayOutputStream ahead = new ByteArrayOutputStream();
        coding.lock();
        try {
            for (Object message = codec.readInbound(); message != null; message = codec.readInbound()) {
                if (message instanceof ByteBuf bytes) {
                    ahead.writeBytes(ByteBufUtil.getBytes(bytes));
                }
                ReferenceCountUtil.release(message);
            }
        } finally {
            coding.unlock();
        }
        return new SequenceInputStream(new ByteArrayInputStream(ahead.toByteArray()), input);
    }

    @Override
    public OutputStream upgradedOutput() {
        return output;
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("the exchange is over");
        }
    }

    @Override
    public void close() {
        coding.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            codec.finishAndReleaseAll();
        } finally {
            coding.unlock();
        }
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("event=backend-close-failed cause=\"{}\"", e.getMessage());
        }
    }

    private final class BodyInput extends InputStream {

        private byte[] current = NOTHING;
        private int at;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (at == current.length) {
                current = part();
                at = 0;
            }
            if (current.length == 0) {
                return -1;
            }
            int taken = Math.min(length, current.length - at);
            System.arraycopy(current, at, into, offset, taken);
            at += taken;
            return taken;
        }

        /** What can be had without waiting, or a little less. */
        @Override
        public int available() throws IOException {
            return current.length - at + (bodyEnded ? 0 : input.available());
        }
    }
}
