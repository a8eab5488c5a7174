package io.gantry.telemetry;

import java.util.List;
import java.util.stream.Stream;

/**
 * What requests are counted under. There must be few of them however many requests come: names of objects are no part of it.
 *
 * @param verb in upper case as upstream counts them, for example {@code LIST}, {@code POST}, {@code APPLY}
 * @param scope {@code resource} for one object, {@code namespace} or {@code cluster} for many
 */
public record RequestKind(
        String verb, String group, String version, String resource, String subresource, String scope) {

    private static final List<String> LABELS =
            List.of("component", "dry_run", "group", "resource", "scope", "subresource", "verb", "version");

    /** The names of the labels, and others. */
    static String[] labelsAnd(String... more) {
        return Stream.concat(LABELS.stream(), Stream.of(more)).toArray(String[]::new);
    }

    /** The values of the labels, and of others. */
    String[] valuesAnd(String... more) {
        return Stream.concat(
                        Stream.of("apiserver", "", group, resource, scope, subresource, verb, version), Stream.of(more))
                .toArray(String[]::new);
    }
}
