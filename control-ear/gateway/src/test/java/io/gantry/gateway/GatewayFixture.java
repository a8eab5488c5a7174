package io.gantry.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.WatchCache;
import io.gantry.event.EventDraft;
import io.gantry.gateway.GatewaySettings.ClusterNetwork;
import io.gantry.metrics.UsageSamples;
import io.gantry.node.MirrorPods;
import io.gantry.node.NodeCertificates;
import io.gantry.node.NodeStatusWriter;
import io.gantry.node.NodeTokens;
import io.gantry.node.PodCredentials;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.pki.CertificateAuthority;
import io.gantry.pki.CertificateRequest;
import io.gantry.pki.Credential;
import io.gantry.store.MemoryObjectStore;
import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;

/** A gateway on loopback over a store in memory, with certificates of its own authority. */
final class GatewayFixture implements AutoCloseable {

    private static final Duration DAY = Duration.ofDays(1);

    final MemoryObjectStore store = new MemoryObjectStore(10_000);
    final StoreWriter writer = new StoreWriter(store);
    final WatchCache cache = new WatchCache(store, WatchCache.Settings.DEFAULT);
    final Seen<EventDraft> events = new Seen<>();
    final UsageSamples samples = new UsageSamples(InstantSource.system());
    final NodeGateway gateway;
    private final CertificateAuthority authority;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();

    GatewayFixture(Path directory) throws IOException, GeneralSecurityException {
        authority = newAuthority();
        Credential server = authority.issue(CertificateRequest.server("gateway", List.of("localhost"), DAY));
        server.writePem(directory, "gateway");
        Path ca = Files.writeString(directory.resolve("ca.crt"), authority.certificatePem());
        cache.start();
        GatewaySettings settings = new GatewaySettings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new ClusterNetwork("cluster.local", "10.96.0.10", "10.96.0.0/12", "10.244.0.0/16"),
                Duration.ofMillis(500),
                Duration.ofSeconds(30),
                new GatewaySettings.Limits(10_000, 100, 100, 1_000, 1_000, 2));
        gateway = new NodeGateway(
                settings,
                GatewayTls.ofPem(directory.resolve("gateway.crt"), directory.resolve("gateway.key"), ca, scheduler),
                cache,
                new NodeStatusWriter(writer, cache, events::add, InstantSource.system()),
                samples,
                new MirrorPods(writer, cache),
                new PodCredentials(new NodeTokens(cache, GatewayFixture::issue), new NodeCertificates(cache, writer)),
                () -> InstantSource.system().instant().plus(ahead.get()),
                () -> UUID.randomUUID().toString());
        gateway.start();
    }

    private static ObjectNode issue(ApiObject account, ObjectNode request) {
        request.putObject("status")
                .put("token", "token of " + account.name() + " for " + request.path("spec"))
                .put("expirationTimestamp", "2026-03-01T10:00:00Z");
        return request;
    }

    static CertificateAuthority newAuthority() {
        return CertificateAuthority.create("test-ca", DAY, InstantSource.system(), new SecureRandom());
    }

    FakeAgent agent(String nodeName) throws IOException {
        return agent(authority, "system:node:" + nodeName, "system:nodes");
    }

    FakeAgent agent(CertificateAuthority issuer, String user, String group) throws IOException {
        Credential client = issuer.issue(CertificateRequest.client(user, List.of(group), DAY));
        ChannelCredentials credentials = TlsChannelCredentials.newBuilder()
                .keyManager(stream(client.certificatePem()), stream(client.keyPem()))
                .trustManager(stream(authority.certificatePem()))
                .build();
        return new FakeAgent(gateway.port(), credentials);
    }

    FakeAgent agentWithoutCertificate() throws IOException {
        return new FakeAgent(
                gateway.port(),
                TlsChannelCredentials.newBuilder()
                        .trustManager(stream(authority.certificatePem()))
                        .build());
    }

    CertificateAuthority authority() {
        return authority;
    }

    private static ByteArrayInputStream stream(String pem) {
        return new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8));
    }

    /** Lets the gateway's clock go on. */
    void pass(Duration time) {
        ahead.accumulateAndGet(time, Duration::plus);
    }

    void create(String resource, String json) {
        writer.create(GroupResource.parse(resource), Json.read(json));
    }

    void pod(String name, String node) {
        create(
                "pods",
                "{\"metadata\":{\"namespace\":\"a\",\"name\":\"%s\",\"uid\":\"u-%s\"},\"spec\":{\"nodeName\":\"%s\"}}"
                        .formatted(name, name, node));
    }

    Optional<ApiObject> get(String resource, String namespace, String name) {
        return store.get(new ObjectKey(GroupResource.parse(resource), namespace, name));
    }

    /** Waits until the store shows something. */
    void awaitStored(java.util.function.BooleanSupplier shown) {
        Seen<Long> commits = new Seen<>();
        try (AutoCloseable listening = store.onCommit(commits::add)) {
            commits.add(0L);
            commits.await(_ -> shown.getAsBoolean());
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        gateway.close();
        cache.close();
        store.close();
        scheduler.shutdownNow();
    }
}
