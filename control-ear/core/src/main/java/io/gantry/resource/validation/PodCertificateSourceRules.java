package io.gantry.resource.validation;

import java.util.List;
import java.util.function.Consumer;

/** The podCertificate source of a projected volume (pkg/apis/core/validation). */
final class PodCertificateSourceRules {

    private static final List<String> KEY_TYPES =
            List.of("RSA3072", "RSA4096", "ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519");
    private static final List<String> PATHS = List.of("credentialBundlePath", "keyPath", "certificateChainPath");

    private PodCertificateSourceRules() {}

    /** @param unique says so when another file of the volume has the path */
    static void check(Field source, Consumer<Field> unique) {
        SignerNameRules.check(source.at("signerName"));
        PodCertificateRules.annotations(source.at("userAnnotations"));
        if (!KEY_TYPES.contains(source.at("keyType").text())) {
            source.at("keyType").notSupported(KEY_TYPES);
        }
        seconds(source);
        List<Field> paths =
                PATHS.stream().map(source::at).filter(path -> !path.isEmpty()).toList();
        for (Field path : paths) {
            FormatRules.volumePath(path);
            unique.accept(path);
        }
        if (paths.isEmpty()) {
            source.required("specify at least one of credentialBundlePath, keyPath, and certificateChainPath");
        }
    }

    private static void seconds(Field source) {
        Field seconds = source.at("maxExpirationSeconds");
        if (!seconds.isSet()) {
            return;
        }
        if (seconds.number() < PodCertificateRules.MIN_SECONDS) {
            seconds.invalid("if provided, maxExpirationSeconds must be >= " + PodCertificateRules.MIN_SECONDS);
        }
        long max = PodCertificateRules.maxSeconds(source.at("signerName").text());
        if (seconds.number() > max) {
            seconds.invalid("if provided, maxExpirationSeconds must be <= " + max);
        }
    }
}
