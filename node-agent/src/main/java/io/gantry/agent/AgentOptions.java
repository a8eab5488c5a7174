package io.gantry.agent;

import io.gantry.agent.cgroup.GroupSettings;
import io.gantry.agent.eviction.EvictionSettings;
import io.gantry.agent.image.CredentialVerification;
import io.gantry.agent.image.ImageGarbageSettings;
import io.gantry.agent.link.Endpoint;
import io.gantry.agent.link.TlsFiles;
import io.gantry.agent.node.ReservationSettings;
import io.gantry.agent.shutdown.ShutdownSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the agent was started.
 *
 * @param addresses the node's own, the primary one first
 * @param engineLimit how long a request to the engine may take
 * @param cniConfDir a configuration in it replaces the agent's own pod network
 * @param manifests folder with static pods
 */
public record AgentOptions(
        String nodeName,
        List<Endpoint> controlPlane,
        TlsFiles tls,
        URI dockerHost,
        Duration engineLimit,
        Path stateDir,
        List<String> addresses,
        Path cniBinDir,
        Path cniConfDir,
        String bridge,
        Map<String, String> labels,
        EvictionSettings eviction,
        ImageGarbageSettings images,
        CredentialVerification imageVerification,
        Optional<Path> manifests,
        ShutdownSettings shutdown,
        GroupSettings groups,
        ReservationSettings reservations) {}
