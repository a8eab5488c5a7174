package io.gantry.agent.image;

import io.gantry.agent.cluster.ObjectEvent;
import io.gantry.agent.cluster.ObjectEvent.Type;
import io.gantry.agent.cluster.Reporter;
import io.gantry.agent.object.Container;
import io.gantry.agent.object.Pod;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** What a pod's events say of its images, in upstream's words. */
record PullEvents(Reporter reporter) {

    void present(Pod pod, Container container) {
        event(
                pod,
                container,
                Type.NORMAL,
                "Pulled",
                "Container image \"" + container.image()
                        + "\" already present on machine and can be accessed by the pod");
    }

    void pulling(Pod pod, Container container) {
        event(pod, container, Type.NORMAL, "Pulling", "Pulling image \"" + container.image() + "\"");
    }

    /** @param whole with the time that it waited for others */
    void pulled(Pod pod, Container container, Duration pull, Duration whole, long bytes) {
        event(
                pod,
                container,
                Type.NORMAL,
                "Pulled",
                "Successfully pulled image \"" + container.image() + "\" in " + elapsed(pull) + " (" + elapsed(whole)
                        + " including waiting). Image size: " + bytes + " bytes.");
    }

    void pullFailed(Pod pod, Container container, String message) {
        event(pod, container, Type.WARNING, "Failed", "Failed to pull image \"" + container.image() + "\": " + message);
        startFailed(pod, container, "ErrImagePull");
    }

    void backOff(Pod pod, Container container, String message) {
        event(pod, container, Type.NORMAL, "BackOff", message);
        startFailed(pod, container, "ImagePullBackOff");
    }

    void neverPulled(Pod pod, Container container, String message) {
        event(pod, container, Type.WARNING, "ErrImageNeverPull", message);
        startFailed(pod, container, "ErrImageNeverPull");
    }

    void invalidName(Pod pod, Container container, String message) {
        event(pod, container, Type.WARNING, "InspectFailed", message);
        startFailed(pod, container, "InvalidImageName");
    }

    void secretsMissing(Pod pod, List<String> names) {
        reporter.event(ObjectEvent.of(
                pod,
                Type.WARNING,
                "FailedToRetrieveImagePullSecret",
                "Unable to retrieve some image pull secrets (" + String.join(", ", names)
                        + "); attempting to pull the image may not succeed."));
    }

    private void startFailed(Pod pod, Container container, String reason) {
        event(pod, container, Type.WARNING, "Failed", "Error: " + reason);
    }

    private void event(Pod pod, Container container, Type type, String reason, String message) {
        reporter.event(ObjectEvent.of(pod, container, type, reason, message));
    }

    /** As Go prints a duration of whole milliseconds: {@code 0s}, {@code 87ms}, {@code 1.5s}, {@code 2m0.25s}. */
    static String elapsed(Duration time) {
        long millis = Math.max(0, time.toMillis());
        if (millis > 0 && millis < 1000) {
            return millis + "ms";
        }
        String seconds =
                BigDecimal.valueOf(millis % 60_000, 3).stripTrailingZeros().toPlainString() + "s";
        long minutes = millis / 60_000;
        if (minutes == 0) {
            return seconds;
        }
        return minutes < 60 ? minutes + "m" + seconds : minutes / 60 + "h" + minutes % 60 + "m" + seconds;
    }
}
