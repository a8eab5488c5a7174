package io.gantry.admission.podsecurity;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How a pod falls short of a standard, in upstream's words.
 *
 * @param reason short, the same for all pods that do so
 * @param detail what exactly
 */
record Violation(String reason, String detail) {

    static String reasons(List<Violation> violations) {
        return violations.stream().map(Violation::reason).collect(Collectors.joining(", "));
    }

    static String details(List<Violation> violations) {
        return violations.stream()
                .map(violation -> violation.reason() + " (" + violation.detail() + ")")
                .collect(Collectors.joining(", "));
    }
}
