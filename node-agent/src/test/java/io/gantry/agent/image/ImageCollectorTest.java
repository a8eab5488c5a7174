package io.gantry.agent.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.agent.host.Disk;
import io.gantry.agent.it.RecordingReporter;
import io.gantry.agent.runtime.ImageInventory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageCollectorTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final FakeImages images = new FakeImages();
    private final RecordingReporter reporter = new RecordingReporter();
    private PullRecordFiles files;
    private PulledImages pulled;
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private long available = 100;

    @BeforeEach
    void openRecords(@TempDir Path directory) throws IOException {
        files = new PullRecordFiles(directory);
        pulled = new PulledImages(files, CredentialVerification.DEFAULT, () -> now);
    }

    private static final class FakeImages implements ImageInventory {

        private final List<StoredImage> stored = new ArrayList<>();
        private Set<String> inUse = Set.of();

        @Override
        public List<StoredImage> stored() {
            return List.copyOf(stored);
        }

        @Override
        public Set<String> inUse() {
            return inUse;
        }

        @Override
        public void remove(StoredImage image) {
            stored.remove(image);
        }

        private void add(String id, long size) {
            stored.add(new StoredImage(id, List.of(id + ":1"), size));
        }

        private String ids() {
            return String.join(" ", stored.stream().map(StoredImage::id).toList());
        }
    }

    private ImageCollector collector(int high, int low) {
        return new ImageCollector(
                "n1",
                new ImageGarbageSettings(high, low, MINUTE.multipliedBy(2)),
                images,
                pulled,
                Set.of("pause:1"),
                () -> new Disk(1000, available, 1000 - available, 0, 0),
                reporter,
                () -> now);
    }

    @Test
    void theLongestUnusedGoFirstUntilThereIsRoom() {
        ImageCollector collector = collector(85, 80);
        images.add("old", 60);
        images.add("recent", 60);
        images.add("foreign", 60);
        images.add("pause", 60);
        available = 500;
        images.inUse = Set.of("old", "recent", "foreign");
        collector.collect();
        now = now.plus(MINUTE);
        images.inUse = Set.of("recent", "foreign");
        collector.collect();
        now = now.plus(MINUTE);
        images.add("new", 60);
        images.inUse = Set.of("foreign");
        available = 150; // 85 % in use: 50 bytes over 80 %

        collector.collect();

        assertThat(images.ids()).isEqualTo("recent foreign pause new");
        assertThat(reporter.events()).isEmpty();
    }

    @Test
    void whatIsInUseTooYoungOrOursStaysAndPeopleAreTold() {
        ImageCollector collector = collector(85, 80);
        images.add("foreign", 60);
        images.add("pause", 60);
        images.inUse = Set.of("foreign");
        collector.collect();
        reporter.clearEvents();
        now = now.plus(MINUTE.multipliedBy(3));
        images.add("new", 60);

        collector.collect();

        assertThat(images.ids()).isEqualTo("foreign pause new");
        assertThat(reporter.events())
                .containsExactly(
                        "FreeDiskSpaceFailed: Failed to garbage collect required amount of images. Attempted to"
                                + " free 100 bytes, but only found 0 bytes eligible to free.");
    }

    @Test
    void aShortageOfDiskTakesAllThatIsUnused() {
        ImageCollector collector = collector(85, 80);
        images.add("a", 1);
        images.add("b", 1);
        available = 900;
        collector.collect();
        now = now.plus(MINUTE.multipliedBy(2));
        images.inUse = Set.of("b");

        collector.collectAll();

        assertThat(images.ids()).isEqualTo("b");
    }

    @Test
    void whatIsRememberedOfAnImageGoesWithIt() throws IOException {
        ImageCollector collector = collector(85, 80);
        images.add("a", 1);
        pulled.succeeded("a:1", "a", ImageAccess.EVERYONE);
        pulled.succeeded("b:1", "b", ImageAccess.EVERYONE);
        now = now.plus(MINUTE);

        collector.collect();

        assertThat(files.all()).extracting(PulledImage::id).containsExactly("a");
    }

    @Test
    void aHundredPercentIsNever() {
        ImageCollector collector = collector(100, 80);
        images.add("a", 1);
        available = 0;
        collector.collect();
        now = now.plus(MINUTE.multipliedBy(5));

        collector.collect();
        collector.collectAll();

        assertThat(images.ids()).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 160, 0",
        "1000, 151, 49",
        "1000, 150, 50",
        "1000, 0, 200",
        "0, 0, 0",
        // 100 GiB, 12 available
        "107374182400, 12884901888, 8589934592",
    })
    void whatIsToBeFreedLeadsToTheLowThreshold(long capacity, long available, long excess) {
        Disk disk = new Disk(capacity, available, capacity - available, 0, 0);

        assertThat(ImageGarbage.excess(disk, ImageGarbageSettings.DEFAULT)).isEqualTo(excess);
    }

    @ParameterizedTest
    @CsvSource({"101, 80", "85, -1", "80, 80", "80, 85"})
    void settingsThatCannotBeMeantAreRefused(int high, int low) {
        assertThatThrownBy(() -> new ImageGarbageSettings(high, low, MINUTE))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
