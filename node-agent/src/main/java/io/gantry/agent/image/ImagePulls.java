package io.gantry.agent.image;

import io.gantry.agent.cluster.ClusterState;
import io.gantry.agent.cluster.ObjectEvent;
import io.gantry.agent.cluster.ObjectEvent.Type;
import io.gantry.agent.cluster.Reporter;
import io.gantry.agent.object.Container;
import io.gantry.agent.object.Pod;
import io.gantry.agent.runtime.EngineException;
import io.gantry.agent.runtime.ImageStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Brings images to the node as each container's policy says. Failed pulls of one image for one pod wait 10 s, then twice as long
 * each time, 300 s at most.
 */
public final class ImagePulls {

    /** How long a failed pull shows its own reason before it shows as a back-off. */
    private static final Duration SHOW_ERROR = Duration.ofSeconds(4);

    private static final Duration FIRST_DELAY = Duration.ofSeconds(10);
    private static final Duration MAX_DELAY = Duration.ofSeconds(300);
    private static final int PARALLEL = 4;
    private static final Pattern REFERENCE = Pattern.compile(
            "(?:[\\w.-]+(?::\\d+)?/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*(?::\\w[\\w.-]{0,127})?(?:@[A-Za-z0-9+._-]+:[0-9a-fA-F]{32,})?");

    private final ImageStore store;
    private final ClusterState cluster;
    private final Reporter reporter;
    private final InstantSource clock;
    private final Semaphore slots = new Semaphore(PARALLEL);
    private final PullThreads threads = new PullThreads();
    /** The last delay by pod uid and image. */
    private final ConcurrentMap<String, Duration> delays = new ConcurrentHashMap<>();

    public ImagePulls(ImageStore store, ClusterState cluster, Reporter reporter, InstantSource clock) {
        this.store = store;
        this.cluster = cluster;
        this.reporter = reporter;
        this.clock = clock;
    }

    /**
     * Looks for the image and starts to fetch it when it is needed.
     *
     * @param onEnd gets the final status when the answer is {@link ImageStatus.Pulling}; called on another thread, and not at all
     *     once the pod is forgotten
     */
    public ImageStatus ensure(Pod pod, Container container, Consumer<ImageStatus> onEnd) {
        String image = container.image();
        if (!REFERENCE.matcher(image).matches()) {
            return invalid(pod, container);
        }
        String policy = container.imagePullPolicy();
        if (!policy.equals("Always")) {
            Optional<ImageStore.Image> present = store.find(image);
            if (present.isPresent()) {
                return alreadyPresent(pod, container, present.get());
            }
        }
        if (policy.equals("Never")) {
            String message = "Container image \"" + image + "\" is not present with pull policy of Never";
            event(pod, container, Type.WARNING, "ErrImageNeverPull", message);
            return failed("ErrImageNeverPull", message, FIRST_DELAY);
        }
        event(pod, container, Type.NORMAL, "Pulling", "Pulling image \"" + image + "\"");
        threads.start(pod.uid(), image, () -> pullInTurn(pod, container).ifPresent(onEnd));
        return new ImageStatus.Pulling();
    }

    /** The failure is no longer new: it now shows as a back-off. */
    public ImageStatus backOff(Pod pod, Container container, ImageStatus.Failed failed) {
        if (!failed.reason().equals("ErrImagePull")) {
            return new ImageStatus.Failed(failed.reason(), failed.message(), failed.retryAt(), failed.retryAt());
        }
        String message = "Back-off pulling image \"" + container.image() + "\"";
        event(pod, container, Type.NORMAL, "BackOff", message);
        return new ImageStatus.Failed(
                "ImagePullBackOff",
                message + ": ErrImagePull: " + failed.message(),
                failed.retryAt(),
                failed.retryAt());
    }

    /** The directories that make up an image that is here, the topmost first. */
    public List<Path> layers(String image) {
        return store.layers(image);
    }

