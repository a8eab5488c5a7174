package io.gantry.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.event.EventDraft;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.schema.Quantity;
import io.gantry.status.StatusException;
import java.util.List;
import java.util.Optional;

/** What is asked of a volume. */
public record PersistentVolume(ApiObject object) {

    public String name() {
        return object.name();
    }

    public String phase() {
        return Nodes.text(object.status(), "phase");
    }

    public String className() {
        return annotations().has(StorageNames.BETA_CLASS)
                ? Nodes.text(annotations(), StorageNames.BETA_CLASS)
                : Nodes.text(object.spec(), "storageClassName");
    }

    public Quantity capacity() {
        return storage(object.spec().path("capacity"));
    }

    public List<String> accessModes() {
        return Nodes.texts(object.spec(), "accessModes");
    }

    public String volumeMode() {
        return mode(object.spec());
    }

    /** Delete, Retain or Recycle. */
    public String reclaimPolicy() {
        return Nodes.text(object.spec(), "persistentVolumeReclaimPolicy");
    }

    /** Who made it; empty when a person did. */
    public String provisioner() {
        return Nodes.text(annotations(), StorageNames.PROVISIONED_BY);
    }

    public boolean isBoundByController() {
        return annotations().has(StorageNames.BOUND_BY_CONTROLLER);
    }

    public boolean hasAnnotation(String name) {
        return annotations().has(name);
    }

    /** Whether some claim has it or shall have it. */
    public boolean isClaimed() {
        return reference().isObject();
    }

    /** The claim that it names. */
    public Optional<ObjectKey> claimKey() {
        return isClaimed()
                ? Optional.of(new ObjectKey(
                        StorageNames.CLAIMS, Nodes.text(reference(), "namespace"), Nodes.text(reference(), "name")))
                : Optional.empty();
    }

    /** Which of the claims that ever had this name; empty text when the first one that comes shall have it. */
    public String claimUid() {
        return Nodes.text(reference(), "uid");
    }

    /** Whether it names this claim, be it by name only. */
    public boolean isBoundTo(PersistentVolumeClaim claim) {
        return claimKey().filter(claim.key()::equals).isPresent()
                && (claimUid().isEmpty() || claimUid().equals(claim.uid()));
    }

    /** The nodes that it can be used on (core/v1 NodeSelector); missing when on all. */
    public JsonNode requiredNodes() {
        return object.spec().path("nodeAffinity").path("required");
    }

    /** Why it cannot serve a claim that asks for it by name, in upstream's words; empty when it can. */
    public Optional<String> whyNotFor(PersistentVolumeClaim claim) {
        if (object.isBeingDeleted()) {
            return Optional.of("the volume is marked for deletion \"" + name() + "\"");
        }
        if (capacity().compareTo(claim.request()) < 0) {
            return Optional.of("requested PV is too small");
        }
        if (!className().equals(claim.className())) {
            return Optional.of("storageClassName does not match");
        }
        if (!attributesClass().equals(claim.attributesClass())) {
            return Optional.of("volumeAttributesClassName does not match");
        }
        if (!volumeMode().equals(claim.volumeMode())) {
            return Optional.of("incompatible volumeMode");
        }
        return allows(claim) ? Optional.empty() : Optional.of("incompatible accessMode");
    }

    /** Whether it can be used in all the ways that the claim asks for. */
    boolean allows(PersistentVolumeClaim claim) {
        return accessModes().containsAll(claim.accessModes());
    }

    String attributesClass() {
        return Nodes.text(object.spec(), "volumeAttributesClassName");
    }

    /**
     * Makes a volume that may be changed name a claim; notes it when that was not a person's choice.
     *
     * @throws StatusException Conflict, when it has come to name another claim
     */
    public static ObjectNode bound(ObjectNode volume, PersistentVolumeClaim claim) {
        JsonNode reference = volume.path("spec").path("claimRef");
        boolean named = Nodes.text(reference, "namespace").equals(claim.object().namespace())
                && Nodes.text(reference, "name").equals(claim.name());
        String uid = Nodes.text(reference, "uid");
        if (reference.isObject() && !(named && (uid.isEmpty() || uid.equals(claim.uid())))) {
            throw StatusException.conflict(
                    StorageNames.VOLUMES,
                    Nodes.text(volume.path("metadata"), "name"),
                    "the volume is bound to another claim");
        }
        if (uid.isEmpty()) {
            Nodes.child(volume, "spec").set("claimRef", EventDraft.reference(claim.object()));
        }
        if (!named) {
            Nodes.child(Nodes.child(volume, "metadata"), "annotations").put(StorageNames.BOUND_BY_CONTROLLER, "yes");
        }
        return volume;
    }

    static Quantity storage(JsonNode amounts) {
        String text = Nodes.text(amounts, "storage");
        return text.isEmpty() ? Quantity.ZERO : Quantity.parse(text);
    }

    static String mode(JsonNode spec) {
        String mode = Nodes.text(spec, "volumeMode");
        return mode.isEmpty() ? "Filesystem" : mode;
    }

    private JsonNode reference() {
        return object.spec().path("claimRef");
    }

    private JsonNode annotations() {
        return object.metadata().path("annotations");
    }
}
