package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.defaults.ClaimDefaults;
import io.gantry.resource.table.StorageColumns;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.PersistentVolumeRules;
import io.gantry.status.FieldErrors;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** PersistentVolume. */
final class PersistentVolumeKind implements Strategy {

    private static final String TRANSITION = "lastPhaseTransitionTime";

    private PersistentVolumeKind() {}

    static ResourceDefinition definition() {
        return Definition.core("PersistentVolume", "persistentvolumes")
                .cluster()
                .shortName("pv")
                .status()
                .selectableAt("name", "/metadata/name")
                .build(StorageColumns.PERSISTENT_VOLUME, new PersistentVolumeKind());
    }

    @Override
    public void applyDefaults(ObjectNode volume) {
        ClaimDefaults.volume(volume);
    }

    @Override
    public void prepareForCreate(ObjectNode volume, Context context) {
        volume.putObject("status").put("phase", "Pending").put("lastPhaseTransitionTime", timestamp(context));
    }

    @Override
    public void prepareForStatusUpdate(ObjectNode volume, ObjectNode old, Context context) {
        Strategy.super.prepareForStatusUpdate(volume, old, context);
        ObjectNode status = Nodes.child(volume, "status");
        JsonNode before = old.path("status").path(TRANSITION);
        boolean samePhase = Nodes.text(status, "phase").equals(Nodes.text(old.path("status"), "phase"));
        if (samePhase && !Nodes.has(status, TRANSITION) && !before.isMissingNode()) {
            status.set(TRANSITION, before);
        } else if (!samePhase
                && (!Nodes.has(status, TRANSITION) || status.get(TRANSITION).equals(before))) {
            status.put(TRANSITION, timestamp(context));
        }
    }

    @Override
    public boolean countsGeneration() {
        return false;
    }

    @Override
    public void validate(ObjectNode volume, FieldErrors errors) {
        PersistentVolumeRules.check(Field.root(volume, errors));
    }

    @Override
    public void validateUpdate(ObjectNode volume, ObjectNode old, FieldErrors errors) {
        PersistentVolumeRules.update(Field.root(volume, errors), old);
    }

    @Override
    public boolean returnsDeletedObject() {
        return true;
    }

    @Override
    public List<String> warnings(ObjectNode volume) {
        return VolumeWarnings.of(volume);
    }

    private static String timestamp(Context context) {
        return context.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
