package io.gantry.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.Admission;
import io.gantry.admission.AdmissionPlugin;
import io.gantry.admission.builtin.BuiltInPlugins;
import io.gantry.admission.certificates.CertificatePlugin;
import io.gantry.admission.certificates.PodCertificatePlugin;
import io.gantry.admission.certificates.TrustBundlePlugin;
import io.gantry.admission.expression.AdmissionInput;
import io.gantry.admission.policy.MutatingPolicies;
import io.gantry.admission.policy.ValidatingPolicies;
import io.gantry.admission.resourcequota.ResourceQuotaPlugin;
import io.gantry.admission.selection.NamespaceLookup;
import io.gantry.admission.webhook.MutatingWebhooks;
import io.gantry.admission.webhook.ValidatingWebhooks;
import io.gantry.admission.webhook.WebhookConfigurations;
import io.gantry.admission.webhook.WebhookMatching;
import io.gantry.aggregation.AggregatedApis;
import io.gantry.aggregation.Aggregation;
import io.gantry.aggregation.Forwarding;
import io.gantry.audit.Auditor;
import io.gantry.authentication.AudienceAgnostic;
import io.gantry.authentication.Authenticator;
import io.gantry.authentication.StaticTokens;
import io.gantry.authentication.TokenReader;
import io.gantry.bootstrap.ApiAddress;
import io.gantry.bootstrap.DefaultRoles;
import io.gantry.bootstrap.SystemObjects;
import io.gantry.cache.WatchCache;
import io.gantry.health.HealthCheck;
import io.gantry.history.HistoryKinds;
import io.gantry.identity.Authorizer;
import io.gantry.identity.AuthorizerChain;
import io.gantry.identity.MastersAuthorizer;
import io.gantry.identity.UserInfo;
import io.gantry.metrics.MetricsKinds;
import io.gantry.metrics.UsageSamples;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.query.QueryKinds;
import io.gantry.rbac.EscalationCheck;
import io.gantry.rbac.RbacAuthorizer;
import io.gantry.rbac.RbacIndex;
import io.gantry.registry.ObjectWriter;
import io.gantry.registry.Registry;
import io.gantry.registry.SchemaSource;
import io.gantry.resource.Resources;
import io.gantry.resource.kinds.BuiltInKinds;
import io.gantry.review.ReviewKinds;
import io.gantry.schema.Schemas;
import io.gantry.store.MemoryObjectStore;
import io.gantry.telemetry.HealthMeter;
import io.gantry.telemetry.RequestMeter;
import io.gantry.webhook.WebhookClient;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** An API server over the in-memory store, with a clock that only tests move, and a client to it. */
final class ApiFixture {

    static final UserInfo ADMIN = new UserInfo("admin", List.of(UserInfo.MASTERS, UserInfo.AUTHENTICATED));

    private static final TokenReader TOKENS =
            new AudienceAgnostic(List.of("api"), StaticTokens.parse("s3cret,ada,7,\"ops,dev\"\n")::holder);

    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private final InstantSource clock = () -> now;
    private final Random random = new Random(7);
    final Resources resources = new Resources(BuiltInKinds.definitions());
    final MemoryObjectStore store;
    final WatchCache cache;
    private final RbacIndex roles = new RbacIndex();
    private final RbacAuthorizer rbac = new RbacAuthorizer(roles);
    private final Authorizer authorizer = AuthorizerChain.of(new MastersAuthorizer(), rbac);
    final FakeWebhooks webhooks = new FakeWebhooks();
    final FakeExtensionServer extension = new FakeExtensionServer();
    private final AggregatedApis aggregated = new AggregatedApis();
    private final Aggregation aggregation = new Aggregation(aggregated, new Forwarding(extension), () -> now);
    private volatile boolean following = true;
    final UsageSamples samples = new UsageSamples(() -> now);
    final Registry registry;
    final ApiServer server;

    ApiFixture() {
        this(4096);
    }

    /**
     * @param remembered events of each resource from which watches can go on
     */
    ApiFixture(int remembered) {
        this(remembered, clock -> new MemoryObjectStore(100_000, clock));
    }

