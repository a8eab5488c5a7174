package io.gantry.server.wiring;

import io.gantry.admission.Admission;
import io.gantry.aggregation.AggregatedApis;
import io.gantry.aggregation.Aggregation;
import io.gantry.aggregation.Forwarding;
import io.gantry.authentication.TokenRequests;
import io.gantry.bootstrap.ApiAddress;
import io.gantry.bootstrap.ApiEndpoints;
import io.gantry.bootstrap.DefaultRoles;
import io.gantry.bootstrap.DefaultServiceCidr;
import io.gantry.bootstrap.ExtensionAuthentication;
import io.gantry.bootstrap.LocalApiServices;
import io.gantry.bootstrap.SystemObjects;
import io.gantry.cache.WatchCache;
import io.gantry.customresource.CustomResourceServing;
import io.gantry.customresource.conversion.Conversions;
import io.gantry.event.EventRecorder;
import io.gantry.flowcontrol.FlowControl;
import io.gantry.gateway.GatewaySettings;
import io.gantry.gateway.GatewaySettings.ClusterNetwork;
import io.gantry.gateway.GatewayTls;
import io.gantry.gateway.NodeGateway;
import io.gantry.health.ComponentStatuses;
import io.gantry.health.HealthCheck;
import io.gantry.metrics.MetricsKinds;
import io.gantry.metrics.UsageSamples;
import io.gantry.node.MirrorPods;
import io.gantry.node.NodeCertificates;
import io.gantry.node.NodeStatusWriter;
import io.gantry.node.NodeTokens;
import io.gantry.node.PodCredentials;
import io.gantry.registry.ObjectWriter;
import io.gantry.registry.Registry;
import io.gantry.registry.SchemaSource;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Resources;
import io.gantry.resource.allocation.IpRange;
import io.gantry.resource.allocation.PortRange;
import io.gantry.resource.allocation.ServiceAllocation;
import io.gantry.resource.kinds.BuiltInKinds;
import io.gantry.server.ControlPlane;
import io.gantry.server.Settings;
import io.gantry.server.remote.PooledClient;
import io.gantry.server.remote.RemoteDialer;
import io.gantry.server.stream.OpenStreams;
import io.gantry.server.stream.Streaming;
import io.gantry.service.ServiceResolver;
import io.gantry.store.ObjectStore;
import io.gantry.telemetry.FlowMeter;
import io.gantry.telemetry.HealthMeter;
import io.gantry.webhook.WebhookClient;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;

/** All parts of one instance, wired in the order in which they need each other. This package alone reads clock and randomness. */
public final class RunningControlPlane implements AutoCloseable {

    private static final Duration SEATS_BALANCE = Duration.ofSeconds(1);
    private static final Duration EVENT_FLUSH = Duration.ofSeconds(1);
    private static final Duration REMOTE_IDLE_CHECK = Duration.ofSeconds(30);
    private static final Duration USAGE_EXPIRY = Duration.ofMinutes(1);
    private static final Duration INSTANCE_RENEWAL = Duration.ofSeconds(20);
    private static final Duration SERVICE_CIDR_CHECK = Duration.ofSeconds(10);
    private static final Duration WITNESS_INTERVAL = Duration.ofSeconds(5);

