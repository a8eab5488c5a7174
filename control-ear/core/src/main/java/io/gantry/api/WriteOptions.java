package io.gantry.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.apply.ServerSideApply.OnConflict;
import io.gantry.object.Json;
import io.gantry.status.FieldErrors;
import io.gantry.status.Quoted;
import io.gantry.status.StatusException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The options of a write (meta/v1 CreateOptions, UpdateOptions, PatchOptions).
 *
 * @param dryRun whether to write nothing
 * @param validation what becomes of unknown fields
 * @param manager who owns what is written, empty when the client does not say
 * @param onConflict what an apply does to fields of others
 */
record WriteOptions(boolean dryRun, FieldValidation validation, String manager, OnConflict onConflict) {

    private static final int MANAGER_LENGTH = 128;

    enum FieldValidation {
        IGNORE("Ignore"),
        WARN("Warn"),
        STRICT("Strict");

        private final String title;

        FieldValidation(String title) {
            this.title = title;
        }

        /** As clients write it. */
        String title() {
            return title;
        }
    }

    /**
     * @param kind for example {@code CreateOptions}
     */
    static WriteOptions of(String kind, QueryParameters query) {
        FieldErrors errors = new FieldErrors();
        if (kind.equals("PatchOptions") && query.has("force")) {
            errors.forbidden("force", "may not be specified for non-apply patch");
        }
        return read(kind, query, OnConflict.REFUSE, errors);
    }

    /** The options of an apply, which must name its manager. */
    static WriteOptions ofApply(QueryParameters query) {
        FieldErrors errors = new FieldErrors();
        if (query.text("fieldManager").isEmpty()) {
            errors.required("fieldManager", "is required for apply patch");
        }
        return read("PatchOptions", query, query.isTrue("force") ? OnConflict.FORCE : OnConflict.REFUSE, errors);
    }

    private static WriteOptions read(String kind, QueryParameters query, OnConflict onConflict, FieldErrors errors) {
        String manager = query.text("fieldManager");
        checkManager(manager, errors);
        boolean dryRun = dryRun(query.all("dryRun"), errors);
        FieldValidation validation = validation(query.text("fieldValidation"), errors);
        if (!errors.isEmpty()) {
            throw StatusException.invalid("meta.k8s.io", kind, "", errors.list());
        }
        return new WriteOptions(dryRun, validation, manager, onConflict);
    }

    /** As the API writes options, without their type and the dry run. */
    ObjectNode shown() {
        ObjectNode shown = Json.object();
        if (!manager.isEmpty()) {
            shown.put("fieldManager", manager);
        }
        return shown.put("fieldValidation", validation.title());
    }

    /** The manager that owns what a request writes: the named one, or else the client's program. */
    String managerOr(String userAgent) {
        return manager.isEmpty() ? program(userAgent) : manager;
    }

    /** The printable start of a user agent before its version, as much as a manager's name may be long. */
    static String program(String userAgent) {
        int slash = userAgent.indexOf('/');
        StringBuilder program = new StringBuilder();
        int bytes = 0;
        for (int c : (slash < 0 ? userAgent : userAgent.substring(0, slash))
                .codePoints()
                .toArray()) {
            bytes += Character.toString(c).getBytes(StandardCharsets.UTF_8).length;
            if (Quoted.isPrintable(c) && bytes <= MANAGER_LENGTH) {
                program.appendCodePoint(c);
            }
        }
        return program.toString();
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
        if (manager.isEmpty()) {
            return;
        }
        byte[] bytes = manager.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MANAGER_LENGTH) {
            errors.tooLong("fieldManager", MANAGER_LENGTH);
        }
        int position = 0;
        for (int c : manager.codePoints().limit(MANAGER_LENGTH).toArray()) {
            if (!Quoted.isPrintable(c)) {
                errors.invalid(
                        "fieldManager",
                        manager,
                        String.format("invalid character U+%04X (at position %d)", c, position));
            }
            position += Character.toString(c).getBytes(StandardCharsets.UTF_8).length;
        }
    }
}
