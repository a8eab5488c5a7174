package io.gantry.server.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;

/**
 * Answers before JAX-RS looks for a resource class: the API's resources are not known when it is compiled, so that routing is the API's
 * own, and to match every request with one class that takes all would cost more than to answer it.
 */
@Provider
@PreMatching
public class ApiDispatch implements ContainerRequestFilter {

    @Context
    private HttpServletRequest request;

    /** {@link RequestFilter} writes the answer when JAX-RS has let go of the response: some stream, and some have types it refuses. */
    @Override
    public void filter(ContainerRequestContext context) throws IOException {
        Exchange.of(request).handle();
        context.abortWith(Response.ok().build());
    }
}
