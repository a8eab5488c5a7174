package io.gantry.api;

import io.gantry.aggregation.AggregatedApi;
import io.gantry.aggregation.Aggregation;
import io.gantry.audit.AuditTrail;
import io.gantry.audit.Auditor;
import io.gantry.cache.StaleCacheException;
import io.gantry.cache.WatchCache;
import io.gantry.flowcontrol.FlowFacts;
import io.gantry.identity.Authorizer;
import io.gantry.object.Json;
import io.gantry.registry.Registry;
import io.gantry.registry.SchemaSource;
import io.gantry.registry.TokenIssuer;
import io.gantry.resource.Resources;
import io.gantry.status.StatusException;
import io.gantry.store.StoreUnavailableException;
import io.gantry.telemetry.RequestKind;
import io.gantry.telemetry.RequestMeter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The API over HTTP, but for the HTTP: takes requests that are authenticated and read, gives answers to be written. Every failure
 * becomes a Status; what nobody expected is logged once and becomes an InternalError.
 */
public final class ApiServer {

    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final Set<String> SESSIONS = Set.of("attach", "exec", "log", "portforward", "proxy");
    private static final int OK = 200;

    private static final int SWITCHING_PROTOCOLS = 101;

    private final Resources resources;
    private final InstantSource clock;
    private final RequestMeter meter;
    private final Auditor auditor;
    private final Aggregation aggregation;
    private final Authorization authorization;
    private final Impersonation impersonation;
    private final List<Endpoint> endpoints;
    private final Routing routing;

    /**
     * @param endpoints what answers paths that name no resource, asked in this order
     * @param random spreads the ends of watches
     * @param auditor writes down who did what
     * @param aggregation what other servers serve
     * @param meter counts what is asked
     */
    public ApiServer(
            Resources resources,
            Registry registry,
            WatchCache cache,
            SchemaSource schemas,
            Authorizer authorizer,
            TokenIssuer tokens,
            List<Endpoint> endpoints,
            InstantSource clock,
            RandomGenerator random,
            Auditor auditor,
            Aggregation aggregation,
            RequestMeter meter) {
        this.resources = resources;
        this.clock = clock;
        this.meter = meter;
        this.auditor = auditor;
        this.aggregation = aggregation;
        this.authorization = new Authorization(authorizer);
        this.impersonation = new Impersonation(authorization);
        this.endpoints = List.copyOf(endpoints);
        this.routing = Routing.of(resources, registry, cache, schemas, authorization, tokens, clock, random);
    }

    /**
     * Begins with a request whose body was not read yet. Throws BadRequest for what could be read in two ways.
     *
     * @param path as the request has it
     */
    public PendingRequest begin(ApiRequest request, CanonicalPath path) {
        return new PendingRequest(this, request, Destination.of(request, path));
    }

    Optional<JudgedRequest> judged(ApiRequest request, Destination destination) {
        try {
            if (SESSIONS.contains(destination.attributes().subresource())) {
                return Optional.empty();
            }
            boolean initialEvents = destination.verb() == Verb.WATCH
                    && (destination.query().isTrue("sendInitialEvents")
                            || !(ResourceVersion.of(destination.query()) instanceof ResourceVersion.At));
            return Optional.of(new JudgedRequest(
                    impersonation.effective(request).user(), new FlowFacts(destination.attributes(), initialEvents)));
        } catch (StatusException e) {
            return Optional.empty();
        }
    }

    /** Answers a request. Never throws. */
    public ApiResponse handle(ApiRequest request) {
        try {
            return handle(request, Destination.of(request));
        } catch (StatusException e) {
            return failure(e, request);
        }
    }

    ApiResponse handle(ApiRequest request, Destination destination) {
        AuditTrail trail = auditor.begin(AuditedRequest.facts(request), request.user(), destination.attributes());
        ApiResponse response = answered(request, destination, trail);
        switch (response) {
            case ApiResponse.Complete complete -> trail.complete(complete.status(), AuditedRequest.body(complete));
            case ApiResponse.Watch watch -> trail.started(OK);
            case ApiResponse.Connect connect -> trail.started(SWITCHING_PROTOCOLS);
            case ApiResponse.Upgrade upgrade -> trail.started(SWITCHING_PROTOCOLS);
            case ApiResponse.Proxy proxy -> trail.started(OK);
            case ApiResponse.Remote remote -> trail.started(remote.response().status());
        }
        measure(request, destination, response);
        return response;
    }

    /** Refuses what flow control does not let through, in upstream's plain text. */
    ApiResponse.Complete refuse(ApiRequest request, Destination destination) {
        AuditTrail trail = auditor.begin(AuditedRequest.facts(request), request.user(), destination.attributes());
        ApiResponse.Complete refusal = Responses.tooMany();
        trail.complete(refusal.status(), AuditedRequest.body(refusal));
        MeteredRequest.kind(request, destination, resources).ifPresent(kind -> meter.count(kind, refusal.status()));
        return refusal;
    }

    private void measure(ApiRequest request, Destination destination, ApiResponse response) {
        Optional<RequestKind> kind = MeteredRequest.kind(request, destination, resources);
        if (kind.isEmpty()) {
            return;
        }
        MeteredRequest.code(response).ifPresent(code -> meter.count(kind.get(), code));
        if (response instanceof ApiResponse.Complete) {
            meter.time(kind.get(), Duration.between(request.received(), clock.instant()));
        }
    }

