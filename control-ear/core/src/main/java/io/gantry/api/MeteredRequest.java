package io.gantry.api;

import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Resources;
import io.gantry.telemetry.RequestKind;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Tells the meter what requests it may count: those about resources that exist, so that nobody fills it with names made up. */
final class MeteredRequest {

    private static final Set<String> CONNECTIONS = Set.of("attach", "exec", "portforward", "proxy");
    private static final int OK = 200;
    private static final int SWITCHING_PROTOCOLS = 101;

    private MeteredRequest() {}

    static Optional<RequestKind> kind(ApiRequest request, Destination destination, Resources resources) {
        return destination
                .target()
                .filter(target -> destination.verb() != Verb.NONE && isServed(target, resources))
                .map(target -> new RequestKind(
                        verb(request, destination.verb(), target.subresource()),
                        target.group(),
                        target.version(),
                        target.resource(),
                        target.subresource(),
                        scope(destination.verb(), target)));
    }

    private static boolean isServed(ResourceTarget target, Resources resources) {
        Optional<ResourceDefinition> definition = resources.find(target.group(), target.version(), target.resource());
        return definition.isPresent()
                && (target.subresource().isEmpty()
                        || definition.get().subresource(target.subresource()).isPresent());
    }

    private static String verb(ApiRequest request, Verb verb, String subresource) {
        if (CONNECTIONS.contains(subresource)) {
            return "CONNECT";
        }
        return switch (verb) {
            case CREATE -> "POST";
            case UPDATE -> "PUT";
            case PATCH -> request.headers().first("Content-Type").startsWith(Patch.APPLY_TYPE) ? "APPLY" : "PATCH";
            case GET, LIST, WATCH, DELETE, DELETECOLLECTION, NONE -> verb.name();
        };
    }

    private static String scope(Verb verb, ResourceTarget target) {
        if (!target.name().isEmpty() || verb == Verb.CREATE) {
            return "resource";
        }
        return target.namespace().isEmpty() ? "cluster" : "namespace";
    }

    /** The status of an answer; empty when others will give it. */
    static OptionalInt code(ApiResponse response) {
        return switch (response) {
            case ApiResponse.Complete complete -> OptionalInt.of(complete.status());
            case ApiResponse.Watch watch -> OptionalInt.of(OK);
            case ApiResponse.Connect connect -> OptionalInt.of(SWITCHING_PROTOCOLS);
            case ApiResponse.Upgrade upgrade -> OptionalInt.empty();
            case ApiResponse.Proxy proxy -> OptionalInt.empty();
            case ApiResponse.Remote remote -> OptionalInt.of(remote.response().status());
        };
    }
}
