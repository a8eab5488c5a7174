package io.gantry.admission.podsecurity;

import io.gantry.status.FieldErrors;
import io.gantry.status.FieldErrors.FieldError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a namespace's labels ask of its pods. What cannot be read is enforced most strictly, and neither audited nor warned of.
 *
 * @param enforce pods that fall short are refused
 * @param audit what falls short is written down
 * @param warn who writes what falls short is told
 * @param errors what is wrong with the labels
 */
record NamespacePolicy(Standard enforce, Standard audit, Standard warn, List<FieldError> errors) {

    static final String PREFIX = "pod-security.kubernetes.io/";

    private static final Pattern RELEASE = Pattern.compile("v1\\.([0-9]|[1-9][0-9]{1,8})");

    static NamespacePolicy of(Map<String, String> labels) {
        if (labels.keySet().stream().noneMatch(label -> label.startsWith(PREFIX))) {
            return new NamespacePolicy(Standard.PRIVILEGED, Standard.PRIVILEGED, Standard.PRIVILEGED, List.of());
        }
        FieldErrors errors = new FieldErrors();
        Standard enforce = read(labels, "enforce", Level.RESTRICTED, errors);
        Standard audit = read(labels, "audit", Level.PRIVILEGED, errors);
        Standard warn = read(labels, "warn", Level.PRIVILEGED, errors);
        boolean enforces =
                parseLevel(labels.getOrDefault(PREFIX + "enforce", "")).isPresent();
        if (enforces && !labels.containsKey(PREFIX + "warn") && enforce.level().compareTo(warn.level()) > 0) {
            warn = labels.containsKey(PREFIX + "warn-version") ? warn.withLevel(enforce.level()) : enforce;
        }
        return new NamespacePolicy(enforce, audit, warn, errors.list());
    }

    private static Standard read(Map<String, String> labels, String mode, Level otherwise, FieldErrors errors) {
        Standard standard = Standard.PRIVILEGED;
        String level = labels.get(PREFIX + mode);
        if (level != null) {
            Optional<Level> parsed = parseLevel(level);
            standard = standard.withLevel(parsed.orElse(otherwise));
            if (parsed.isEmpty()) {
                invalid(errors, mode, level, "must be one of privileged, baseline, restricted");
            }
        }
        String version = labels.get(PREFIX + mode + "-version");
        if (version != null) {
            Optional<PolicyVersion> parsed = parseVersion(version);
            standard = standard.withVersion(parsed.orElse(PolicyVersion.LATEST));
            if (parsed.isEmpty()) {
                invalid(errors, mode + "-version", version, "must be \"latest\" or \"v1.x\"");
            }
        }
        return standard;
    }

    private static void invalid(FieldErrors errors, String label, String value, String why) {
        errors.invalid("metadata.labels[" + PREFIX + label + "]", value, why);
    }

    private static Optional<Level> parseLevel(String text) {
        return List.of(Level.values()).stream()
                .filter(level -> level.toString().equals(text))
                .findFirst();
    }

    private static Optional<PolicyVersion> parseVersion(String text) {
        if (text.equals("latest")) {
            return Optional.of(PolicyVersion.LATEST);
        }
        Matcher matcher = RELEASE.matcher(text);
        return matcher.matches()
                ? Optional.of(new PolicyVersion(Integer.parseInt(matcher.group(1))))
                : Optional.empty();
    }

    boolean isFullyPrivileged() {
        return enforce.isPrivileged() && warnsOfNothing();
    }

    boolean warnsOfNothing() {
        return audit.isPrivileged() && warn.isPrivileged();
    }
}
