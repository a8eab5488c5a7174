package io.gantry.scheduler.plugin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.status.StatusException;
import io.gantry.storage.PersistentVolumeClaim;
import io.gantry.storage.StorageNames;

/** The scheduler's word to a provisioner: make the claim's volume for this node. */
final class SelectedNode {

    private SelectedNode() {}

    /** The claim with the word; unchanged when it has found a volume meanwhile. */
    static ObjectNode set(ObjectNode present, PersistentVolumeClaim claim, String node) {
        ObjectNode metadata = Nodes.child(present, "metadata");
        ObjectNode annotations = Nodes.child(metadata, "annotations");
        String before = Nodes.text(annotations, StorageNames.SELECTED_NODE);
        boolean other = !Nodes.text(metadata, "uid").equals(claim.uid()) || !before.isEmpty() && !before.equals(node);
        if (other) {
            throw StatusException.conflict(
                    StorageNames.CLAIMS, claim.name(), "the claim has changed since its pod was given a node");
        }
        if (Nodes.text(present.path("spec"), "volumeName").isEmpty()) {
            annotations.put(StorageNames.SELECTED_NODE, node);
        }
        return present;
    }
}
