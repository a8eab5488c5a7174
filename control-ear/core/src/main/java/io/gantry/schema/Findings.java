package io.gantry.schema;

import io.gantry.status.FieldErrors.FieldError;
import io.gantry.status.Quoted;
import io.gantry.status.StatusException;
import java.util.List;
import java.util.Optional;

/**
 * What a schema has against an object.
 *
 * @param unknownPaths fields that the schema does not know, for example {@code spec.foo}; at most 100
 * @param typeErrors what cannot be decoded, in upstream's words, the one that upstream would report first; at most 100
 */
public record Findings(List<String> unknownPaths, List<FieldError> typeErrors) {

    /** Nothing wrong. */
    public static final Findings NONE = new Findings(List.of(), List.of());

    public boolean isClean() {
        return unknownPaths.isEmpty() && typeErrors.isEmpty();
    }

    /** The unknown fields in upstream's words, for example {@code unknown field "spec.foo"}. */
    public List<String> unknownFields() {
        return unknownPaths.stream()
                .map(path -> "unknown field " + Quoted.of(path))
                .toList();
    }

    /**
     * The answer to an object of a built-in kind that cannot be decoded: always with wrong types, with unknown fields only under
     * {@code fieldValidation=Strict}.
     *
     * @param strict whether unknown fields count
     */
    public Optional<StatusException> refusal(String kind, String version, boolean strict) {
        if (!typeErrors.isEmpty()) {
            return Optional.of(undecodable(kind, version, typeErrors.getFirst().message()));
        }
        if (strict && !unknownPaths.isEmpty()) {
            return Optional.of(
                    undecodable(kind, version, "strict decoding error: " + String.join(", ", unknownFields())));
        }
        return Optional.empty();
    }

    /** For example {@code Pod in version "v1" cannot be handled as a Pod: ...}. */
    public static StatusException undecodable(String kind, String version, String why) {
        return StatusException.badRequest(
                kind + " in version \"" + version + "\" cannot be handled as a " + kind + ": " + why);
    }
}
