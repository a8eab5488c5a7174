package io.gantry.gateway;

import io.gantry.node.NodeFeeds;
import io.gantry.node.PodCredentials;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What all connections share.
 *
 * @param awaitCurrent waits until the cache shows every committed write
 * @param executor runs each task on a virtual thread
 * @param scheduler one thread that only wakes others
 */
record GatewayParts(
        GatewaySettings settings,
        NodeFeeds feeds,
        Runnable awaitCurrent,
        AgentReports reports,
        PodCredentials credentials,
        Connections connections,
        InstantSource clock,
        Executor executor,
        ScheduledExecutorService scheduler) {}