    /** The pod is gone: what it waits for must not keep others waiting. */
    public void forget(String podUid) {
        threads.giveUp(podUid);
        delays.keySet().removeIf(key -> key.startsWith(podUid));
    }

    /** Empty when the pod went away. */
    private Optional<ImageStatus> pullInTurn(Pod pod, Container container) {
        Instant asked = clock.instant();
        try {
            slots.acquire();
        } catch (InterruptedException e) {
            return Optional.empty();
        }
        try {
            return pull(pod, container, asked);
        } finally {
            slots.release();
        }
    }

    private Optional<ImageStatus> pull(Pod pod, Container container, Instant asked) {
        String image = container.image();
        Instant started = clock.instant();
        try {
            if (!container.imagePullPolicy().equals("Always")) {
                // another pod's turn may have brought it
                Optional<ImageStore.Image> present = store.find(image);
                if (present.isPresent()) {
                    return Optional.of(alreadyPresent(pod, container, present.get()));
                }
            }
            store.pull(image, PullSecrets.find(pod, image, cluster));
            ImageStore.Image pulled = store.find(image)
                    .orElseThrow(() -> new EngineException("image " + image + " is missing after its pull", null));
            delays.remove(key(pod, image));
            event(pod, container, Type.NORMAL, "Pulled", pulledMessage(image, asked, started, pulled.sizeBytes()));
            return Optional.of(ready(pulled));
        } catch (EngineException e) {
            return Thread.currentThread().isInterrupted()
                    ? Optional.empty()
                    : Optional.of(pullFailed(pod, container, e));
        }
    }

    private ImageStatus pullFailed(Pod pod, Container container, EngineException e) {
        String image = container.image();
        event(pod, container, Type.WARNING, "Failed", "Failed to pull image \"" + image + "\": " + e.getMessage());
        event(pod, container, Type.WARNING, "Failed", "Error: ErrImagePull");
        return failed("ErrImagePull", e.getMessage(), nextDelay(key(pod, image)));
    }

    private ImageStatus alreadyPresent(Pod pod, Container container, ImageStore.Image image) {
        delays.remove(key(pod, container.image()));
        event(
                pod,
                container,
                Type.NORMAL,
                "Pulled",
                "Container image \"" + container.image()
                        + "\" already present on machine and can be accessed by the pod");
        return ready(image);
    }

    private String pulledMessage(String image, Instant asked, Instant started, long size) {
        Instant now = clock.instant();
        return "Successfully pulled image \"" + image + "\" in " + seconds(started, now) + " (" + seconds(asked, now)
                + " including waiting). Image size: " + size + " bytes.";
    }

    private static String seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0 + "s";
    }

    private Duration nextDelay(String key) {
        return delays.merge(key, FIRST_DELAY, (last, first) -> {
            Duration doubled = last.multipliedBy(2);
            return doubled.compareTo(MAX_DELAY) > 0 ? MAX_DELAY : doubled;
        });
    }

    private ImageStatus invalid(Pod pod, Container container) {
        String message = "Failed to apply default image tag \"" + container.image() + "\": couldn't parse image name \""
                + container.image() + "\": invalid reference format";
        event(pod, container, Type.WARNING, "InspectFailed", message);
        event(pod, container, Type.WARNING, "Failed", "Error: InvalidImageName");
        return failed("InvalidImageName", message, MAX_DELAY);
    }

    private ImageStatus failed(String reason, String message, Duration delay) {
        Instant now = clock.instant();
        return new ImageStatus.Failed(reason, message, now.plus(SHOW_ERROR), now.plus(delay));
    }

    private static ImageStatus ready(ImageStore.Image image) {
        return new ImageStatus.Ready(image.id(), image.user());
    }

    private static String key(Pod pod, String image) {
        return pod.uid() + "_" + image;
    }

    private void event(Pod pod, Container container, Type type, String reason, String message) {
        reporter.event(ObjectEvent.of(pod, container, type, reason, message));
    }
}
