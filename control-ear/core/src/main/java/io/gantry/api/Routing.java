package io.gantry.api;

import io.gantry.cache.WatchCache;
import io.gantry.registry.PodEviction;
import io.gantry.registry.Registry;
import io.gantry.registry.SchemaSource;
import io.gantry.registry.Surface;
import io.gantry.registry.TokenIssuer;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Resources;
import io.gantry.resource.Subresource;
import io.gantry.status.StatusException;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/** Finds the handler of a resource request. */
final class Routing {

    private static final Set<String> CONNECTS = Set.of("log", "exec", "attach", "portforward");

    private final Resources resources;
    private final ReadHandler reads;
    private final WatchHandler watches;
    private final WriteHandler writes;
    private final PatchHandler patches;
    private final SubresourceHandler subresources;
    private final ConnectHandler connects;
    private final ProxyHandler proxies;

    Routing(
            Resources resources,
            ReadHandler reads,
            WatchHandler watches,
            WriteHandler writes,
            PatchHandler patches,
            SubresourceHandler subresources,
            ConnectHandler connects,
            ProxyHandler proxies) {
        this.resources = resources;
        this.reads = reads;
        this.watches = watches;
        this.writes = writes;
        this.patches = patches;
        this.subresources = subresources;
        this.connects = connects;
        this.proxies = proxies;
    }

    /**
     * All handlers over one registry.
     *
     * @param random spreads the ends of watches
     */
    static Routing of(
            Resources resources,
            Registry registry,
            WatchCache cache,
            SchemaSource schemas,
            Authorization authorization,
            TokenIssuer tokens,
            InstantSource clock,
            RandomGenerator random) {
        ObjectRenderer renderer = new ObjectRenderer(clock);
        CollectionReader reader = new CollectionReader(cache, new PastListings(cache, clock), clock);
        ObjectDecoder decoder = new ObjectDecoder(resources);
        ReadHandler reads = new ReadHandler(cache, reader, renderer);
        ApplyHandler applies = new ApplyHandler(registry, authorization, renderer);
        PatchHandler patches = new PatchHandler(registry, schemas, applies, renderer);
        return new Routing(
                resources,
                reads,
                new WatchHandler(cache, reader, clock, random),
                new WriteHandler(registry, schemas, decoder, authorization, reader, renderer),
                patches,
                new SubresourceHandler(
                        registry, decoder, reads, patches, tokens, new PodEviction(resources, registry, cache, clock)),
                new ConnectHandler(registry, reads),
                new ProxyHandler(registry, cache, random));
    }

    static StatusException notFound() {
        return StatusException.withoutSubject(404, "NotFound", "the server could not find the requested resource");
    }

    /** The refusal of what a group does not have: upstream describes only its own groups. */
    static StatusException absent(Resources resources, String group) {
        boolean own = resources.all().stream()
                .anyMatch(definition -> definition.group().equals(group) && !isDeclared(definition));
        return own ? notFound() : StatusException.pageNotFound();
    }

