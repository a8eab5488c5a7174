package io.gantry.agent.image;

import io.gantry.agent.runtime.ImageStore;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which images this agent brought, and with whose account: a pod that has no such account must ask the registry, though the image is here
 * (KEP 2535). In doubt the registry is asked.
 */
public final class PulledImages {

    private static final Logger LOG = LoggerFactory.getLogger(PulledImages.class);

    private final PullRecordFiles files;
    private final CredentialVerification verification;
    private final InstantSource clock;
    /** How many pods wait for a pull of the image. */
    private final Map<String, Integer> underWay = new HashMap<>();

    public PulledImages(PullRecordFiles files, CredentialVerification verification, InstantSource clock) {
        this.files = files;
        this.verification = verification;
        this.clock = clock;
    }

    /**
     * Before the first pull: what was under way when the agent ended may have come since, and nobody knows for whom. What went meanwhile is
     * forgotten.
     */
    public synchronized void recover(ImageStore store) {
        Instant asOf = clock.instant();
        retain(store.list().stream().map(ImageStore.Image::engineId).collect(Collectors.toSet()), asOf);
        try {
            for (String image : files.intents()) {
                Optional<ImageStore.Image> present = store.find(image);
                if (present.isPresent()) {
                    String id = present.get().engineId();
                    if (files.pulled(id).isEmpty()) {
                        files.write(PulledImage.unknown(id, clock.instant()));
                    }
                    files.forgetIntent(image);
                }
            }
        } catch (IOException e) {
            LOG.warn("event=pull-records-not-recovered error=\"{}\"", e.getMessage());
        }
    }

    /** Whether the pod that has these accounts may use an image that is here, without a word from the registry. */
    synchronized boolean mayUse(String image, String engineId, Supplier<List<PullAccount>> accounts) {
        try {
            Optional<PulledImage> record = files.pulled(engineId);
            boolean pulled = record.isPresent() || underWay.containsKey(image) || files.intended(image);
            return !verification.required(image, pulled)
                    || record.isPresent() && isAllowed(image, record.get(), accounts);
        } catch (IOException e) {
            LOG.warn("event=pull-record-unreadable image={} error=\"{}\"", image, e.getMessage());
            return false;
        }
    }

    private boolean isAllowed(String image, PulledImage record, Supplier<List<PullAccount>> accounts)
            throws IOException {
        Optional<ImageAccess> access = record.accessBy(ImageName.untagged(image));
        if (access.isEmpty() || access.get().everyone()) {
            return access.isPresent();
        }
        Optional<UsedSecret> proof = accounts.get().stream()
                .map(PullAccount::secret)
                .filter(access.get()::includes)
                .findFirst();
        if (proof.isPresent()) {
            remember(record, image, ImageAccess.of(proof.get()));
        }
        return proof.isPresent();
    }

    /** A pull begins: whatever becomes of the agent meanwhile, the image will not count as one that was here before. */
    synchronized void begin(String image) throws IOException {
        files.intend(image);
        underWay.merge(image, 1, Integer::sum);
    }

    /** A pull has brought the image. Without a record its intent stays, and the registry is asked again. */
    synchronized void succeeded(String image, String engineId, ImageAccess access) {
        try {
            remember(known(engineId), image, access);
            end(image);
        } catch (IOException e) {
            LOG.warn("event=pull-not-recorded image={} error=\"{}\"", image, e.getMessage());
        }
    }

    /** A record that cannot be read is replaced. */
    private PulledImage known(String engineId) {
        PulledImage unknown = PulledImage.unknown(engineId, clock.instant());
        try {
            return files.pulled(engineId).orElse(unknown);
        } catch (IOException e) {
            LOG.warn("event=pull-record-replaced image={} error=\"{}\"", engineId, e.getMessage());
            return unknown;
        }
    }

    synchronized void failed(String image) {
        try {
            end(image);
        } catch (IOException e) {
            LOG.warn("event=pull-intent-kept image={} error=\"{}\"", image, e.getMessage());
        }
    }

    /**
     * Forgets images that are gone.
     *
     * @param asOf when it was looked for them: what changed since stays
     */
    synchronized void retain(Set<String> engineIds, Instant asOf) {
        try {
            for (PulledImage image : files.all()) {
                if (!engineIds.contains(image.id()) && image.updated().isBefore(asOf)) {
                    files.forget(image.id());
                }
            }
        } catch (IOException e) {
            LOG.warn("event=pull-records-kept error=\"{}\"", e.getMessage());
        }
    }

    private void remember(PulledImage record, String image, ImageAccess access) throws IOException {
        PulledImage updated = record.with(ImageName.untagged(image), access, clock.instant());
        if (!updated.equals(record)) {
            files.write(updated);
        }
    }

    private void end(String image) throws IOException {
        int others = underWay.getOrDefault(image, 1) - 1;
        if (others > 0) {
            underWay.put(image, others);
            return;
        }
        files.forgetIntent(image);
        underWay.remove(image);
    }
}
