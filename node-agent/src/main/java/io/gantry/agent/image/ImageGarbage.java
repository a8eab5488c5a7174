package io.gantry.agent.image;

import io.gantry.agent.host.Disk;
import io.gantry.agent.runtime.ImageInventory.StoredImage;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which images may go, and which of them first: a value that is renewed with every look at the engine.
 *
 * @param records by the id of the image
 */
record ImageGarbage(Map<String, Seen> records) {

    static final ImageGarbage NOTHING = new ImageGarbage(Map.of());

    private static final int ALL = 100;

    /** @param lastUsed the beginning of time for one that was never seen in use */
    record Seen(StoredImage image, Instant firstSeen, Instant lastUsed) {}

    /** @param inUse ids of images that a container has, whosever it is */
    ImageGarbage next(List<StoredImage> present, Set<String> inUse, Instant now) {
        Map<String, Seen> renewed = new HashMap<>();
        for (StoredImage image : present) {
            Seen before = records.get(image.id());
            Instant lastUsed = before == null ? Instant.EPOCH : before.lastUsed();
            renewed.put(
                    image.id(),
                    new Seen(
                            image,
                            before == null ? now : before.firstSeen(),
                            inUse.contains(image.id()) ? now : lastUsed));
        }
        return new ImageGarbage(renewed);
    }

    /** Those that may go, the longest unused first. */
    List<StoredImage> unused(Set<String> kept, Duration minimumAge, Instant now) {
        return records.values().stream()
                .filter(seen -> seen.lastUsed().isBefore(now))
                .filter(seen -> Duration.between(seen.firstSeen(), now).compareTo(minimumAge) >= 0)
                .filter(seen -> seen.image().names().stream().noneMatch(kept::contains))
                .sorted(Comparator.comparing(Seen::lastUsed)
                        .thenComparing(Seen::firstSeen)
                        .thenComparing(seen -> seen.image().id()))
                .map(Seen::image)
                .toList();
    }

    ImageGarbage without(String id) {
        return new ImageGarbage(records.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(id))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** How many bytes are to be freed; 0 while there is room. */
    static long excess(Disk disk, ImageGarbageSettings settings) {
        if (settings.never() || disk.capacityBytes() == 0) {
            return 0;
        }
        long used = ALL - disk.availableBytes() * ALL / disk.capacityBytes();
        // 100 GiB with 12 GiB available are 88 % in use: to come to 80 %, 8 GiB are to be freed
        return used < settings.highPercent()
                ? 0
                : disk.capacityBytes() * (ALL - settings.lowPercent()) / ALL - disk.availableBytes();
    }
}
