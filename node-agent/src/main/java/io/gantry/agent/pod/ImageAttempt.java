package io.gantry.agent.pod;

import io.gantry.agent.image.ImageStatus;

/** The image for one attempt to start a container. */
public record ImageAttempt(int attempt, ImageStatus status) {}
