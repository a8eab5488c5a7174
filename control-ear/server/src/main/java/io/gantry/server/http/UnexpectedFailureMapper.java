package io.gantry.server.http;

import io.gantry.object.Json;
import io.gantry.status.StatusException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Whatever JAX-RS or the code below it throws becomes a Status; what nobody expected is logged once, here. */
@Provider
public class UnexpectedFailureMapper implements ExceptionMapper<Throwable> {

    @Override
    public Response toResponse(Throwable failure) {
        StatusException refusal = switch (failure) {
            case StatusException known -> known;
            case WebApplicationException framework -> ofFramework(framework);
            default -> Failures.internal(failure);
        };
        return Response.status(refusal.code())
                .type(StatusResponse.JSON)
                .entity(Json.write(refusal.status()))
                .build();
    }

    private static StatusException ofFramework(WebApplicationException failure) {
        Response.StatusType status = failure.getResponse().getStatusInfo();
        String reason = status.getReasonPhrase();
        return StatusException.of(status.getStatusCode(), reason.replace(" ", ""), reason);
    }
}
