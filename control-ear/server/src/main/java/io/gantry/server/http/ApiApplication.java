package io.gantry.server.http;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** The API is the root of the server. */
@ApplicationPath("/")
public class ApiApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(ApiDispatch.class, UnexpectedFailureMapper.class);
    }
}