    private ApiResponse answered(ApiRequest request, Destination destination, AuditTrail trail) {
        Warnings warnings = new Warnings();
        try {
            ApiRequest effective = impersonation.effective(request);
            if (effective != request) {
                trail.actsAs(effective.user());
            }
            ApiResponse response = answer(effective, destination, trail, warnings);
            return request.method().equals("HEAD") ? withoutBody(response) : response;
        } catch (StatusException e) {
            return Responses.failure(e, errorFormat(request), warnings);
        } catch (StoreUnavailableException | StaleCacheException e) {
            LOG.warn(
                    "store unavailable method={} path={} error={}",
                    request.method(),
                    request.rawPath(),
                    e.getMessage());
            return failure(unavailable(), request);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("request failed method={} path={}", request.method(), request.rawPath(), e);
            return failure(internalError(e), request);
        }
    }

    /** The answer to a request that could not be served after {@link #handle}, for example since a node is away. */
    public ApiResponse.Complete failure(StatusException refusal, ApiRequest request) {
        return Responses.failure(refusal, errorFormat(request), new Warnings());
    }

    private ApiResponse answer(ApiRequest request, Destination destination, AuditTrail trail, Warnings warnings) {
        Optional<Duration> timeout = timeout(destination);
        try {
            trail.allowed(authorization.check(request.user(), destination));
        } catch (StatusException e) {
            trail.forbidden("");
            throw e;
        }
        Optional<AggregatedApi> api = aggregated(destination.path());
        if (api.isPresent()) {
            return forwarded(request, api.get(), timeout);
        }
        return destination.target().isEmpty()
                ? endpoint(request, destination.path(), destination.query())
                : routing.serve(
                        request,
                        destination.query(),
                        destination.target().get(),
                        destination.verb(),
                        warnings,
                        trail::annotate);
    }

    private Optional<AggregatedApi> aggregated(CanonicalPath path) {
        List<String> segments = path.segments();
        boolean concerned = !aggregation.apis().isEmpty() && segments.size() >= 3 && path.startsWith("apis");
        return concerned ? aggregation.apis().find(segments.get(1), segments.get(2)) : Optional.empty();
    }

    private ApiResponse forwarded(ApiRequest request, AggregatedApi api, Optional<Duration> timeout) {
        BodyReader.checkSize(request);
        String query = request.rawQuery().isEmpty() ? "" : "?" + request.rawQuery();
        Optional<String> protocol = UpgradeHeader.wanted(request.headers());
        if (protocol.isPresent()) {
            return new ApiResponse.Upgrade(
                    api.server(),
                    aggregation
                            .forwarding()
                            .upgrade(
                                    api,
                                    request.method(),
                                    request.rawPath() + query,
                                    request.headers().values(),
                                    request.user(),
                                    protocol.get()));
        }
        return new ApiResponse.Remote(aggregation
                .forwarding()
                .forward(
                        api,
                        request.method(),
                        request.rawPath() + query,
                        request.headers().values(),
                        request.body(),
                        request.user(),
                        timeout));
    }

    /** None for an answer that may go on for ever: a watch, or what is like a session with a pod. Throws BadRequest. */
    private static Optional<Duration> timeout(Destination destination) {
        boolean isLong = destination.verb() == Verb.WATCH
                || SESSIONS.contains(destination.attributes().subresource());
        return isLong ? Optional.empty() : Optional.of(RequestTimeout.of(destination.query()));
    }

    private ApiResponse endpoint(ApiRequest request, CanonicalPath path, QueryParameters query) {
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        for (Endpoint endpoint : endpoints) {
            Optional<ApiResponse.Complete> answer = endpoint.serve(request, path, query);
            if (answer.isPresent()) {
                if (!reads) {
                    throw Routing.methodNotAllowed();
                }
                return answer.get();
            }
        }
        List<String> segments = path.segments();
        if (path.startsWith("api")) {
            throw Routing.notFound();
        }
        boolean inGroup = path.startsWith("apis")
                && segments.size() > 1
                && !segments.get(1).isEmpty();
        throw inGroup ? Routing.absent(resources, segments.get(1)) : StatusException.pageNotFound();
    }

    private static ApiResponse withoutBody(ApiResponse response) {
        return switch (response) {
            case ApiResponse.Complete complete ->
                new ApiResponse.Complete(complete.status(), complete.contentType(), complete.headers(), Body.EMPTY);
            case ApiResponse.Watch watch -> {
                watch.stream().close();
                yield new ApiResponse.Complete(200, watch.contentType(), watch.headers(), Body.EMPTY);
            }
            case ApiResponse.Connect connect -> throw Routing.methodNotAllowed();
            case ApiResponse.Upgrade upgrade -> throw Routing.methodNotAllowed();
            case ApiResponse.Proxy proxy -> proxy;
            case ApiResponse.Remote remote -> remote;
        };
    }

    private static OutputFormat errorFormat(ApiRequest request) {
        try {
            OutputFormat wanted = OutputFormat.negotiate(
                    request, queryOfRefused(request), OutputFormat.Offer.ofObjects("v1", "Status"));
            return new OutputFormat(wanted.encoding(), OutputFormat.Shape.OBJECT, "v1", wanted.pretty());
        } catch (StatusException e) {
            return OutputFormat.JSON;
        }
    }

    /** The query itself may be why a request is refused: then nothing of it counts. */
    private static QueryParameters queryOfRefused(ApiRequest request) {
        try {
            return QueryParameters.parse(request.rawQuery());
        } catch (StatusException e) {
            return new QueryParameters(Map.of());
        }
    }

    private static StatusException unavailable() {
        return StatusException.of(503, "ServiceUnavailable", "the server is currently unable to handle the request")
                .retryAfter(1);
    }

    private static StatusException internalError(Throwable error) {
        return StatusException.of(
                        500, "InternalError", "Internal error occurred: the server could not serve this request")
                .withCause(Json.object().put("message", error.getClass().getSimpleName()));
    }
}
