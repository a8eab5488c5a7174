package io.gantry.api;

import io.gantry.registry.Surface;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Resources;
import io.gantry.resource.Subresource;
import io.gantry.status.StatusException;
import java.util.Set;
import java.util.function.BiConsumer;

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

    Routing(
            Resources resources,
            ReadHandler reads,
            WatchHandler watches,
            WriteHandler writes,
            PatchHandler patches,
            SubresourceHandler subresources,
            ConnectHandler connects) {
        this.resources = resources;
        this.reads = reads;
        this.watches = watches;
        this.writes = writes;
        this.patches = patches;
        this.subresources = subresources;
        this.connects = connects;
    }

    static StatusException notFound() {
        return StatusException.of(404, "NotFound", "the server could not find the requested resource");
    }

    static StatusException methodNotAllowed() {
        return StatusException.of(
                405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
    }

    ApiResponse serve(
            ApiRequest request,
            QueryParameters query,
            ResourceTarget target,
            Verb verb,
            BiConsumer<String, String> annotations) {
        ResourceDefinition definition = resources
                .find(target.group(), target.version(), target.resource())
                .filter(found -> isPlacedRight(found, target, verb))
                .orElseThrow(Routing::notFound);
        checkVerb(definition, target, verb);
        boolean connects = CONNECTS.contains(target.subresource());
        OutputFormat format = connects ? OutputFormat.JSON : OutputFormat.negotiate(request, query, verb == Verb.WATCH);
        Call call = new Call(request, query, target, verb, definition, format, new Warnings(), annotations);
        definition.deprecation().ifPresent(call.warnings());
        return target.subresource().isEmpty() ? main(call) : subresource(call);
    }

    /** Whether the path has a namespace where there must be one, and none where there cannot be. */
    private static boolean isPlacedRight(ResourceDefinition definition, ResourceTarget target, Verb verb) {
        if (!target.rest().isEmpty()
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
