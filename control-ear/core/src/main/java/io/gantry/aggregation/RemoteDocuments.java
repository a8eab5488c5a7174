package io.gantry.aggregation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.remote.RemoteResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Documents of extension servers that become part of the control plane's own: fetched when they are asked for, and kept for a while. */
public final class RemoteDocuments {

    private static final Logger LOG = LoggerFactory.getLogger(RemoteDocuments.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration KEPT = Duration.ofSeconds(30);
    private static final Duration FAILURE_KEPT = Duration.ofSeconds(3);
    private static final int SIZE_LIMIT = 16 << 20;
    private static final int OK = 200;

    private final AggregatedApis apis;
    private final Forwarding forwarding;
    private final InstantSource clock;
    private final Map<Source, Fetched> fetched = new ConcurrentHashMap<>();

    /** A document of one version's server. */
    private record Source(AggregatedApi api, String path) {}

    private record Fetched(Instant until, Optional<ObjectNode> document) {}

    public RemoteDocuments(AggregatedApis apis, Forwarding forwarding, InstantSource clock) {
        this.apis = apis;
        this.forwarding = forwarding;
        this.clock = clock;
    }

    /** The resources of a version (meta/v1 APIResourceList); empty when its server does not answer. */
    public Optional<ObjectNode> resources(AggregatedApi api) {
        return document(api, "/" + api.path());
    }

    /** Where the server's own OpenAPI documents are ({@code /openapi/v3}). */
    public Optional<ObjectNode> openApiIndex(AggregatedApi api) {
        return document(api, "/openapi/v3");
    }

    /** All that the server publishes in OpenAPI 2.0. */
    public Optional<ObjectNode> openApiV2(AggregatedApi api) {
        return document(api, "/openapi/v2");
    }

    /**
     * A document that is not kept.
     *
     * @param pathAndQuery as the client asked for it
     */
    public Optional<ObjectNode> fetchedNow(AggregatedApi api, String pathAndQuery) {
        return api.available() ? fetch(new Source(api, pathAndQuery)) : Optional.empty();
    }

    private Optional<ObjectNode> document(AggregatedApi api, String path) {
        if (!api.available()) {
            return Optional.empty();
        }
        Source source = new Source(api, path);
        Optional<Fetched> present = present(source);
        return present.isPresent() ? present.get().document() : refreshed(source);
    }

    private Optional<Fetched> present(Source source) {
        return Optional.ofNullable(fetched.get(source))
                .filter(found -> found.until().isAfter(clock.instant()));
    }

    /** One at a time: whoever waits finds it fetched. */
    private synchronized Optional<ObjectNode> refreshed(Source source) {
        Optional<Fetched> present = present(source);
        if (present.isPresent()) {
            return present.get().document();
        }
        fetched.keySet().removeIf(other -> !apis.all().contains(other.api()));
        Optional<ObjectNode> document = fetch(source);
        Duration kept = document.isPresent() ? KEPT : FAILURE_KEPT;
        fetched.put(source, new Fetched(clock.instant().plus(kept), document));
        return document;
    }

    private Optional<ObjectNode> fetch(Source source) {
        try (RemoteResponse response = forwarding.ask(source.api(), source.path(), "application/json", TIMEOUT)) {
            if (response.status() != OK) {
                LOG.warn(
                        "event=document-missing api={} path={} status={}",
                        source.api().path(),
                        source.path(),
                        response.status());
                return Optional.empty();
            }
            return Json.MAPPER.readTree(response.whole(SIZE_LIMIT)) instanceof ObjectNode document
                    ? Optional.of(document)
                    : Optional.empty();
        } catch (IOException e) {
            LOG.warn(
                    "event=document-missing api={} path={} error=\"{}\"",
                    source.api().path(),
                    source.path(),
                    e.getMessage());
            return Optional.empty();
        }
    }
}
