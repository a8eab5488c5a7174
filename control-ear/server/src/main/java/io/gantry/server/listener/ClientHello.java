package io.gantry.server.listener;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** The first bytes of a connection: what protocols does its client offer (TLS, RFC 8446, section 4.1.2; ALPN, RFC 7301)? */
enum ClientHello {
    /** Not all of it has come. */
    INCOMPLETE,
    /** HTTP/2 is among what the client speaks. */
    HTTP2,
    /** Anything else: HTTP/1.1, or no TLS at all. */
    OTHER;

    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int ALPN = 16;
    private static final int RECORD_HEADER = 5;
    private static final int RECORD_LENGTH_AT = 3;
    private static final int LONGEST_RECORD = 16 * 1024 + 256;

    /** What goes before the session's id: type and length of the message, version, random. */
    private static final int BEFORE_SESSION = 4 + 2 + 32;

    /** Reads without taking. A hello that is spread over several records is not looked into. */
    static ClientHello of(ByteBuf come) {
        if (come.readableBytes() < RECORD_HEADER) {
            return INCOMPLETE;
        }
        int start = come.readerIndex();
        int length = come.getUnsignedShort(start + RECORD_LENGTH_AT);
        if (come.getUnsignedByte(start) != HANDSHAKE || length > LONGEST_RECORD) {
            return OTHER;
        }
        if (come.readableBytes() < RECORD_HEADER + length) {
            return INCOMPLETE;
        }
        try {
            return offersHttp2(come.slice(start + RECORD_HEADER, length)) ? HTTP2 : OTHER;
        } catch (IndexOutOfBoundsException _) {
            return OTHER; // for the other end of the connection to refuse
        }
    }

    private static boolean offersHttp2(ByteBuf hello) {
        if (hello.getUnsignedByte(0) != CLIENT_HELLO) {
            return false;
        }
        hello.skipBytes(BEFORE_SESSION);
        hello.skipBytes(hello.readUnsignedByte()); // session
        hello.skipBytes(hello.readUnsignedShort()); // cipher suites
        hello.skipBytes(hello.readUnsignedByte()); // compression methods
        ByteBuf extensions = hello.readSlice(hello.readUnsignedShort());
        while (extensions.isReadable()) {
            int type = extensions.readUnsignedShort();
            ByteBuf extension = extensions.readSlice(extensions.readUnsignedShort());
            if (type == ALPN) {
                return namesHttp2(extension.readSlice(extension.readUnsignedShort()));
            }
        }
        return false;
    }

    private static boolean namesHttp2(ByteBuf protocols) {
        while (protocols.isReadable()) {
            ByteBuf protocol = protocols.readSlice(protocols.readUnsignedByte());
            if (protocol.toString(StandardCharsets.US_ASCII).equals("h2")) {
                return true;
            }
        }
        return false;
    }
}
