package io.gantry.api;

import io.gantry.identity.RequestAttributes;
import java.util.Locale;
import java.util.Optional;

/**
 * What a request is about, as routing, authorization and audit all see it.
 *
 * @param target empty when the path names no resource
 */
record Destination(
        CanonicalPath path,
        QueryParameters query,
        Optional<ResourceTarget> target,
        Verb verb,
        RequestAttributes attributes) {

    /** Throws BadRequest for what could be read in two ways. */
    static Destination of(ApiRequest request) {
        return of(request, CanonicalPath.of(request.rawPath()));
    }

    static Destination of(ApiRequest request, CanonicalPath path) {
        // a proxied request's query is the backend's, and need not be one that we can read
        QueryParameters query = QueryParameters.parse(ProxiedPath.isOne(path) ? "" : request.rawQuery());
        Optional<ResourceTarget> target = ResourceTarget.of(path);
        if (target.isEmpty()) {
            String method = request.method().toLowerCase(Locale.ROOT);
            RequestAttributes attributes = RequestAttributes.nonResource(method, path.text());
            return new Destination(path, query, target, Verb.NONE, attributes);
        }
        Verb verb = Verb.of(request.method(), target.get(), query);
        RequestAttributes attributes = Authorization.attributes(path, target.get(), verb, query);
        return new Destination(path, query, target, verb, attributes);
    }
}
