package io.gantry.agent;

import io.gantry.agent.image.CredentialVerification;
import io.gantry.agent.image.ImageGarbageSettings;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** Options that say when unused images go, and which pods may use those that are here, by the names of upstream's kubelet. */
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

    @Option(
            names = "--image-pull-credentials-verification-policy",
            description =
                    "For which images that are on the node a pod must show that it may have them: ${COMPLETION-CANDIDATES}"
                            + " (default: ${DEFAULT-VALUE}).")
    private CredentialVerification.Policy verificationPolicy = CredentialVerification.DEFAULT.policy();

    @Option(
            names = "--preloaded-images-verification-allowlist",
            split = ",",
            description = "Names without tag, or NAME/*, of images for any pod, with NeverVerifyAllowlistedImages.")
    private List<String> allowed = List.of();

    CredentialVerification verification() {
        return new CredentialVerification(verificationPolicy, allowed);
    }

    ImageGarbageSettings settings() {
        return new ImageGarbageSettings(high, low, minimumAge);
    }
}