    private final Parts parts = new Parts();
    private final InstantSource clock = InstantSource.system();
    private final SecureRandom random = new SecureRandom();
    private final ExecutorService tasks = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("task-", 0).factory());
    private final Ticker ticker = new Ticker(tasks, System::nanoTime);
    private final ControlPlane controlPlane;

    private RunningControlPlane(Settings settings, HealthMeter health) throws IOException, GeneralSecurityException {
        try {
            this.controlPlane = wire(settings, health);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Throws what any part throws that cannot start; nothing is left running then.
     *
     * @param health what health checks have answered, to be shown
     */
    public static RunningControlPlane start(Settings settings, HealthMeter health)
            throws IOException, GeneralSecurityException {
        return new RunningControlPlane(settings, health);
    }

    private ControlPlane wire(Settings settings, HealthMeter health) throws IOException, GeneralSecurityException {
        ScheduledExecutorService alarms = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("alarms").factory());
        parts.add("alarms", alarms::shutdownNow);
        ObjectStore store = parts.add("store", StoreParts.store(settings));
        WatchCache cache = parts.add("cache", new WatchCache(store, WatchCache.Settings.DEFAULT));
        AccessControl access = new AccessControl(settings, cache, clock);
        AggregatedApis aggregatedApis = new AggregatedApis();
        cache.onEvent(aggregatedApis);
        cache.start();
        StoreParts.witness(settings).ifPresent(witness -> {
            parts.add("revision-witness", () -> witness.note(cache.revision()));
            ticker.every(WITNESS_INTERVAL, "revision-witness", now -> witness.note(cache.revision()));
        });

        Resources resources = new Resources(BuiltInKinds.definitions(
                new ServiceAllocation(IpRange.parse(settings.serviceCidr()), PortRange.DEFAULT, random),
                new ComponentStatuses(components(store, cache))));
        resources.add(access.reviewKinds());
        UsageSamples samples = new UsageSamples(clock);
        ticker.every(USAGE_EXPIRY, "usage", now -> samples.expire());
        List<ResourceDefinition> metrics = MetricsKinds.definitions(samples, cache, clock);
        resources.add(metrics);
        PooledClient remote = parts.add("remote", new PooledClient(services(cache), Optional.empty(), alarms));
        Conversions conversions = new Conversions(new WebhookClient(remote), RunningControlPlane::uid);
        new CustomResourceServing(resources, cache, conversions).follow();
        PooledClient proxy =
                parts.add("front-proxy", new PooledClient(services(cache), Keys.frontProxy(settings.pki()), alarms));
        ticker.every(REMOTE_IDLE_CHECK, "remote", now -> {
            remote.closeIdle();
            proxy.closeIdle();
        });
        Aggregation aggregation = new Aggregation(aggregatedApis, new Forwarding(proxy), clock);
        AtomicReference<ObjectWriter> ownWriter = new AtomicReference<>();
        Registry registry = registry(
                resources, store, cache, access.admission().all(random, resources, remote, tasks, ownWriter::get));
        ownWriter.set(registry);
        resources.add(access.ownKinds(resources, registry, store, settings.encrypted(), random));
        ensureSystemObjects(
                settings,
                store,
                cache,
                registry(resources, store, cache, access.admission().own(random)),
                metrics);

        EventRecorder events = new EventRecorder(registry, clock);
        ticker.every(EVENT_FLUSH, "events", now -> events.flush());
        NodeGateway gateway =
                parts.add("gateway", gateway(settings, access, cache, registry.as("kubelet"), events, samples, alarms));
        gateway.start();
        new Leadership(settings, parts, ticker, tasks, clock, random)
                .begin(resources, access, cache, registry, events, aggregation);

        OpenStreams open = new OpenStreams();
        parts.add("streams", open::closeAll);
        PrometheusRegistry numbers = new PrometheusRegistry();
        return new ControlPlane(
                new ApiParts(settings, parts, clock, random, numbers, health)
                        .server(resources, access, registry, cache, aggregation),
                access.authenticator(),
                flowControl(cache, numbers),
                gateway.sessions(),
                new RemoteDialer(services(cache), Keys.frontProxy(settings.pki())),
                new Streaming(tasks, alarms, clock, open),
                readiness(store, cache),
                clock);
    }

    private FlowControl flowControl(WatchCache cache, PrometheusRegistry numbers) {
        FlowControl control =
                new FlowControl(cache, FlowControl.DEFAULT_SEATS, System::nanoTime, new FlowMeter(numbers));
        cache.onEvent(control);
        ticker.every(SEATS_BALANCE, "flow-control", now -> control.balance());
        return control;
    }

    private Registry registry(Resources resources, ObjectStore store, WatchCache cache, Admission admission) {
        return new Registry(
                resources, store, cache, SchemaSource.BUILT_IN, clock, RunningControlPlane::uid, random, admission);
    }

    private static String uid() {
        return UUID.randomUUID().toString();
    }

    private ServiceResolver services(WatchCache cache) {
        return new ServiceResolver(cache, random);
    }

    private void ensureSystemObjects(
            Settings settings, ObjectStore store, WatchCache cache, Registry registry, List<ResourceDefinition> metrics)
            throws IOException {
        ApiAddress address =
                new ApiAddress(settings.advertiseAddress(), settings.apiPort(), settings.kubernetesServiceAddress());
        new SystemObjects(store, registry).ensure(address);
        new DefaultRoles(cache, registry).ensure();
        cache.awaitCurrent();
        List<ResourceDefinition> local = new ArrayList<>(BuiltInKinds.definitions());
        local.addAll(metrics);
        new LocalApiServices(cache, registry).ensure(local);
        ensureExtensionAuthentication(settings, cache, registry);
        ApiEndpoints endpoints = new ApiEndpoints(store, cache, registry, address, clock);
        ticker.every(INSTANCE_RENEWAL, "api-endpoints", now -> endpoints.renew());
        DefaultServiceCidr serviceCidr = new DefaultServiceCidr(cache, registry, settings.serviceCidr());
        ticker.every(SERVICE_CIDR_CHECK, "service-cidr", now -> serviceCidr.ensure());
    }

    private static void ensureExtensionAuthentication(Settings settings, WatchCache cache, Registry registry)
            throws IOException {
        Path authority = settings.pki().resolve("front-proxy-ca.crt");
        Optional<String> frontProxy =
                Files.exists(authority) ? Optional.of(Files.readString(authority)) : Optional.empty();
        new ExtensionAuthentication(cache, registry)
                .ensure(Files.readString(settings.pki().resolve("ca.crt")), frontProxy);
    }

    private NodeGateway gateway(
            Settings settings,
            AccessControl access,
            WatchCache cache,
            ObjectWriter writer,
            EventRecorder events,
            UsageSamples samples,
            ScheduledExecutorService alarms)
            throws IOException, GeneralSecurityException {
        Path pki = settings.pki();
        ClusterNetwork network = new ClusterNetwork(
                settings.clusterDomain(), settings.dnsAddress(), settings.serviceCidr(), settings.clusterCidr());
        return new NodeGateway(
                GatewaySettings.of(new InetSocketAddress(settings.nodePort()), network),
                GatewayTls.ofPem(
                        pki.resolve("apiserver.crt"), pki.resolve("apiserver.key"), pki.resolve("ca.crt"), alarms),
                cache,
                new NodeStatusWriter(writer, cache, events::record, clock),
                samples,
                new MirrorPods(writer, cache),
                new PodCredentials(
                        new NodeTokens(cache, new TokenRequests(access.tokens(), cache, clock)),
                        new NodeCertificates(cache, writer)),
                clock,
                RunningControlPlane::uid);
    }

    private List<HealthCheck> components(ObjectStore store, WatchCache cache) {
        return List.of(
                new HealthCheck("controller-manager", new LeaderProbe(cache, Leadership.CONTROLLERS, clock)::failure),
                new HealthCheck("postgresql", new StoreProbe(store)::failure),
                new HealthCheck("scheduler", new LeaderProbe(cache, Leadership.SCHEDULER, clock)::failure));
    }

    private static List<HealthCheck> readiness(ObjectStore store, WatchCache cache) {
        return List.of(new HealthCheck("database", new StoreProbe(store)::failure));
    }

    public ControlPlane controlPlane() {
        return controlPlane;
    }

    /** Does what is due; to be called several times a second, on one thread at a time. */
    public void tick() {
        Instant now = clock.instant();
        ticker.tick(now);
    }

    @Override
    public void close() {
        parts.close();
        tasks.shutdown();
    }
}
