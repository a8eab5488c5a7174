package io.gantry.agent.pod;

import java.time.Instant;

/** Why something did not work, and when it is tried again. */
public record Failure(String reason, String message, Instant retryAt) {}
