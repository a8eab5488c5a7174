package io.gantry.server.remote;

import io.gantry.remote.RemoteClient;
import io.gantry.remote.RemoteRequest;
import io.gantry.remote.RemoteResponse;
import io.gantry.remote.RemoteServer;
import io.gantry.remote.RemoteServer.Trust;
import io.gantry.remote.RemoteServer.Unchecked;
import io.gantry.service.ServiceResolver;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends requests over HTTP/1.1 and TLS, with a pool of connections for each set of trusted authorities. A server behind a Service is
 * connected to at the address that {@link ServiceResolver} finds, and must prove the Service's name.
 */
public final class PooledClient implements RemoteClient, AutoCloseable {

    /** So many sets of trusted authorities at a time; the one that was not used for the longest time makes room (upstream: 200). */
    private static final int POOLS = 200;

    private static final int CONNECTIONS = 512;
    private static final int CONNECTIONS_TO_ONE = 128;
    private static final Timeout CONNECT = Timeout.ofSeconds(10);
    private static final Timeout WAIT_FOR_CONNECTION = Timeout.ofSeconds(10);
    private static final TimeValue KEPT = TimeValue.ofMinutes(1);
    private static final TimeValue TRUSTED_IDLE = TimeValue.ofMilliseconds(500);

    private final ServiceResolver services;
    private final Optional<ClientIdentity> identity;
    private final ScheduledExecutorService alarms;
    private final SequencedMap<Trust, Pool> pools = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param identity shown to servers that ask for a certificate
     * @param alarms ends requests whose time is over
     */
    public PooledClient(ServiceResolver services, Optional<ClientIdentity> identity, ScheduledExecutorService alarms) {
        this.services = services;
        this.identity = identity;
        this.alarms = alarms;
    }

    /** The connections under one set of trusted authorities. */
    private record Pool(CloseableHttpClient client, PoolingHttpClientConnectionManager connections) {}

    @Override
    public RemoteResponse send(RemoteServer server, RemoteRequest request) throws IOException {
        Destination destination = Destination.of(server.location(), services);
        CloseableHttpClient pool = pool(server.trust()).client();
        try {
            return send(pool, destination, request);
        } catch (NoHttpResponseException e) {
            // the server closed a kept connection while the request was on its way
            return send(pool, destination, request);
        }
    }

    private RemoteResponse send(CloseableHttpClient pool, Destination destination, RemoteRequest request)
            throws IOException {
        HttpUriRequestBase message = message(destination, request);
        Deadline deadline = new Deadline(message, request.timeout(), alarms);
        try {
            ClassicHttpResponse response = pool.executeOpen(destination.connection(), message, null);
            return response(response, deadline, destination.host());
        } catch (NoHttpResponseException e) {
            deadline.close();
            throw e;
        } catch (IOException e) {
            deadline.close();
            throw new IOException(
                    deadline.isOver() ? "context deadline exceeded" : ConnectionFailure.text(e, destination.host()), e);
        }
    }

    private static HttpUriRequestBase message(Destination destination, RemoteRequest request) {
        HttpUriRequestBase message = new HttpUriRequestBase(request.method(), URI.create("/"));
        message.setPath(request.pathAndQuery());
        message.setScheme("https");
        message.setAuthority(destination.authority());
        request.headers().forEach((name, values) -> values.forEach(value -> message.addHeader(name, value)));
        if (request.body().length > 0) {
            message.setEntity(new ByteArrayEntity(request.body(), (ContentType) null));
        }
        RequestConfig.Builder config = RequestConfig.custom().setConnectionRequestTimeout(WAIT_FOR_CONNECTION);
        request.timeout().ifPresent(timeout -> config.setResponseTimeout(Timeout.of(timeout)));
        message.setConfig(config.build());
        return message;
    }

    private static RemoteResponse response(ClassicHttpResponse response, Deadline deadline, String address)
            throws IOException {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (Header header : response.getHeaders()) {
            headers.computeIfAbsent(header.getName(), name -> new ArrayList<>()).add(header.getValue());
        }
        InputStream body = response.getEntity() == null
                ? InputStream.nullInputStream()
                : new AnswerStream(response.getEntity().getContent(), deadline, address);
        return new RemoteResponse(response.getCode(), headers, body, () -> {
            deadline.close();
            response.close();
        });
    }

    private Pool pool(Trust trust) throws IOException {
        synchronized (pools) {
            Pool present = pools.get(trust);
            if (present != null) {
                return present;
            }
            Pool made = made(trust);
            pools.put(trust, made);
            if (pools.size() > POOLS) {
                pools.pollFirstEntry().getValue().client().close(CloseMode.GRACEFUL);
            }
            return made;
        }
    }

    private Pool made(Trust trust) throws IOException {
        DefaultClientTlsStrategy tls = trust instanceof Unchecked
                ? new DefaultClientTlsStrategy(
                        TlsContexts.of(trust, identity),
                        HostnameVerificationPolicy.CLIENT,
                        NoopHostnameVerifier.INSTANCE)
                : new DefaultClientTlsStrategy(
                        TlsContexts.of(trust, identity), HostnameVerificationPolicy.BUILTIN, null);
        PoolingHttpClientConnectionManager connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setTlsSocketStrategy(tls)
                .setDefaultTlsConfig(
                        TlsConfig.custom().setHandshakeTimeout(CONNECT).build())
                // a watch may be silent for long; what has an end has a deadline
                .setDefaultSocketConfig(
                        SocketConfig.custom().setSoTimeout(Timeout.DISABLED).build())
                .setMaxConnTotal(CONNECTIONS)
                .setMaxConnPerRoute(CONNECTIONS_TO_ONE)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(CONNECT)
                        .setValidateAfterInactivity(TRUSTED_IDLE)
                        .build())
                .build();
        CloseableHttpClient client = HttpClients.custom()
                .setConnectionManager(connections)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableConnectionState()
                .disableDefaultUserAgent()
                .build();
        return new Pool(client, connections);
    }

    /** Closes connections that nobody has used for a while; to be called now and then. */
    public void closeIdle() {
        synchronized (pools) {
            pools.values().forEach(pool -> pool.connections().closeIdle(KEPT));
        }
    }

    @Override
    public void close() {
        synchronized (pools) {
            pools.values().forEach(pool -> pool.client().close(CloseMode.IMMEDIATE));
            pools.clear();
        }
    }
}
