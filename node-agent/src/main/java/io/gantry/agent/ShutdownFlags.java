package io.gantry.agent;

import io.gantry.agent.shutdown.ShutdownSettings;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Options that say how pods end with their machine, by the names of upstream's kubelet. */
final class ShutdownFlags {

    @Option(
            names = "--shutdown-grace-period",
            converter = DurationText.class,
            description =
                    "How long pods may take to end when the machine goes down (default: 0s, pods are left to it).")
    private Duration whole = Duration.ZERO;

    @Option(
            names = "--shutdown-grace-period-critical-pods",
            converter = DurationText.class,
            description = "The part of it that is kept for critical pods (default: 0s).")
    private Duration critical = Duration.ZERO;

    ShutdownSettings settings() {
        return ShutdownSettings.of(whole, critical);
    }
}
