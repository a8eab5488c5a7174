package io.gantry.agent.image;

import java.time.Instant;

/** How far the image of a container's next start is. */
public sealed interface ImageStatus {

    /** It is here. */
    record Ready(String imageId, String user) implements ImageStatus {}

    /** It is on its way. */
    record Pulling() implements ImageStatus {}

    /**
     * It cannot be had for now.
     *
     * @param reason as in {@code state.waiting.reason}: ErrImagePull, ImagePullBackOff, ErrImageNeverPull, InvalidImageName
     * @param changeAt when the reason turns into a back-off, or the next attempt is due
     * @param retryAt when the next attempt is due
     */
    record Failed(String reason, String message, Instant changeAt, Instant retryAt) implements ImageStatus {}
}
