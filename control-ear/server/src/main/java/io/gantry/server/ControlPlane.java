package io.gantry.server;

import io.gantry.api.ApiServer;
import io.gantry.authentication.Authenticator;
import io.gantry.flowcontrol.FlowControl;
import io.gantry.gateway.NodeSessions;
import io.gantry.health.HealthCheck;
import io.gantry.server.remote.RemoteDialer;
import io.gantry.server.stream.Streaming;
import java.time.InstantSource;
import java.util.List;

/**
 * The running parts that requests need.
 *
 * @param extensions reaches extension servers when a connection is to change its protocol
 * @param flowControl which request is served when
 * @param readiness what must be well for {@code /readyz}
 */
public record ControlPlane(
        ApiServer api,
        Authenticator authenticator,
        FlowControl flowControl,
        NodeSessions sessions,
        RemoteDialer extensions,
        Streaming streaming,
        List<HealthCheck> readiness,
        InstantSource clock) {}
