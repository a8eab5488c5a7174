package io.gantry.agent.token;

import java.time.Instant;

/** A token with the time when it came and when it ends. */
public record IssuedToken(String token, Instant issued, Instant expires) {}
