package io.gantry.api;

import io.gantry.status.FieldErrors;
import io.gantry.status.StatusException;
import java.util.List;

/**
 * The options of a write (meta/v1 CreateOptions, UpdateOptions, PatchOptions).
 *
 * @param dryRun whether to write nothing
 * @param validation what becomes of unknown fields
 */
record WriteOptions(boolean dryRun, FieldValidation validation) {

    private static final int MANAGER_LENGTH = 128;

    enum FieldValidation {
        IGNORE,
        WARN,
        STRICT
    }

    /**
     * @param kind for example {@code CreateOptions}
     */
    static WriteOptions of(String kind, QueryParameters query) {
        FieldErrors errors = new FieldErrors();
        checkManager(query.text("fieldManager"), errors);
        boolean dryRun = dryRun(query.all("dryRun"), errors);
        FieldValidation validation = validation(query.text("fieldValidation"), errors);
        if (kind.equals("PatchOptions") && query.has("force")) {
            errors.forbidden("force", "may not be specified for non-apply patch");
        }
        if (!errors.isEmpty()) {
            throw StatusException.invalid("meta.k8s.io", kind, "", errors.list());
        }
        return new WriteOptions(dryRun, validation);
    }

    static boolean dryRun(List<String> values, FieldErrors errors) {
        if (!values.stream().allMatch("All"::equals)) {
            errors.add(
                    "FieldValueNotSupported",
                    "dryRun",
                    "Unsupported value: [\"" + String.join("\",\"", values) + "\"]: supported values: \"All\"");
        }
        return !values.isEmpty();
    }

    private static FieldValidation validation(String text, FieldErrors errors) {
        return switch (text) {
            case "", "Warn" -> FieldValidation.WARN;
            case "Strict" -> FieldValidation.STRICT;
            case "Ignore" -> FieldValidation.IGNORE;
            default -> {
                errors.notSupported("fieldValidation", text, List.of("", "Ignore", "Strict", "Warn"));
                yield FieldValidation.WARN;
            }
        };
    }

    private static void checkManager(String manager, FieldErrors errors) {
        if (manager.length() > MANAGER_LENGTH) {
            errors.tooLong("fieldManager", MANAGER_LENGTH);
        }
        for (int i = 0; i < Math.min(manager.length(), MANAGER_LENGTH); i++) {
            if (Character.isISOControl(manager.charAt(i))) {
                errors.invalid(
                        "fieldManager",
                        manager,
                        String.format("invalid character U+%04X (at position %d)", (int) manager.charAt(i), i));
            }
        }
    }
}
