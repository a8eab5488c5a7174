package io.gantry.server.wiring;

import io.gantry.aggregation.Aggregation;
import io.gantry.api.ApiServer;
import io.gantry.api.Discovery;
import io.gantry.api.MetricsEndpoint;
import io.gantry.api.MetricsPage;
import io.gantry.api.OpenApiEndpoint;
import io.gantry.api.OpenIdEndpoint;
import io.gantry.api.RootPaths;
import io.gantry.api.VersionEndpoint;
import io.gantry.audit.AuditPolicy;
import io.gantry.audit.Auditor;
import io.gantry.authentication.TokenRequests;
import io.gantry.cache.WatchCache;
import io.gantry.registry.Registry;
import io.gantry.registry.SchemaSource;
import io.gantry.resource.Resources;
import io.gantry.schema.Schemas;
import io.gantry.server.Settings;
import io.gantry.telemetry.HealthMeter;
import io.gantry.telemetry.RequestMeter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What answers requests.
 *
 * @param parts takes what has to be closed
 * @param random spreads the ends of watches
 * @param numbers what {@code /metrics} shows; others add to it
 * @param health what {@code /metrics/slis} shows
 */
record ApiParts(
        Settings settings,
        Parts parts,
        InstantSource clock,
        RandomGenerator random,
        PrometheusRegistry numbers,
        HealthMeter health) {

    private static final String VERSION = "0.1.0";

    ApiServer server(
            Resources resources, AccessControl access, Registry registry, WatchCache cache, Aggregation aggregation)
            throws IOException {
        String address = settings.advertiseAddress() + ":" + settings.apiPort();
        return new ApiServer(
                resources,
                registry,
                cache,
                SchemaSource.BUILT_IN,
                access.authorizer(),
                new TokenRequests(access.tokens(), cache, clock),
                List.of(
                        new Discovery(resources, address, aggregation),
                        new OpenApiEndpoint(resources, Schemas.builtIn()::find, aggregation),
                        new OpenIdEndpoint(
                                access.tokens().issuer(),
                                address,
                                access.signer().keyId(),
                                access.signer().publicKey()),
                        new VersionEndpoint(VERSION, "", ""),
                        new MetricsEndpoint(numbers, resources, cache),
                        new MetricsPage("/metrics/slis", health.registry()),
                        new RootPaths(resources, aggregation)),
                clock,
                random,
                auditor(),
                aggregation,
                new RequestMeter(numbers));
    }

    private Auditor auditor() throws IOException {
        if (settings.auditPolicy().isEmpty() || settings.auditLog().isEmpty()) {
            return Auditor.SILENT;
        }
        AuditPolicy policy =
                AuditPolicy.parse(Files.readString(settings.auditPolicy().get()));
        AuditFile file = parts.add("audit", new AuditFile(settings.auditLog().get()));
        return Auditor.of(policy, file, clock);
    }
}
