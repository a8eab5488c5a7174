package io.gantry.server.transport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is said on connections of HTTP/1.1, byte for byte. */
@Timeout(60)
class Http1ProtocolTest {

    private static final ConnectedClient CLIENT = new ConnectedClient(
            InetSocketAddress.createUnresolved("client", 1),
            InetSocketAddress.createUnresolved("server", 2),
            Optional.empty());
    private static final int TOO_LONG = 200_000;
    private static final int PATIENCE_MILLIS = 20_000;

    private final MultiThreadIoEventLoopGroup threads = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<String> begun = new CopyOnWriteArrayList<>();
    private Channel port;
    private Socket client;

    @BeforeEach
    void start() throws IOException {
        port = new ServerBootstrap()
                .group(threads)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        Http1Protocol.begin(
                                connection.pipeline(), CLIENT, Http1ProtocolTest.this::serve, (_, request, _) -> {
                                    throw new IllegalStateException("upgraded " + request);
                                });
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
        client = new Socket(InetAddress.getLoopbackAddress(), ((InetSocketAddress) port.localAddress()).getPort());
        client.setSoTimeout(PATIENCE_MILLIS);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        port.close().syncUninterruptibly();
        threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Says what was asked; a path may ask for an answer of another kind. */
    private void serve(AsyncContext stream) {
        HttpServletRequest request = (HttpServletRequest) stream.getRequest();
        HttpServletResponse response = (HttpServletResponse) stream.getResponse();
        begun.add(request.getRequestURI());
        response.setHeader("Date", "now");
        try {
            switch (request.getRequestURI()) {
                case "/parts" -> {
                    response.getOutputStream().print("one");
                    response.flushBuffer();
                    response.getOutputStream().print("two");
                }
                case "/refused" -> response.setStatus(422);
                case "/short" -> {
                    response.setContentLength(10);
                    response.getOutputStream().print("short");
                }
                case "/nothing" -> response.setStatus(204);
                case "/headers" ->
                    response.getOutputStream()
                            .print(String.join(",", Collections.list(request.getHeaderNames()))
                                    + request.getHeader("host"));
                default -> {
                    String body = new String(request.getInputStream().readAllBytes(), US_ASCII);
                    response.getOutputStream().print(request.getMethod() + " " + request.getRequestURI() + " " + body);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            stream.complete();
        }
    }

    private void say(String text) throws IOException {
        client.getOutputStream().write(text.getBytes(US_ASCII));
    }

    private void expect(String text) throws IOException {
        assertThat(new String(client.getInputStream().readNBytes(text.length()), US_ASCII))
                .isEqualTo(text);
    }

    private void expectEnd() throws IOException {
        assertThat(client.getInputStream().read()).isEqualTo(-1);
    }

    private static String answer(String body) {
        return "HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: %d\r\n\r\n%s".formatted(body.length(), body);
    }

    @Test
    void requestsOfAConnectionAreAnsweredOneAfterTheOther() throws IOException {
        say("GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
        expect(answer("GET /a "));
        say("POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc");
        expect(answer("POST /b abc"));
        say("GET /c HTTP/1.1\r\nHost: h\r\n\r\nPUT /d HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "2\r\nxy\r\n1\r\nz\r\n0\r\n\r\nGET /e HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        expect(answer("GET /c ") + answer("PUT /d xyz"));
        expect("HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 7\r\nConnection: close\r\n\r\nGET /e ");
        expectEnd();
    }

    @Test
    void aBodyOfUnknownLengthIsSentInChunksAndToOldClientsUntilTheEndOfTheConnection() throws IOException {
        say("GET /parts HTTP/1.1\r\nHost: h\r\n\r\n");
        expect("HTTP/1.1 200 OK\r\nDate: now\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n");
        say("GET /parts HTTP/1.0\r\n\r\n");
        expect("HTTP/1.1 200 OK\r\nDate: now\r\n\r\nonetwo");
        expectEnd();
    }

    @Test
    void answersWithoutBodySayNothingOfOne() throws IOException {
        say("GET /nothing HTTP/1.1\r\nHost: h\r\n\r\n");
        expect("HTTP/1.1 204 No Content\r\nDate: now\r\n\r\n");
        say("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\n");
        expect("HTTP/1.1 200 OK\r\nDate: now\r\n\r\n");
        say("GET /refused HTTP/1.1\r\nHost: h\r\n\r\n");
        expect("HTTP/1.1 422 Unprocessable Entity\r\nDate: now\r\nContent-Length: 0\r\n\r\n");
    }

    @Test
    void aClientMayWaitBeforeItSendsItsBody() throws IOException {
        say("POST /b HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
        expect("HTTP/1.1 100 Continue\r\n\r\n");
        say("abc");
        expect(answer("POST /b abc"));
        say("POST /refused HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
        expect("HTTP/1.1 422 Unprocessable Entity\r\nDate: now\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }

    @Test
    void aBodyThatNobodyReadsIsNoRequest() throws IOException {
        say("POST /refused HTTP/1.1\r\nHost: h\r\nContent-Length: 30\r\n\r\nGET /x HTTP/1.1\r\n");
        expect("HTTP/1.1 422 Unprocessable Entity\r\nDate: now\r\nContent-Length: 0\r\n\r\n");
        say("Host: h\r\n\r\n..GET /a HTTP/1.1\r\nHost: h\r\n\r\n");
        expect(answer("GET /a "));
        assertThat(begun).containsExactly("/refused", "/a");
    }

    @Test
    void anAnswerThatIsNotWholeEndsTheConnection() throws IOException {
        say("GET /short HTTP/1.1\r\nHost: h\r\n\r\n");
        expect("HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: 10\r\n\r\nshort");
        expectEnd();
    }

    @Test
    void whatConcernsTheConnectionIsNotTheRequests() throws IOException {
        say("GET https://other/headers?x HTTP/1.1\r\nHost: h\r\nAccept: a\r\nConnection: keep-alive\r\n"
                + "Keep-Alive: 1\r\nUpgrade: x\r\n\r\n");
        expect(answer("host,accepth"));
    }

    @Test
    void whatIsNoRequestIsRefused() throws IOException {
        say("GET / HTTP/1.1\r\n\r\n");
        expect("HTTP/1.1 400 Bad Request\r\n");
        assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                .contains("Connection: close")
                .endsWith("400 Bad Request");
        assertThat(begun).isEmpty();
    }

    @Test
    void aHeadThatIsTooLongIsRefused() throws IOException {
        say("GET / HTTP/1.1\r\nHost: h\r\nX: " + "x".repeat(TOO_LONG) + "\r\n\r\n");
        expect("HTTP/1.1 431 Request Header Fields Too Large\r\n");
    }
}
