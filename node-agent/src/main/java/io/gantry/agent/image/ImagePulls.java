package io.gantry.agent.image;

import io.gantry.agent.cluster.ClusterState;
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
    private final PulledImages records;
    private final ClusterState cluster;
    private final PullEvents events;
    private final InstantSource clock;
    private final Semaphore slots = new Semaphore(PARALLEL);
    private final PullThreads threads = new PullThreads();
    /** The last delay by pod uid and image. */
    private final ConcurrentMap<String, Duration> delays = new ConcurrentHashMap<>();

    public ImagePulls(
            ImageStore store, PulledImages records, ClusterState cluster, Reporter reporter, InstantSource clock) {
        this.store = store;
        this.records = records;
        this.cluster = cluster;
        this.events = new PullEvents(reporter);
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
        Optional<ImageStore.Image> present = usable(pod, container);
        if (present.isPresent()) {
            return alreadyPresent(pod, container, present.get());
        }
        if (container.imagePullPolicy().equals("Never")) {
            // in the same words when it is here and not for this pod: who may not have it need not know
            String message = "Container image \"" + image + "\" is not present with pull policy of Never";
            events.neverPulled(pod, container, message);
            return failed("ErrImageNeverPull", message, FIRST_DELAY);
        }
        List<String> missing = PullSecrets.missing(pod, cluster);
        if (!missing.isEmpty()) {
            events.secretsMissing(pod, missing);
        }
        events.pulling(pod, container);
        threads.start(pod.uid(), image, () -> pullInTurn(pod, container).ifPresent(onEnd));
        return new ImageStatus.Pulling();
    }

    /** The failure is no longer new: it now shows as a back-off. */
    public ImageStatus backOff(Pod pod, Container container, ImageStatus.Failed failed) {
        if (!failed.reason().equals("ErrImagePull")) {
            return new ImageStatus.Failed(failed.reason(), failed.message(), failed.retryAt(), failed.retryAt());
        }
        String message = "Back-off pulling image \"" + container.image() + "\"";
        events.backOff(pod, container, message);
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
            // another pod's turn may have brought it
            Optional<ImageStore.Image> present = usable(pod, container);
            if (present.isPresent()) {
                return Optional.of(alreadyPresent(pod, container, present.get()));
            }
            ImageStore.Image pulled =
                    new AccountedPull(store, records).of(image, PullSecrets.find(pod, image, cluster));
            delays.remove(key(pod, image));
            Instant now = clock.instant();
            events.pulled(
                    pod, container, Duration.between(started, now), Duration.between(asked, now), pulled.sizeBytes());
            return Optional.of(ready(pulled));
        } catch (EngineException e) {
            return Thread.currentThread().isInterrupted()
                    ? Optional.empty()
                    : Optional.of(pullFailed(pod, container, e));
        }
    }

    /** An image that is here and that this pod may have without a word from the registry. */
    private Optional<ImageStore.Image> usable(Pod pod, Container container) {
        String image = container.image();
        return container.imagePullPolicy().equals("Always")
                ? Optional.empty()
                : store.find(image)
                        .filter(present ->
                                records.mayUse(image, present.engineId(), () -> PullSecrets.find(pod, image, cluster)));
    }

    private ImageStatus pullFailed(Pod pod, Container container, EngineException e) {
        events.pullFailed(pod, container, e.getMessage());
        return failed("ErrImagePull", e.getMessage(), nextDelay(key(pod, container.image())));
    }

    private ImageStatus alreadyPresent(Pod pod, Container container, ImageStore.Image image) {
        delays.remove(key(pod, container.image()));
        events.present(pod, container);
        return ready(image);
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
        events.invalidName(pod, container, message);
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
}
