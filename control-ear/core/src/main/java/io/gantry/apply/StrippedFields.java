package io.gantry.apply;

import io.gantry.managedfields.FieldPath;
import io.gantry.managedfields.FieldSet;

/** The fields that nobody owns: the type, and the metadata that only the server writes. */
final class StrippedFields {

    private static final FieldSet STRIPPED = FieldSet.of(
            FieldPath.of("apiVersion"),
            FieldPath.of("kind"),
            FieldPath.of("metadata"),
            FieldPath.of("metadata", "name"),
            FieldPath.of("metadata", "namespace"),
            FieldPath.of("metadata", "creationTimestamp"),
            FieldPath.of("metadata", "selfLink"),
            FieldPath.of("metadata", "uid"),
            FieldPath.of("metadata", "clusterName"),
            FieldPath.of("metadata", "generation"),
            FieldPath.of("metadata", "managedFields"),
            FieldPath.of("metadata", "resourceVersion"));

    private StrippedFields() {}

    static FieldSet from(FieldSet set) {
        return set.difference(STRIPPED);
    }
}
