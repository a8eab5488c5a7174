package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.defaults.ClaimDefaults;
import io.gantry.resource.table.StorageColumns;
import io.gantry.resource.validation.ClaimRules;
import io.gantry.resource.validation.Field;
import io.gantry.status.FieldErrors;
import java.util.List;

/** PersistentVolumeClaim. */
final class PersistentVolumeClaimKind implements Strategy {

    private PersistentVolumeClaimKind() {}

    static ResourceDefinition definition() {
        return Definition.core("PersistentVolumeClaim", "persistentvolumeclaims")
                .shortName("pvc")
                .status()
                .selectableAt("name", "/metadata/name")
                .build(StorageColumns.CLAIM, new PersistentVolumeClaimKind());
    }

    @Override
    public void applyDefaults(ObjectNode claim) {
        ClaimDefaults.apply(claim);
    }

    @Override
    public void prepareForCreate(ObjectNode claim, Context context) {
        claim.putObject("status").put("phase", "Pending");
        sources(Nodes.child(claim, "spec"), claim.objectNode());
    }

    @Override
    public void prepareForUpdate(ObjectNode claim, ObjectNode old, Context context) {
        Strategy.super.prepareForUpdate(claim, old, context);
        sources(Nodes.child(claim, "spec"), old.path("spec"));
    }

    @Override
    public boolean countsGeneration() {
        return false;
    }

    @Override
    public void validate(ObjectNode claim, FieldErrors errors) {
        ClaimRules.check(Field.root(claim, errors));
    }

    @Override
    public void validateUpdate(ObjectNode claim, ObjectNode old, FieldErrors errors) {
        ClaimRules.update(Field.root(claim, errors), old);
    }

    @Override
    public void validateStatusUpdate(ObjectNode claim, ObjectNode old, FieldErrors errors) {
        ClaimRules.status(Field.root(claim, errors), old);
    }

    @Override
    public boolean returnsDeletedObject() {
        return true;
    }

    @Override
    public List<String> warnings(ObjectNode claim) {
        return VolumeWarnings.ofClaim(claim);
    }

    /** A source can be named in two fields of which the older takes claims and snapshots only (KEP-1495); both then say the same. */
    private static void sources(ObjectNode spec, JsonNode before) {
        boolean hadReference = Nodes.has(before, "dataSourceRef");
        boolean elsewhere = !Nodes.text(spec.path("dataSourceRef"), "namespace").isEmpty();
        if (elsewhere && !hadReference) {
            spec.remove("dataSourceRef");
        }
        boolean hadSource = hadReference || Nodes.has(before, "dataSource");
        if (!hadSource && !Nodes.has(spec, "dataSourceRef") && !isClaimOrSnapshot(spec.path("dataSource"))) {
            spec.remove("dataSource");
        }
        if (Nodes.has(spec, "dataSource") && !Nodes.has(spec, "dataSourceRef")) {
            spec.set("dataSourceRef", spec.get("dataSource").deepCopy());
        } else if (Nodes.has(spec, "dataSourceRef")
                && !Nodes.has(spec, "dataSource")
                && Nodes.text(spec.path("dataSourceRef"), "namespace").isEmpty()) {
            ObjectNode source = Nodes.copy(spec.get("dataSourceRef"));
            source.remove("namespace");
            spec.set("dataSource", source);
        }
    }

    private static boolean isClaimOrSnapshot(JsonNode source) {
        String group = Nodes.text(source, "apiGroup");
        return switch (Nodes.text(source, "kind")) {
            case "PersistentVolumeClaim" -> group.isEmpty();
            case "VolumeSnapshot" -> group.equals("snapshot.storage.k8s.io");
            default -> false;
        };
    }
}
