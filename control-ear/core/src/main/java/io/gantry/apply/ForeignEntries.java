package io.gantry.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.managedfields.FieldSet;
import io.gantry.managedfields.ManagedEntry;
import io.gantry.managedfields.ManagedFields;
import io.gantry.managedfields.ManagerIdentity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a change of an object takes from the owners of its fields other than the writer. */
final class ForeignEntries {

    private final Versions versions;
    private final String apiVersion;
    private final ObjectNode old;
    private final ObjectNode now;
    private final UnaryOperator<FieldSet> counted;
    private final Map<String, Optional<Comparison>> comparisons = new HashMap<>();

    /**
     * Prepares for one change.
     *
     * @param counted leaves out fields that the writer cannot change
     * @param comparison the change, in the version of the request
     */
    ForeignEntries(
            Versions versions,
            String apiVersion,
            ObjectNode old,
            ObjectNode now,
            UnaryOperator<FieldSet> counted,
            Comparison comparison) {
        this.versions = versions;
        this.apiVersion = apiVersion;
        this.old = old;
        this.now = now;
        this.counted = counted;
        comparisons.put(apiVersion, Optional.of(comparison));
    }

    /** Which fields of others change. */
    List<Conflict> conflicts(ManagedFields managed, ManagerIdentity writer) {
        List<Conflict> conflicts = new ArrayList<>();
        for (ManagedEntry entry : managed.entries()) {
            if (entry.identity().equals(writer)) {
                continue;
            }
            comparison(entry.apiVersion())
                    .map(comparison -> taken(entry, comparison))
                    .orElse(FieldSet.EMPTY)
                    .paths()
                    .forEach(path -> conflicts.add(new Conflict(entry.identity(), path)));
        }
        return conflicts;
    }

    /** Without what others lose. An entry in a version that is not known any more goes. */
    ManagedFields remaining(ManagedFields managed, ManagerIdentity writer) {
        ManagedFields result = managed;
        for (ManagedEntry entry : managed.entries()) {
            if (!entry.identity().equals(writer)) {
                Optional<ManagedEntry> left = comparison(entry.apiVersion()).map(comparison -> left(entry, comparison));
                result = left.isEmpty()
                        ? result.without(entry.identity())
                        : left.get() == entry ? result : result.with(left.get());
            }
        }
        return result;
    }

    private static ManagedEntry left(ManagedEntry entry, Comparison comparison) {
        FieldSet taken = taken(entry, comparison);
        if (taken.isEmpty() && !entry.meets(comparison.removed())) {
            return entry;
        }
        return entry.withSet(entry.set().difference(taken).difference(comparison.removed()));
    }

    private static FieldSet taken(ManagedEntry entry, Comparison comparison) {
        FieldSet changed = comparison.changed();
        return entry.meets(changed) ? entry.set().intersection(changed) : FieldSet.EMPTY;
    }

    private Optional<Comparison> comparison(String version) {
        return comparisons.computeIfAbsent(
                version,
                key -> versions.type(key)
                        .map(type -> Comparison.of(
                                        type,
                                        versions.convert(old, apiVersion, key),
                                        versions.convert(now, apiVersion, key))
                                .filtered(counted)));
    }
}
