package io.gantry.server.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;

/** Every path of the API. Routing is the API's own: its resources are not known when this class is compiled. */
@Path("/{path:.*}")
public class ApiResource {

    @Context
    private HttpServletRequest request;

    @GET
    public Response get() throws IOException {
        return handle();
    }

    @HEAD
    public Response head() throws IOException {
        return handle();
    }

    @POST
    public Response post() throws IOException {
        return handle();
    }

    @PUT
    public Response put() throws IOException {
        return handle();
    }

    @PATCH
    public Response patch() throws IOException {
        return handle();
    }

    @DELETE
    public Response delete() throws IOException {
        return handle();
    }

    @OPTIONS
    public Response options() throws IOException {
        return handle();
    }

    /** The filter writes the answer when JAX-RS has let go of the response: some stream, and some have types that JAX-RS refuses. */
    private Response handle() throws IOException {
        Exchange.of(request).handle();
        return Response.ok().build();
    }
}
