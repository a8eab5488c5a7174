package io.gantry.agent;

import io.gantry.agent.image.ImageGarbageSettings;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Options that say when unused images go, by the names of upstream's kubelet. */
final class ImageFlags {

    @Option(
            names = "--image-gc-high-threshold",
            description = "Percent of the disk in use from which on unused images go; 100 for never"
                    + " (default: ${DEFAULT-VALUE}).")
    private int high = 85;

    @Option(
            names = "--image-gc-low-threshold",
            description = "Percent of the disk down to which unused images go (default: ${DEFAULT-VALUE}).")
    private int low = 80;

    @Option(
            names = "--minimum-image-ttl-duration",
            converter = DurationText.class,
            description = "Least age of an unused image that goes (default: 2m).")
    private Duration minimumAge = Duration.ofMinutes(2);

    ImageGarbageSettings settings() {
        return new ImageGarbageSettings(high, low, minimumAge);
    }
}
