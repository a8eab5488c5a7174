package io.gantry.admission.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.AdmissionPlugin;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.cache.ClusterView;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.storage.StorageClass;

/** Claims that name no storage class get the default one; of several the newest (DefaultStorageClass). */
public final class DefaultStorageClassPlugin implements AdmissionPlugin {

    private static final GroupResource CLAIMS = new GroupResource("", "persistentvolumeclaims");

    private final ClusterView view;

    public DefaultStorageClassPlugin(ClusterView view) {
        this.view = view;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (!request.isOn(CLAIMS) || request.operation() != Operation.CREATE || namesClass(request.object())) {
            return;
        }
        StorageClass.ofDefault(view)
                .ifPresent(found -> Nodes.child(request.object(), "spec").put("storageClassName", found.name()));
    }

    /** An empty name is one too: it asks for no class at all. */
    private static boolean namesClass(ObjectNode claim) {
        return Nodes.has(claim.path("spec"), "storageClassName")
                || claim.path("metadata").path("annotations").has("volume.beta.kubernetes.io/storage-class");
    }
}
