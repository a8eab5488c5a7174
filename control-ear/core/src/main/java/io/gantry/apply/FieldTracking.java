package io.gantry.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.managedfields.AncientChanges;
import io.gantry.managedfields.FieldSet;
import io.gantry.managedfields.ManagedEntry;
import io.gantry.managedfields.ManagedFields;
import io.gantry.managedfields.ManagerIdentity;
import io.gantry.object.Json;
import java.time.Instant;
import java.util.function.UnaryOperator;

/**
 * Keeps account of who owns which fields when an object is written as a whole (create, update, and the patches that are not
 * apply): the writer owns what it changed, and nobody else does any more. Pure.
 *
 * @param versions of the resource
 * @param writer who writes
 * @param counted leaves out fields that this kind of write cannot change
 */
public record FieldTracking(Versions versions, Writer writer, UnaryOperator<FieldSet> counted) {

    /** The owners of a new object. */
    public ManagedFields created(ObjectNode object, ManagedFields claimed, Instant now) {
        return changed(Json.object(), object, claimed, now);
    }

    /**
     * The owners of an object after a change. An object without any keeps none until something is applied to it.
     *
     * @param managed the owners before
     */
    public ManagedFields updated(ObjectNode old, ObjectNode wanted, ManagedFields managed, Instant now) {
        return managed.isEmpty() ? managed : changed(old, wanted, managed, now);
    }

    /** All that an object has, as the work of one writer. */
    ManagedFields everything(ObjectNode object, Instant now) {
        return changed(Json.object(), object, ManagedFields.NONE, now);
    }

    private ManagedFields changed(ObjectNode old, ObjectNode wanted, ManagedFields managed, Instant now) {
        String version = writer.apiVersion();
        ValueType type = versions.type(version).orElseGet(ValueTypes::untyped);
        Comparison comparison = Comparison.of(type, old, wanted).filtered(counted);
        if (comparison.isSame()) {
            return AncientChanges.join(managed);
        }
        ManagerIdentity self = writer.updating();
        ManagedFields others =
                new ForeignEntries(versions, version, old, wanted, counted, comparison).remaining(managed, self);
        FieldSet taken = StrippedFields.from(comparison.changed());
        ManagedEntry before = managed.find(self).orElseGet(() -> ManagedEntry.of(self, version, FieldSet.EMPTY));
        ManagedEntry after = before.changed(comparison.removed(), taken);
        return AncientChanges.join(others.with(taken.isEmpty() ? after : after.at(now)));
    }
}
