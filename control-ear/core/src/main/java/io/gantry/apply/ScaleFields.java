package io.gantry.apply;

import io.gantry.managedfields.FieldPath;
import io.gantry.managedfields.FieldSet;
import io.gantry.managedfields.ManagedEntry;
import io.gantry.managedfields.ManagedFields;
import java.util.Optional;

/**
 * Carries the owners of the number of replicas between an object and its scale, where the number is called differently.
 *
 * @param parent owners of the object
 * @param apiVersion version of the object
 * @param path where the object has the number
 */
public record ScaleFields(ManagedFields parent, String apiVersion, FieldPath path) {

    private static final String SCALE_VERSION = "autoscaling/v1";
    private static final FieldSet REPLICAS = FieldSet.of(FieldPath.of("spec", "replicas"));

    /**
     * The owners of the number at a JSON pointer.
     *
     * @param pointer for example {@code /spec/replicas}
     */
    public ScaleFields(ManagedFields parent, String apiVersion, String pointer) {
        this(parent, apiVersion, FieldPath.of(pointer.substring(1).split("/")));
    }

    /** The owners of the scale. */
    public ManagedFields scale() {
        ManagedFields result = ManagedFields.NONE;
        for (ManagedEntry entry : parent.entries()) {
            if (owns(entry)) {
                result = result.with(entry.inVersion(SCALE_VERSION, REPLICAS));
            }
        }
        return result;
    }

    /** The owners of the object after the scale has got these. */
    public ManagedFields parent(ManagedFields scale) {
        ManagedFields owners = ManagedFields.NONE;
        for (ManagedEntry entry : scale.entries()) {
            if (entry.set().equals(REPLICAS)) {
                owners = owners.with(entry.inVersion(apiVersion, FieldSet.of(path)));
            }
        }
        ManagedFields result = ManagedFields.NONE;
        for (ManagedEntry entry : parent.entries()) {
            if (entry.apiVersion().equals(apiVersion)) {
                boolean lost = owns(entry) && owners.find(entry.identity()).isEmpty();
                result = result.with(lost ? entry.withSet(entry.set().difference(FieldSet.of(path))) : entry);
            }
        }
        for (ManagedEntry owner : owners.entries()) {
            Optional<ManagedEntry> present = result.find(owner.identity());
            if (present.filter(this::owns).isEmpty()) {
                FieldSet others = present.map(ManagedEntry::set).orElse(FieldSet.EMPTY);
                result = result.with(owner.withSet(others.union(owner.set())));
            }
        }
        return result;
    }

    private boolean owns(ManagedEntry entry) {
        return entry.apiVersion().equals(apiVersion) && entry.set().has(path);
    }
}
