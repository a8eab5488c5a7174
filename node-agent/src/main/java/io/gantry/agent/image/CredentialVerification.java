package io.gantry.agent.image;

import java.util.List;

/**
 * For which images that are here already a pod must show that it may have them, by the names of the kubelet's configuration (KEP 2535).
 *
 * @param allowed repositories that nobody need show anything for, without tag; or everything below a path, {@code registry.example/path/*}
 */
public record CredentialVerification(Policy policy, List<String> allowed) {

    private static final String ALL_BELOW = "/*";

    /** Constants are named for what the user writes. */
    public enum Policy {
        NeverVerify,
        NeverVerifyPreloadedImages,
        NeverVerifyAllowlistedImages,
        AlwaysVerify
    }

    public static final CredentialVerification DEFAULT =
            new CredentialVerification(Policy.NeverVerifyPreloadedImages, List.of());

    public CredentialVerification {
        allowed = List.copyOf(allowed);
        allowed.forEach(CredentialVerification::check);
        if (!allowed.isEmpty() && policy != Policy.NeverVerifyAllowlistedImages) {
            throw new IllegalArgumentException(
                    "an allowlist of images needs the policy NeverVerifyAllowlistedImages, not " + policy);
        }
    }

    /** @param pulled whether this agent brought the image, or may have */
    boolean required(String image, boolean pulled) {
        return switch (policy) {
            case NeverVerify -> false;
            case NeverVerifyPreloadedImages -> pulled;
            case NeverVerifyAllowlistedImages -> allowed.stream().noneMatch(entry -> allows(entry, image));
            case AlwaysVerify -> true;
        };
    }

    private static boolean allows(String entry, String image) {
        String name = ImageName.untagged(image);
        return entry.endsWith(ALL_BELOW) ? name.startsWith(entry.substring(0, entry.length() - 1)) : name.equals(entry);
    }

    private static void check(String entry) {
        String name = entry.endsWith(ALL_BELOW) ? entry.substring(0, entry.length() - ALL_BELOW.length()) : entry;
        if (!entry.equals(entry.strip())) {
            throw new IllegalArgumentException("leading/trailing spaces are not allowed: " + entry);
        }
        if (name.isEmpty() || name.contains("*")) {
            throw new IllegalArgumentException(
                    "not a valid wildcard pattern, only patterns ending with '/*' are allowed: " + entry);
        }
        if (!entry.endsWith(ALL_BELOW) && !ImageName.untagged(name).equals(name)) {
            throw new IllegalArgumentException("neither tag nor digest is accepted in an image reference: " + entry);
        }
    }
}
