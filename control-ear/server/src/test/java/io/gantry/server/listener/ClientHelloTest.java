package io.gantry.server.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;

class ClientHelloTest {

    private static final int ROOM = 32 * 1024;

    /** As the JDK says it. */
    private static ByteBuf hello(String... protocols) throws GeneralSecurityException, SSLException {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine("localhost", 443);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        engine.setSSLParameters(parameters);
        ByteBuffer out = ByteBuffer.allocate(ROOM);
        engine.wrap(ByteBuffer.allocate(0), out);
        return Unpooled.wrappedBuffer(out.flip());
    }

    @Test
    void clientsThatSpeakHttp2AreKnownByTheirFirstBytes() throws GeneralSecurityException, SSLException {
        assertThat(ClientHello.of(hello("h2", "http/1.1"))).isEqualTo(ClientHello.HTTP2);
        assertThat(ClientHello.of(hello("http/1.1", "h2"))).isEqualTo(ClientHello.HTTP2);
        assertThat(ClientHello.of(hello("http/1.1"))).isEqualTo(ClientHello.OTHER);
        assertThat(ClientHello.of(hello())).isEqualTo(ClientHello.OTHER);
    }

    @Test
    void nothingIsDecidedBeforeTheWholeHelloHasCome() throws GeneralSecurityException, SSLException {
        ByteBuf whole = hello("h2");
        for (int length = 0; length < whole.readableBytes(); length++) {
            assertThat(ClientHello.of(whole.slice(0, length))).isEqualTo(ClientHello.INCOMPLETE);
        }
        assertThat(ClientHello.of(Unpooled.wrappedBuffer(whole, Unpooled.copiedBuffer(new byte[100]))))
                .isEqualTo(ClientHello.HTTP2);
        assertThat(whole.readerIndex()).isZero();
    }

    @Test
    void whatIsNoHelloIsForTheApplicationServer() throws GeneralSecurityException, SSLException {
        assertThat(ClientHello.of(text("GET / HTTP/1.1\r\n\r\n"))).isEqualTo(ClientHello.OTHER);
        ByteBuf hello = hello("h2");
        for (int at = 5; at < hello.readableBytes(); at++) {
            ByteBuf spoilt = hello.copy();
            spoilt.setByte(at, 0xff);
            assertThat(ClientHello.of(spoilt)).isIn(ClientHello.HTTP2, ClientHello.OTHER);
        }
    }

    private static ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }
}
