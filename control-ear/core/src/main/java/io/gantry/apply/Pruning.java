package io.gantry.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.managedfields.FieldSet;
import io.gantry.managedfields.ManagedEntry;
import io.gantry.managedfields.ManagedFields;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Takes out of a merged object what its manager applied before, does not apply any more, and nobody else owns.
 *
 * @param versions of the resource
 * @param apiVersion version of the merged object
 * @param managed the owners, the manager with what it applies now
 */
record Pruning(Versions versions, String apiVersion, ManagedFields managed) {

    ObjectNode pruned(ObjectNode merged, ManagedEntry before) {
        String version = before.apiVersion();
        ValueType type = versions.type(version).orElse(null);
        if (type == null) {
            return merged;
        }
        ObjectNode converted = convert(merged, apiVersion, version);
        FieldSet last = NamedFields.ensured(type, before.set());
        ObjectNode pruned = Removal.of(type, converted, last);
        pruned = withOwned(converted, pruned, version);
        FieldSet gone = fields(type, converted).difference(fields(type, pruned)).intersection(last);
        return convert(Removal.of(type, converted, gone), version, apiVersion);
    }

    /** Gives back what went with a parent but belongs to someone, and what nobody owns. */
    private ObjectNode withOwned(ObjectNode merged, ObjectNode pruned, String version) {
        Map<String, FieldSet> owned = new LinkedHashMap<>();
        // the version that was pruned comes first: conversion to others may need what was taken out
        owned.put(version, FieldSet.EMPTY);
        managed.entries().forEach(entry -> owned.merge(entry.apiVersion(), entry.set(), FieldSet::union));
        ObjectNode result = pruned;
        for (Map.Entry<String, FieldSet> entry : owned.entrySet()) {
            result = withOwned(merged, result, version, entry.getKey(), entry.getValue());
        }
        return result;
    }

    private ObjectNode withOwned(ObjectNode merged, ObjectNode pruned, String from, String version, FieldSet owned) {
        ValueType type = versions.type(version).orElse(null);
        if (type == null) {
            return pruned;
        }
        ObjectNode all = convert(merged, from, version);
        FieldSet kept = fields(type, convert(pruned, from, version)).union(NamedFields.ensured(type, owned));
        return convert(Removal.of(type, all, fields(type, all).difference(kept)), version, from);
    }

    private static FieldSet fields(ValueType type, ObjectNode object) {
        return NamedFields.ensured(type, ValueFields.of(type, object));
    }

    private ObjectNode convert(ObjectNode object, String from, String to) {
        return from.equals(to) ? object : versions.convert(object, from, to);
    }
}
