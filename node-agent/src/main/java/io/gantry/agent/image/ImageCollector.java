package io.gantry.agent.image;

import io.gantry.agent.cluster.ObjectEvent;
import io.gantry.agent.cluster.Reporter;
import io.gantry.agent.host.Disk;
import io.gantry.agent.runtime.ImageInventory;
import io.gantry.agent.runtime.ImageInventory.StoredImage;
import io.gantry.agent.system.Rounds;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes images that nobody uses when the disk that holds them fills up. */
public final class ImageCollector implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ImageCollector.class);
    private static final Duration PERIOD = Duration.ofMinutes(5);

    /** How full the disk with the images is. */
    @FunctionalInterface
    public interface ImageDisk {
        Disk look() throws IOException;
    }

    private final String nodeName;
    private final ImageGarbageSettings settings;
    private final ImageInventory images;
    private final PulledImages pulled;
    private final Set<String> kept;
    private final ImageDisk disk;
    private final Reporter reporter;
    private final InstantSource clock;
    private ImageGarbage garbage = ImageGarbage.NOTHING;
    private volatile Optional<Rounds> rounds = Optional.empty();

    /**
     * @param pulled is told which images are still there
     * @param kept names of images that never go
     */
    public ImageCollector(
            String nodeName,
            ImageGarbageSettings settings,
            ImageInventory images,
            PulledImages pulled,
            Set<String> kept,
            ImageDisk disk,
            Reporter reporter,
            InstantSource clock) {
        this.nodeName = nodeName;
        this.settings = settings;
        this.images = images;
        this.pulled = pulled;
        this.kept = Set.copyOf(kept);
        this.disk = disk;
        this.reporter = reporter;
        this.clock = clock;
    }

    /** Does nothing when images are never to go. */
    public void start() {
        if (!settings.never()) {
            rounds = Optional.of(Rounds.start("image-collector", Duration.ZERO, PERIOD, this::collect));
        }
    }

    @Override
    public void close() {
        rounds.ifPresent(Rounds::close);
    }

    /** Frees as many bytes as the settings ask for. */
    synchronized void collect() {
        try {
            look();
            Disk now = disk.look();
            long wanted = ImageGarbage.excess(now, settings);
            if (wanted <= 0) {
                return;
            }
            LOG.info("event=image-disk-full availableBytes={} wantedBytes={}", now.availableBytes(), wanted);
            long freed = free(wanted);
            if (freed < wanted) {
                tell(
                        "FreeDiskSpaceFailed",
                        "Failed to garbage collect required amount of images. Attempted to free " + wanted
                                + " bytes, but only found " + freed + " bytes eligible to free.");
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("event=image-collection-failed", e);
            tell("ImageGCFailed", String.valueOf(e.getMessage()));
        }
    }

    /** Frees what can be freed: pods would have to go otherwise. Nothing when images are never to go. */
    public synchronized void collectAll() {
        if (!settings.never()) {
            look();
            free(Long.MAX_VALUE);
        }
    }

    private void look() {
        Instant asOf = clock.instant();
        List<StoredImage> stored = images.stored();
        pulled.retain(stored.stream().map(StoredImage::id).collect(Collectors.toSet()), asOf);
        garbage = garbage.next(stored, images.inUse(), clock.instant());
    }

    private long free(long wanted) {
        Instant now = clock.instant();
        long freed = 0;
        for (StoredImage image : garbage.unused(kept, settings.minimumAge(), now)) {
            if (freed >= wanted) {
                return freed;
            }
            // a container may have come since the look
            if (!images.inUse().contains(image.id())) {
                LOG.info("event=image-removed names={} bytes={}", image.names(), image.sizeBytes());
                images.remove(image);
                garbage = garbage.without(image.id());
                freed += image.sizeBytes();
            }
        }
        return freed;
    }

    private void tell(String reason, String message) {
        reporter.event(ObjectEvent.ofNode(nodeName, ObjectEvent.Type.WARNING, reason, message));
    }
}
