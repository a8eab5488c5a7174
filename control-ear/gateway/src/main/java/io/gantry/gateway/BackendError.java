package io.gantry.gateway;

import io.gantry.status.StatusException;

/** The refusal that clients know from upstream when a node cannot be reached: code 500, {@code error dialing backend: …}. */
final class BackendError {

    private BackendError() {}

    static StatusException of(String why) {
        return StatusException.of(500, "InternalError", "error dialing backend: " + why);
    }
}
