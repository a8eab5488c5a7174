package io.gantry.agent.volume;

/** A volume cannot be made as things stand. The message goes into the FailedMount event. */
public final class VolumeException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What could not be done, in upstream's words. */
    public enum Step {
        NEW_MOUNTER("MountVolume.NewMounter initialization"),
        SET_UP("MountVolume.SetUp"),
        MAP_DEVICE("MapVolume.MapPodDevice");

        private final String title;

        Step(String title) {
            this.title = title;
        }

        String failure(String volume, String why) {
            return title + " failed for volume \"" + volume + "\" : " + why;
        }
    }

    /** Where the reason lies. */
    public enum Origin {
        /** An API object is missing or not as it must be. */
        OBJECT,
        /** The node, or what it reaches. */
        HOST
    }

    private final Step step;
    private final Origin origin;

    public VolumeException(String message) {
        this(Step.SET_UP, message);
    }

    VolumeException(Step step, String message) {
        super(message);
        this.step = step;
        this.origin = Origin.HOST;
    }

    public VolumeException(String message, Throwable cause) {
        this(Step.SET_UP, message, Origin.HOST, cause);
    }

    public VolumeException(Step step, String message, Origin origin, Throwable cause) {
        super(message, cause);
        this.step = step;
        this.origin = origin;
    }

    Step step() {
        return step;
    }

    /** Whether a change of an API object may mend it. */
    public boolean lacksObject() {
        return origin == Origin.OBJECT;
    }
}