    static StatusException methodNotAllowed() {
        return StatusException.withoutSubject(
                405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
    }

    ApiResponse serve(
            ApiRequest request,
            QueryParameters query,
            ResourceTarget target,
            Verb verb,
            Warnings warnings,
            BiConsumer<String, String> annotations) {
        ResourceDefinition definition = resources
                .find(target.group(), target.version(), target.resource())
                .filter(found -> isPlacedRight(found, target, verb))
                .orElseThrow(() -> absent(resources, target.group()));
        if (target.isProxied() && definition.subresource(target.subresource()).isPresent()) {
            return proxies.proxy(
                    new Call(request, query, target, verb, definition, OutputFormat.JSON, warnings, annotations));
        }
        if (isDeclared(definition) && isUnknownSubresource(definition, target)) {
            definition.deprecation().ifPresent(warnings);
            throw StatusException.notFound(definition.groupResource(), target.name());
        }
        checkVerb(definition, target, verb);
        boolean connects = CONNECTS.contains(target.subresource());
        OutputFormat format =
                connects ? OutputFormat.JSON : OutputFormat.negotiate(request, query, offered(definition, verb));
        Call call = new Call(request, query, target, verb, definition, format, warnings, annotations);
        definition.deprecation().ifPresent(call.warnings());
        return target.subresource().isEmpty() ? main(call) : subresource(call);
    }

    private static OutputFormat.Offer offered(ResourceDefinition definition, Verb verb) {
        if (verb == Verb.WATCH) {
            return OutputFormat.Offer.ofEvents(definition.apiVersion(), definition.kind());
        }
        OutputFormat.Offer offer = OutputFormat.Offer.ofObjects(definition.apiVersion(), definition.kind());
        return definition.strategy().answer().isPresent() ? offer.withoutTables() : offer;
    }

    /** Whether the path has a namespace where there must be one, and none where there cannot be. */
    private static boolean isPlacedRight(ResourceDefinition definition, ResourceTarget target, Verb verb) {
        if ((!target.rest().isEmpty() && !target.isProxied())
                || (target.watchPath() && !target.subresource().isEmpty())) {
            return false;
        }
        boolean inNamespace = !target.namespace().isEmpty();
        if (definition.namespaced()) {
            return inNamespace || target.isCollection();
        }
        boolean ownNamespace = target.resource().equals("namespaces");
        return !inNamespace || ownNamespace;
    }

    private static boolean isDeclared(ResourceDefinition definition) {
        return definition.strategy().declaredSchema().isPresent();
    }

    private static boolean isUnknownSubresource(ResourceDefinition definition, ResourceTarget target) {
        return !target.subresource().isEmpty()
                && definition.subresource(target.subresource()).isEmpty();
    }

    private static void checkVerb(ResourceDefinition definition, ResourceTarget target, Verb verb) {
        Set<String> allowed = target.subresource().isEmpty()
                ? definition.verbs()
                : definition
                        .subresource(target.subresource())
                        .map(Subresource::verbs)
                        .orElseThrow(Routing::notFound);
        boolean everywhere = definition.namespaced() && target.namespace().isEmpty();
        boolean readsOnly = everywhere && verb != Verb.LIST && verb != Verb.WATCH;
        boolean createsNamed = verb == Verb.CREATE && target.subresource().isEmpty() && !target.isCollection();
        boolean changesCollection = target.isCollection() && (verb == Verb.UPDATE || verb == Verb.PATCH);
        if (!allowed.contains(verb.text()) || readsOnly || createsNamed || changesCollection) {
            throw methodNotAllowed();
        }
    }

    private ApiResponse main(Call call) {
        return switch (call.verb()) {
            case GET -> reads.get(call);
            case LIST -> reads.list(call);
            case WATCH -> watches.watch(call);
            case CREATE -> call.target().resource().equals("bindings") ? subresources.bind(call) : writes.create(call);
            case UPDATE -> writes.update(call, Surface.MAIN);
            case PATCH -> patches.patch(call, Surface.MAIN);
            case DELETE -> writes.delete(call);
            case DELETECOLLECTION -> writes.deleteCollection(call);
            case NONE -> throw methodNotAllowed();
        };
    }

    private ApiResponse subresource(Call call) {
        String name = call.target().subresource();
        return switch (name) {
            case "status" -> surface(call, Surface.STATUS);
            case "approval" -> surface(call, Surface.APPROVAL);
            case "finalize" -> surface(call, Surface.FINALIZE);
            case "ephemeralcontainers" -> surface(call, Surface.EPHEMERAL_CONTAINERS);
            case "resize" -> surface(call, Surface.RESIZE);
            case "scale" -> subresources.scale(call);
            case "binding" -> subresources.bind(call);
            case "eviction" -> subresources.evict(call);
            case "token" -> subresources.token(call);
            default -> {
                if (!CONNECTS.contains(name)) {
                    throw notFound();
                }
                yield connects.connect(call);
            }
        };
    }

    private ApiResponse surface(Call call, Surface surface) {
        return switch (call.verb()) {
            case GET -> reads.get(call);
            case UPDATE -> writes.update(call, surface);
            case PATCH -> patches.patch(call, surface);
            case LIST, WATCH, CREATE, DELETE, DELETECOLLECTION, NONE -> throw methodNotAllowed();
        };
    }
}
