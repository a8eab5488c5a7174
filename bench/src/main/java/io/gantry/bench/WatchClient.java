package io.gantry.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.async.methods.AbstractBinResponseConsumer;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.async.methods.SimpleRequestProducer;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorConfig;

/**
 * Many watches of one API server at once, all read by a few threads: what a thousand threads would cost this process would be missing to
 * the server on the same machine. TLS.
 */
final class WatchClient implements AutoCloseable {

    private static final int THREADS = 2;

    private final URI server;
    private final CloseableHttpAsyncClient client;

    private WatchClient(URI server, CloseableHttpAsyncClient client) {
        this.server = server;
        this.client = client;
        client.start();
    }

    /** Watches over HTTP/2, which share one connection. */
    static WatchClient multiplexing(URI server, SSLContext tls) {
        CloseableHttpAsyncClient client = HttpAsyncClients.customHttp2()
                .setIOReactorConfig(IOReactorConfig.custom().setIoThreadCount(1).build())
                .setTlsStrategy(new DefaultClientTlsStrategy(tls))
                .setIoReactorExceptionCallback(WatchClient::failed)
                .disableAutomaticRetries()
                .disableCookieManagement()
                .build();
        return new WatchClient(server, client);
    }

    private static void failed(Exception failure) {
        boolean closed =
                failure instanceof ClosedSelectorException; // the library says so of each client that is closed
        if (!closed) {
            System.err.println("a client failed: " + failure);
        }
    }

    /** Watches over HTTP/1.1, each over a connection of its own. */
    static WatchClient connecting(URI server, SSLContext tls, int watches) {
        CloseableHttpAsyncClient client = HttpAsyncClients.custom()
                .setIOReactorConfig(
                        IOReactorConfig.custom().setIoThreadCount(THREADS).build())
                .setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create()
                        .setTlsStrategy(new DefaultClientTlsStrategy(tls))
                        .setDefaultTlsConfig(TlsConfig.custom()
                                .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                                .build())
                        .setMaxConnTotal(watches)
                        .setMaxConnPerRoute(watches)
                        .build())
                .disableAutomaticRetries()
                .disableCookieManagement()
                .build();
        return new WatchClient(server, client);
    }

    /**
     * Watches until the server ends it or this client is closed.
     *
     * @param connected told when the server has begun to answer
     * @param data told what arrives, on one thread at a time
     * @param ended told why, unless this client was closed
     */
    void watch(String path, Runnable connected, Consumer<ByteBuffer> data, Consumer<String> ended) {
        SimpleHttpRequest request = SimpleRequestBuilder.get(server.resolve(path))
                .setHeader("Accept", "application/json")
                .build();
        client.execute(SimpleRequestProducer.create(request), new Watch(connected, data), new FutureCallback<>() {

            @Override
            public void completed(Integer status) {
                ended.accept("answered to its end with " + status);
            }

            @Override
            public void failed(Exception why) {
                ended.accept(why.toString());
            }

            @Override
            public void cancelled() {
                // by close
            }
        });
    }

    /** One answer; its result is the status. */
    private static final class Watch extends AbstractBinResponseConsumer<Integer> {

        private final Runnable connected;
        private final Consumer<ByteBuffer> data;
        private int status;

        Watch(Runnable connected, Consumer<ByteBuffer> data) {
            this.connected = connected;
            this.data = data;
        }

        @Override
        protected void start(HttpResponse response, ContentType type) {
            status = response.getCode();
            if (status == 200) {
                connected.run();
            }
        }

        @Override
        protected int capacityIncrement() {
            return Integer.MAX_VALUE;
        }

        @Override
        protected void data(ByteBuffer piece, boolean last) {
            data.accept(piece);
        }

        @Override
        protected Integer buildResult() {
            return status;
        }

        @Override
        public void releaseResources() {
            // holds none
        }
    }

    @Override
    public void close() throws IOException {
        client.close(CloseMode.IMMEDIATE);
    }
}
