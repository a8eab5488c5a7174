package io.gantry.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import io.gantry.resource.TableColumns;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Columns of volumes, claims and storage.k8s.io. */
public final class StorageColumns {

    private static final String UNSET = "<unset>";
    private static final Map<String, String> MODES =
            Map.of("ReadWriteOnce", "RWO", "ReadOnlyMany", "ROX", "ReadWriteMany", "RWX", "ReadWriteOncePod", "RWOP");

    public static final TableColumns PERSISTENT_VOLUME = ColumnList.named()
            .text("Capacity", "Its size.", o -> amount(o.spec().path("capacity").path("storage")))
            .text("Access Modes", "How it can be used.", o -> modes(o.spec()))
            .text(
                    "Reclaim Policy",
                    "What becomes of it when it is released.",
                    o -> Nodes.text(o.spec(), "persistentVolumeReclaimPolicy"))
            .text("Status", "Whether it is available, bound or released.", StorageColumns::phase)
            .text("Claim", "The claim that it is bound to.", StorageColumns::claim)
            .text("StorageClass", "Its class.", StorageColumns::storageClass)
            .text(
                    "VolumeAttributesClass",
                    "The class of its attributes.",
                    o -> orUnset(o.spec(), "volumeAttributesClassName"))
            .text("Reason", "Why it is in this state.", o -> Nodes.text(o.status(), "reason"))
            .age()
            .wide(
                    "VolumeMode",
                    "Whether it holds a filesystem or is a block device.",
                    o -> orUnset(o.spec(), "volumeMode"))
            .build();

    public static final TableColumns CLAIM = ColumnList.named()
            .text("Status", "Whether it is bound.", StorageColumns::phase)
            .text("Volume", "The volume that it is bound to.", o -> Nodes.text(o.spec(), "volumeName"))
            .text(
                    "Capacity",
                    "The size of its volume.",
                    o -> isBound(o) ? amount(o.status().path("capacity").path("storage")) : "")
            .text("Access Modes", "How it can be used.", o -> isBound(o) ? modes(o.status()) : "")
            .text("StorageClass", "The class of the volume that it wants.", StorageColumns::storageClass)
            .text(
                    "VolumeAttributesClass",
                    "The class of attributes that it wants.",
                    o -> orUnset(o.spec(), "volumeAttributesClassName"))
            .age()
            .wide(
                    "VolumeMode",
                    "Whether it holds a filesystem or is a block device.",
                    o -> orUnset(o.spec(), "volumeMode"))
            .build();

    public static final TableColumns STORAGE_CLASS = ColumnList.empty()
            .text(ColumnList.nameColumn(0), StorageColumns::nameAndDefault)
            .text("Provisioner", "Who makes its volumes.", o -> Nodes.text(o.json(), "provisioner"))
            .text(
                    "ReclaimPolicy",
                    "What becomes of its volumes when they are released.",
                    o -> orElse(o, "reclaimPolicy", "Delete"))
            .text(
                    "VolumeBindingMode",
                    "When its volumes are made and bound.",
                    o -> orElse(o, "volumeBindingMode", "Immediate"))
            .truth(
                    "AllowVolumeExpansion",
                    "string",
                    "Whether its volumes can grow.",
                    o -> o.json().path("allowVolumeExpansion").asBoolean())
            .age()
            .build();

    public static final TableColumns ATTRIBUTES_CLASS = ColumnList.named()
            .text("DriverName", "The driver that knows the attributes.", o -> Nodes.text(o.json(), "driverName"))
            .age()
            .build();

    public static final TableColumns ATTACHMENT = ColumnList.named()
            .text(
                    new TableColumns.Column("Attacher", "string", "name", "The driver that attaches.", 0),
                    o -> Nodes.text(o.spec(), "attacher"))
            .text("PV", "The volume.", o -> Nodes.text(o.spec().path("source"), "persistentVolumeName"))
            .text("Node", "The node that it is attached to.", o -> Nodes.text(o.spec(), "nodeName"))
            .truth(
                    "Attached",
                    "boolean",
                    "Whether it is attached.",
                    o -> o.status().path("attached").asBoolean())
            .age()
            .build();

