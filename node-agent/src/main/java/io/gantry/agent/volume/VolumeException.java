package io.gantry.agent.volume;

/** A volume cannot be made as things stand. The message goes into the FailedMount event. */
public final class VolumeException extends Exception {

    private static final long serialVersionUID = 1L;

    public VolumeException(String message) {
        super(message);
    }

    public VolumeException(String message, Throwable cause) {
        super(message, cause);
    }
}
