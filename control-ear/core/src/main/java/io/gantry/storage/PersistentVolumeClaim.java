package io.gantry.storage;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.schema.Quantity;
import java.util.List;
import java.util.Optional;

/** What is asked of a claim. */
public record PersistentVolumeClaim(ApiObject object) {

    private static final GroupResource PODS = new GroupResource("", "pods");

    public ObjectKey key() {
        return object.key();
    }

    public String name() {
        return object.name();
    }

    public String uid() {
        return object.uid();
    }

    public String phase() {
        return Nodes.text(object.status(), "phase");
    }

    /** The storage class that it asks for; empty text asks for volumes without one. */
    public String className() {
        return annotations().has(StorageNames.BETA_CLASS)
                ? Nodes.text(annotations(), StorageNames.BETA_CLASS)
                : Nodes.text(object.spec(), "storageClassName");
    }

    /** Whether it says anything of a class, be it that it wants none. */
    public boolean namesClass() {
        return annotations().has(StorageNames.BETA_CLASS) || Nodes.has(object.spec(), "storageClassName");
    }

    /** The volume that it has or asks for; empty text for any. */
    public String volumeName() {
        return Nodes.text(object.spec(), "volumeName");
    }

    public boolean isBindCompleted() {
        return annotations().has(StorageNames.BIND_COMPLETED);
    }

    /** Both sides are bound to each other, so that pods may use it. */
    public boolean isFullyBound() {
        return !volumeName().isEmpty() && isBindCompleted();
    }

    public boolean isBoundByController() {
        return annotations().has(StorageNames.BOUND_BY_CONTROLLER);
    }

    /** Where the scheduler wants a volume to be made for it. */
    public Optional<String> selectedNode() {
        return Optional.of(Nodes.text(annotations(), StorageNames.SELECTED_NODE))
                .filter(node -> !node.isEmpty());
    }

    /** Who is to make its volume, empty when nobody was asked. */
    public String provisioner() {
        return Nodes.text(annotations(), StorageNames.PROVISIONER);
    }

    /** How much it asks for. */
    public Quantity request() {
        return PersistentVolume.storage(object.spec().path("resources").path("requests"));
    }

    /** How much it has; zero before it is bound. */
    public Quantity capacity() {
        return PersistentVolume.storage(object.status().path("capacity"));
    }

    public List<String> accessModes() {
        return Nodes.texts(object.spec(), "accessModes");
    }

    public String volumeMode() {
        return PersistentVolume.mode(object.spec());
    }

    String attributesClass() {
        return Nodes.text(object.spec(), "volumeAttributesClassName");
    }

    /** The name of the claim that a pod's volume stands for; empty when it is of another type. */
    public static Optional<String> nameIn(ApiObject pod, JsonNode volume) {
        String name = Nodes.has(volume, "ephemeral")
                ? pod.name() + "-" + Nodes.text(volume, "name")
                : Nodes.text(volume.path("persistentVolumeClaim"), "claimName");
        return Optional.of(name).filter(text -> !text.isEmpty());
    }

    /** Whether a pod has a volume that stands for this claim. */
    public boolean isUsedBy(ApiObject pod) {
        return pod.key().resource().equals(PODS)
                && pod.namespace().equals(object.namespace())
                && Nodes.objects(pod.spec(), "volumes").stream()
                        .anyMatch(volume ->
                                nameIn(pod, volume).filter(name()::equals).isPresent());
    }

    private JsonNode annotations() {
        return object.metadata().path("annotations");
    }
}