    /**
     * @param store may be shared: then this is one more instance of one cluster
     */
    ApiFixture(int remembered, MemoryObjectStore store) {
        this(remembered, clock -> store);
    }

    private ApiFixture(int remembered, Function<InstantSource, MemoryObjectStore> stores) {
        store = stores.apply(clock);
        cache = new WatchCache(store, new WatchCache.Settings(remembered, 4096, Duration.ofSeconds(1)));
        cache.onEvent(roles);
        cache.onEvent(aggregated);
        Authenticator authenticator = new Authenticator(List.of(TOKENS), List.of("api"));
        resources.add(ReviewKinds.definitions(authenticator, authorizer, rbac, clock));
        resources.add(MetricsKinds.definitions(samples, cache, clock));
        registry = new Registry(
                resources,
                store,
                cache,
                SchemaSource.BUILT_IN,
                clock,
                () -> UUID.randomUUID().toString(),
                random,
                admission());
        resources.add(HistoryKinds.definitions(
                resources, registry, store, cache, authorizer, Set.of(new GroupResource("", "secrets"))));
        resources.add(List.of(
                Transactions.definition(resources, registry, cache, SchemaSource.BUILT_IN, authorizer, clock, random)));
        resources.add(List.of(QueryKinds.definition(resources, cache, authorizer)));
        server = server(Auditor.SILENT);
        cache.load();
        store.onCommit(revision -> {
            if (following) {
                cache.catchUp();
            }
        });
        if (get("/api/v1/namespaces/default").status() == 404) {
            post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"default\"}}").is(201);
        }
    }

    private Admission admission() {
        WebhookConfigurations configurations = new WebhookConfigurations();
        cache.onEvent(configurations);
        NamespaceLookup namespaces = new NamespaceLookup(cache);
        WebhookMatching matching =
                new WebhookMatching(resources, namespaces, new AdmissionInput(namespaces, authorizer));
        WebhookClient client = new WebhookClient(webhooks);
        Supplier<String> uids = () -> UUID.randomUUID().toString();
        List<AdmissionPlugin> plugins = new ArrayList<>(List.of(
                new CertificatePlugin(authorizer),
                new TrustBundlePlugin(authorizer),
                new PodCertificatePlugin(authorizer, clock),
                new EscalationCheck(authorizer, rbac)));
        plugins.addAll(BuiltInPlugins.of(cache, namespaces));
        plugins.add(new MutatingPolicies(resources, cache, namespaces, authorizer));
        plugins.add(new MutatingWebhooks(configurations, matching, client, uids));
        plugins.add(new ValidatingPolicies(resources, cache, namespaces, authorizer));
        plugins.add(new ValidatingWebhooks(configurations, matching, client, uids, Thread::startVirtualThread));
        plugins.add(new ResourceQuotaPlugin(cache, this::writer, clock));
        return new Admission(plugins);
    }

    private ObjectWriter writer() {
        return registry;
    }

    /** One more server over the same objects. */
    ApiServer server(Auditor auditor) {
        PrometheusRegistry numbers = new PrometheusRegistry();
        HealthMeter health = new HealthMeter();
        return new ApiServer(
                resources,
                registry,
                cache,
                SchemaSource.BUILT_IN,
                authorizer,
                (account, request) -> {
                    ObjectNode answer = request.deepCopy();
                    answer.putObject("status").put("token", "token-of-" + account.name());
                    return answer;
                },
                List.of(
                        new VersionEndpoint("0.1.0", "", ""),
                        new MetricsEndpoint(numbers, resources, cache),
                        new MetricsPage("/metrics/slis", health.registry()),
                        new HealthChecks(List.of(HealthCheck.PING), List.of(HealthCheck.PING), health),
                        new RootPaths(resources, aggregation),
                        new Discovery(resources, "127.0.0.1:6443", aggregation),
                        new OpenApiEndpoint(resources, Schemas.builtIn()::find, aggregation)),
                clock,
                random,
                auditor,
                aggregation,
                new RequestMeter(numbers));
    }

    /** From now on the cache follows only when somebody waits for it: as if others made the commits. */
    void stopFollowing() {
        following = false;
    }

    void advance(Duration by) {
        now = now.plus(by);
    }

    Instant now() {
        return now;
    }

    /** A whole answer. */
    record Reply(int status, String contentType, Map<String, List<String>> headers, String text) {

        JsonNode json() {
            try {
                return Json.MAPPER.readTree(text);
            } catch (IOException e) {
                throw new UncheckedIOException(text, e);
            }
        }

        Reply is(int expected) {
            if (status != expected) {
                throw new AssertionError("expected " + expected + ", got " + status + ": " + text);
            }
            return this;
        }

        String message() {
            return json().path("message").asText();
        }

        String at(String pointer) {
            return json().at(pointer).asText();
        }
    }

    Reply get(String path) {
        return send("GET", path, "", Map.of());
    }

    Reply post(String path, String body) {
        return send("POST", path, body, Map.of());
    }

    Reply put(String path, String body) {
        return send("PUT", path, body, Map.of());
    }

    Reply delete(String path) {
        return send("DELETE", path, "", Map.of());
    }

    Reply delete(String path, String body) {
        return send("DELETE", path, body, Map.of());
    }

    Reply patch(String path, String type, String body) {
        return send("PATCH", path, body, Map.of("Content-Type", "application/" + type));
    }

    Reply send(String method, String path, String body, Map<String, String> headers) {
        return complete(server.handle(request(ADMIN, method, path, body.getBytes(StandardCharsets.UTF_8), headers)));
    }

    Reply as(UserInfo user, String method, String path) {
        return as(user, method, path, "");
    }

    Reply as(UserInfo user, String method, String path, String body) {
        return complete(server.handle(request(user, method, path, body.getBytes(StandardCharsets.UTF_8), Map.of())));
    }

    /** Writes the roles and bindings that every cluster has. */
    void addDefaultRoles() {
        new SystemObjects(store, registry).ensure(new ApiAddress("127.0.0.1", 6443, "10.96.0.1"));
        new DefaultRoles(cache, registry).ensure();
    }

    ApiResponse raw(String method, String path) {
        return server.handle(request(ADMIN, method, path, new byte[0], Map.of()));
    }

    WatchStream watch(String path) {
        return watch(path, Map.of());
    }

    WatchStream watch(String path, Map<String, String> headers) {
        ApiResponse response = server.handle(request(ADMIN, "GET", path, new byte[0], headers));
        if (response instanceof ApiResponse.Watch watch) {
            return watch.stream();
        }
        throw new AssertionError("not a watch: " + complete(response));
    }

    ApiRequest request(UserInfo user, String method, String path, byte[] body, Map<String, String> headers) {
        int query = path.indexOf('?');
        Map<String, List<String>> lists = new HashMap<>();
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        return new ApiRequest(
                method,
                query < 0 ? path : path.substring(0, query),
                query < 0 ? "" : path.substring(query + 1),
                Headers.of(lists),
                body,
                user,
                now);
    }

    static Reply complete(ApiResponse response) {
        if (!(response instanceof ApiResponse.Complete complete)) {
            throw new AssertionError("not a whole answer: " + response);
        }
        return new Reply(
                complete.status(),
                complete.contentType(),
                complete.headers(),
                new String(complete.body().bytes(), StandardCharsets.UTF_8));
    }

    /** The events that a watch has now, each as {@code TYPE NAME}. */
    static List<String> events(WatchStream stream) {
        return frames(stream).stream()
                .map(event -> event.path("type").asText() + " "
                        + event.at("/object/metadata/name").asText())
                .toList();
    }

    static List<JsonNode> frames(WatchStream stream) {
        List<JsonNode> events = new ArrayList<>();
        for (String line : join(stream.poll()).lines().toList()) {
            events.add(Json.read(line));
        }
        return events;
    }

    private static String join(List<byte[]> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        return all.toString(StandardCharsets.UTF_8);
    }
}