    public static final TableColumns CSI_NODE = ColumnList.named()
            .integer(
                    "Drivers",
                    "Number of drivers on the node.",
                    o -> o.spec().path("drivers").size())
            .age()
            .build();

    public static final TableColumns CSI_DRIVER = ColumnList.named()
            .truth(
                    "AttachRequired",
                    "boolean",
                    "Whether its volumes are attached before use.",
                    o -> o.spec().path("attachRequired").asBoolean(true))
            .truth(
                    "PodInfoOnMount",
                    "boolean",
                    "Whether it is told of the pod.",
                    o -> o.spec().path("podInfoOnMount").asBoolean())
            .truth(
                    "StorageCapacity",
                    "boolean",
                    "Whether it says how much room there is.",
                    o -> o.spec().path("storageCapacity").asBoolean())
            .text("TokenRequests", "Audiences of the tokens that it gets.", StorageColumns::audiences)
            .truth(
                    "RequiresRepublish",
                    "boolean",
                    "Whether volumes are published again and again.",
                    o -> o.spec().path("requiresRepublish").asBoolean())
            .text("Modes", "Kinds of volumes that it has.", StorageColumns::lifecycleModes)
            .age()
            .build();

    private StorageColumns() {}

    private static String amount(JsonNode quantity) {
        return quantity.isMissingNode() ? "0" : quantity.asText();
    }

    /** Short and in upstream's order, each once. */
    private static String modes(JsonNode node) {
        List<String> given = Nodes.texts(node, "accessModes");
        return List.of("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod").stream()
                .filter(given::contains)
                .map(MODES::get)
                .collect(Collectors.joining(","));
    }

    private static String phase(ApiObject object) {
        return object.isBeingDeleted() ? "Terminating" : Nodes.text(object.status(), "phase");
    }

    private static boolean isBound(ApiObject claim) {
        return !Nodes.text(claim.spec(), "volumeName").isEmpty();
    }

    private static String claim(ApiObject volume) {
        JsonNode claim = volume.spec().path("claimRef");
        return claim.isMissingNode() ? "" : Nodes.text(claim, "namespace") + "/" + Nodes.text(claim, "name");
    }

    /** The annotation of old comes first. */
    private static String storageClass(ApiObject object) {
        JsonNode annotation = object.metadata().path("annotations").path("volume.beta.kubernetes.io/storage-class");
        return annotation.isMissingNode() ? Nodes.text(object.spec(), "storageClassName") : annotation.asText();
    }

    private static String orUnset(JsonNode node, String field) {
        return Nodes.has(node, field) ? Nodes.text(node, field) : UNSET;
    }

    private static String orElse(ApiObject object, String field, String otherwise) {
        return Nodes.has(object.json(), field) ? Nodes.text(object.json(), field) : otherwise;
    }

    private static String nameAndDefault(ApiObject object) {
        JsonNode annotations = object.metadata().path("annotations");
        boolean isDefault = List.of(
                        "storageclass.kubernetes.io/is-default-class",
                        "storageclass.beta.kubernetes.io/is-default-class")
                .stream()
                .anyMatch(key -> Nodes.text(annotations, key).equals("true"));
        return object.name() + (isDefault ? " (default)" : "");
    }

    private static String audiences(ApiObject driver) {
        List<String> audiences = Nodes.objects(driver.spec(), "tokenRequests").stream()
                .map(request -> Nodes.text(request, "audience"))
                .toList();
        return audiences.isEmpty() ? UNSET : String.join(",", audiences);
    }

    private static String lifecycleModes(ApiObject driver) {
        List<String> modes = Nodes.texts(driver.spec(), "volumeLifecycleModes");
        return modes.isEmpty() ? "<none>" : String.join(",", modes);
    }
}
