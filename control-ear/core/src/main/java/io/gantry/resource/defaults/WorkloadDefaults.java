package io.gantry.resource.defaults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;

/** Defaults of the kinds that keep a number of pods. */
public final class WorkloadDefaults {

    private static final String ROLLING_UPDATE = "RollingUpdate";
    private static final int HISTORY = 10;
    private static final int PROGRESS_SECONDS = 600;

    private WorkloadDefaults() {}

    public static void replicaSet(ObjectNode object) {
        ObjectNode spec = Nodes.child(object, "spec");
        Defaults.number(spec, "replicas", 1);
        PodSpecDefaults.applyToTemplate(Nodes.child(spec, "template"));
    }

    /** Selector and labels come from the template where they are not given. */
    public static void replicationController(ObjectNode object) {
        ObjectNode spec = Nodes.child(object, "spec");
        Defaults.number(spec, "replicas", 1);
        // the one kind that can tell no template from an empty one
        PodSpecDefaults.applyToTemplate(spec.path("template"));
        JsonNode labels = object.at("/spec/template/metadata/labels");
        if (labels.isEmpty()) {
            return;
        }
        if (spec.path("selector").isEmpty()) {
            spec.set("selector", labels.deepCopy());
        }
        ObjectNode metadata = Nodes.child(object, "metadata");
        if (metadata.path("labels").isEmpty()) {
            metadata.set("labels", labels.deepCopy());
        }
    }

    public static void deployment(ObjectNode object) {
        replicaSet(object);
        ObjectNode spec = (ObjectNode) object.get("spec");
        Defaults.number(spec, "revisionHistoryLimit", HISTORY);
        Defaults.number(spec, "progressDeadlineSeconds", PROGRESS_SECONDS);
        ObjectNode strategy = Nodes.child(spec, "strategy");
        Defaults.text(strategy, "type", ROLLING_UPDATE);
        if (Nodes.text(strategy, "type").equals(ROLLING_UPDATE)) {
            ObjectNode rollingUpdate = Nodes.child(strategy, "rollingUpdate");
            Defaults.text(rollingUpdate, "maxSurge", "25%");
            Defaults.text(rollingUpdate, "maxUnavailable", "25%");
        }
    }

    public static void daemonSet(ObjectNode object) {
        ObjectNode spec = Nodes.child(object, "spec");
        PodSpecDefaults.applyToTemplate(Nodes.child(spec, "template"));
        ObjectNode strategy = Nodes.child(spec, "updateStrategy");
        Defaults.text(strategy, "type", ROLLING_UPDATE);
        if (Nodes.text(strategy, "type").equals(ROLLING_UPDATE)) {
            ObjectNode rollingUpdate = Nodes.child(strategy, "rollingUpdate");
            Defaults.number(rollingUpdate, "maxUnavailable", 1);
            Defaults.number(rollingUpdate, "maxSurge", 0);
        }
        Defaults.number(spec, "revisionHistoryLimit", HISTORY);
    }

    public static void statefulSet(ObjectNode object) {
        replicaSet(object);
        ObjectNode spec = (ObjectNode) object.get("spec");
        Defaults.text(spec, "podManagementPolicy", "OrderedReady");
        ObjectNode strategy = Nodes.child(spec, "updateStrategy");
        if (Nodes.text(strategy, "type").isEmpty()) {
            strategy.put("type", ROLLING_UPDATE);
            Nodes.child(strategy, "rollingUpdate");
        }
        if (Nodes.text(strategy, "type").equals(ROLLING_UPDATE)
                && strategy.get("rollingUpdate") instanceof ObjectNode rollingUpdate) {
            Defaults.number(rollingUpdate, "partition", 0);
        }
        ObjectNode retention = Nodes.child(spec, "persistentVolumeClaimRetentionPolicy");
        Defaults.text(retention, "whenDeleted", "Retain");
        Defaults.text(retention, "whenScaled", "Retain");
        Defaults.number(spec, "revisionHistoryLimit", HISTORY);
        for (ObjectNode claim : Nodes.objects(spec, "volumeClaimTemplates")) {
            claim.put("apiVersion", "v1").put("kind", "PersistentVolumeClaim");
            ClaimDefaults.apply(claim);
            Nodes.child(claim, "status").put("phase", "Pending");
        }
    }
}
