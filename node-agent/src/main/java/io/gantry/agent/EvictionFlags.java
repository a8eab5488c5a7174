package io.gantry.agent;

import io.gantry.agent.eviction.EvictionSettings;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Options that say when pods have to go, by the names of upstream's kubelet. */
final class EvictionFlags {

    @Option(
            names = "--eviction-hard",
            description = "When pods go at once: SIGNAL<AMOUNT, separated by commas; empty for never"
                    + " (default: ${DEFAULT-VALUE}).")
    private String hard = EvictionSettings.HARD;

    @Option(names = "--eviction-soft", description = "When pods go after a while: SIGNAL<AMOUNT, separated by commas.")
    private String soft = "";

    @Option(
            names = "--eviction-soft-grace-period",
            description =
                    "How long a soft threshold must be met: SIGNAL=DURATION (such as 1m30s), separated by commas.")
    private String softGrace = "";

    @Option(
            names = "--eviction-minimum-reclaim",
            description = "What must be free beyond a threshold before the shortage is over: SIGNAL=AMOUNT.")
    private String reclaim = "";

    @Option(
            names = "--eviction-max-pod-grace-period",
            description = "Most seconds that a pod gets when a soft threshold makes it go (default: ${DEFAULT-VALUE}).")
    private long mostGrace;

    @Option(
            names = "--eviction-pressure-transition-period",
            converter = DurationText.class,
            description = "For how long a pressure is shown after it was last seen (default: 5m).")
    private Duration transition = Duration.ofMinutes(5);

    EvictionSettings settings() {
        return EvictionSettings.of(hard, soft, softGrace, reclaim, transition, mostGrace);
    }
}
