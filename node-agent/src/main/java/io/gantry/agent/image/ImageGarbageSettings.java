package io.gantry.agent.image;

import java.time.Duration;

/**
 * When unused images go, as upstream's kubelet is told.
 *
 * @param highPercent of the disk in use from which on images go; 100 for never
 * @param lowPercent down to which they go
 * @param minimumAge that an unused image must have
 */
public record ImageGarbageSettings(int highPercent, int lowPercent, Duration minimumAge) {

    public static final ImageGarbageSettings DEFAULT = new ImageGarbageSettings(85, 80, Duration.ofMinutes(2));

    private static final int ALL = 100;

    public ImageGarbageSettings {
        require(highPercent >= 0 && highPercent <= ALL, "HighThresholdPercent " + highPercent);
        require(lowPercent >= 0 && lowPercent <= ALL, "LowThresholdPercent " + lowPercent);
        if (lowPercent >= highPercent) {
            throw new IllegalArgumentException("LowThresholdPercent " + lowPercent
                    + " can not be higher than HighThresholdPercent " + highPercent);
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("invalid " + what + ", must be in range [0-100]");
        }
    }

    boolean never() {
        return highPercent == ALL;
    }
}
