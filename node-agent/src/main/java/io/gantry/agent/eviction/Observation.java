package io.gantry.agent.eviction;

/** How much there is of something now. */
public record Observation(long available, long capacity) {}
