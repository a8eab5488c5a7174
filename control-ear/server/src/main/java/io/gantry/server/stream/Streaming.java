package io.gantry.server.stream;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What all streamed responses share.
 *
 * @param tasks runs each task on a virtual thread
 * @param alarms one thread that only wakes others
 * @param open those that stream now
 */
public record Streaming(Executor tasks, ScheduledExecutorService alarms, InstantSource clock, OpenStreams open) {}
