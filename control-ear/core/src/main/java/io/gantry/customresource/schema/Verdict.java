package io.gantry.customresource.schema;

import io.gantry.status.FieldErrors.FieldError;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a value, and how much of it was looked at: of several alternatives the one that fits best explains the refusal. */
final class Verdict {

    private static final int MAX_ERRORS = 100;

    private final List<FieldError> errors = new ArrayList<>();
    private int matches;

    void add(FieldError error) {
        if (errors.size() < MAX_ERRORS) {
            errors.add(error);
        }
    }

    void matched() {
        matches++;
    }

    void merge(Verdict other) {
        matches += other.matches;
        other.errors.forEach(this::add);
    }

    boolean isValid() {
        return errors.isEmpty();
    }

    boolean fitsBetterThan(Verdict other) {
        return matches > other.matches;
    }

    List<FieldError> errors() {
        return errors;
    }
}
