package io.gantry.resource.validation;

import io.gantry.validation.NameRules;
import java.util.List;

/** Names of signers: {@code example.com/signer-name} (pkg/apis/core/validation/names.go). */
final class SignerNameRules {

    private static final int SEGMENTS = 2;
    private static final int SIGNER_LENGTH = 571;
    private static final int SUBDOMAIN_LENGTH = 253;

    private SignerNameRules() {}

    static void check(Field name) {
        if (!name.requireFilled()) {
            return;
        }
        String[] segments = name.text().split("/", -1);
        if (segments.length != SEGMENTS) {
            name.invalid("must be a fully qualified domain and path of the form 'example.com/signer-name'");
            return;
        }
        if (segments[0].length() > SUBDOMAIN_LENGTH) {
            name.errors().tooLong(name.path(), SUBDOMAIN_LENGTH);
        }
        List<String> domain = List.of(segments[0].split("\\.", -1));
        labels(name, segments[0], domain);
        if (domain.size() < SEGMENTS) {
            name.invalid(segments[0], "should be a domain with at least two segments separated by dots");
        }
        labels(name, segments[1], List.of(segments[1].split("\\.", -1)));
        if (name.text().length() > SIGNER_LENGTH) {
            name.errors().tooLong(name.path(), SIGNER_LENGTH);
        }
    }

    /** Whether the signer is one of Kubernetes' own. */
    static boolean isKubernetes(String name) {
        String host = name.contains("/") ? name.substring(0, name.indexOf('/')) : name;
        return host.equals("kubernetes.io") || host.endsWith(".kubernetes.io");
    }

    private static void labels(Field name, String segment, List<String> labels) {
        for (String label : labels) {
            List<String> errors = NameRules.dnsLabel(label);
            if (!errors.isEmpty()) {
                errors.forEach(error -> name.invalid(segment, "validating label \"" + label + "\": " + error));
                return;
            }
        }
    }
}
