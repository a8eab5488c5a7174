package io.gantry.server;

import io.gantry.health.HealthCheck;
import io.gantry.status.StatusException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the web tier may use at this moment: nothing until the control plane has its database and its cache. */
@ApplicationScoped
public class Serving {

    private static final int UNAVAILABLE = 503;

    private volatile Optional<ControlPlane> present = Optional.empty();

    void begin(ControlPlane controlPlane) {
        present = Optional.of(controlPlane);
    }

    void end() {
        present = Optional.empty();
    }

    /** Refuses with 503 while there is none. */
    public ControlPlane controlPlane() {
        return present.orElseThrow(
                () -> StatusException.of(UNAVAILABLE, "ServiceUnavailable", "the control plane is starting")
                        .retryAfter(1));
    }

    /**
     * @param endpoint {@code livez}, or another, which also asks whether requests can be served
     */
    public List<HealthCheck> checks(String endpoint) {
        List<HealthCheck> checks = new ArrayList<>();
        checks.add(HealthCheck.PING);
        if (!endpoint.equals("livez")) {
            checks.add(new HealthCheck("started", this::notStarted));
            present.ifPresent(controlPlane -> checks.addAll(controlPlane.readiness()));
        }
        return checks;
    }

    private Optional<String> notStarted() {
        return present.isPresent() ? Optional.empty() : Optional.of("the control plane is starting");
    }
}
