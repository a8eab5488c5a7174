package io.gantry.managedfields;

import io.gantry.managedfields.ManagerIdentity.Operation;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Bounds how many that updated an object are remembered: the oldest are joined under one name for each version. Those that applied
 * are all kept.
 */
public final class AncientChanges {

    private static final String NAME = "ancient-changes";
    private static final int MOST = 10;

    private AncientChanges() {}

    public static ManagedFields join(ManagedFields fields) {
        if (fields.entries().size() <= MOST) {
            return fields;
        }
        List<ManagedEntry> updaters = fields.entries().stream()
                .filter(entry -> !entry.identity().applies())
                .sorted(Comparator.comparingLong(ManagedEntry::seconds).thenComparing(ManagedEntry::identity))
                .toList();
        int surplus = updaters.size() - MOST;
        Map<String, ManagerIdentity> joined = new HashMap<>();
        ManagedFields result = fields;
        for (ManagedEntry entry : updaters) {
            if (surplus <= 0) {
                return result;
            }
            ManagerIdentity first = joined.putIfAbsent(entry.apiVersion(), entry.identity());
            if (first == null) {
                continue;
            }
            ManagerIdentity bucket = new ManagerIdentity(NAME, Operation.UPDATE, entry.apiVersion(), "");
            // the first of a version keeps its name until there is a second to be joined with
            ManagerIdentity holder = result.find(bucket).isPresent() ? bucket : first;
            FieldSet members = result.find(holder).orElseThrow().set().union(entry.set());
            result = result.without(holder).without(entry.identity()).with(entry.as(bucket, members));
            surplus--;
        }
        return result;
    }
}
