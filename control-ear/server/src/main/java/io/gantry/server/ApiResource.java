package io.gantry.server;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;

@Path("/{path:.*}")
public class ApiResource {
    @GET
    public Response get(@Context HttpServletRequest request, @Context HttpServletResponse response) throws IOException {
        if ("true".equals(request.getParameter("watch"))) {
            request.setAttribute("gantry.watch", "x"); return Response.ok().type("application/json").build();
        }
        return Response.ok("path=" + request.getRequestURI() + " info=" + request.getPathInfo() + " cert="
                + request.getAttribute("jakarta.servlet.request.X509Certificate") + " scheme=" + request.getProtocol() + "\n").build();
    }
}
