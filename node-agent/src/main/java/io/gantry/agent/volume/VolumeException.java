package io.gantry.agent.volume;

/** A volume cannot be made as things stand. The message goes into the FailedMount event. */
public final class VolumeException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What could not be done, in upstream's words. */
    enum Step {
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

    private final Step step;

    public VolumeException(String message) {
        this(Step.SET_UP, message);
    }

    VolumeException(Step step, String message) {
        super(message);
        this.step = step;
    }

    public VolumeException(String message, Throwable cause) {
        super(message, cause);
        this.step = Step.SET_UP;
    }

    Step step() {
        return step;
    }
}
