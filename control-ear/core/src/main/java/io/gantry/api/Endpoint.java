package io.gantry.api;

import java.util.Optional;

/** Answers paths that name no resource: discovery, version, health, OpenAPI. */
public interface Endpoint {

    /** Empty when the path is not this endpoint's. Called for GET and HEAD only. */
    Optional<ApiResponse.Complete> serve(ApiRequest request, CanonicalPath path, QueryParameters query);
}
