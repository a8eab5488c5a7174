package io.gantry.admission.storage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.AdmissionPlugin;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import java.util.Map;

/** Claims, volumes and attributes classes do not go while they are used: controllers let go of them (StorageObjectInUseProtection). */
public final class StorageProtectionPlugin implements AdmissionPlugin {

    private static final Map<GroupResource, String> FINALIZERS = Map.of(
            new GroupResource("", "persistentvolumeclaims"),
            "kubernetes.io/pvc-protection",
            new GroupResource("", "persistentvolumes"),
            "kubernetes.io/pv-protection",
            new GroupResource("storage.k8s.io", "volumeattributesclasses"),
            "kubernetes.io/vac-protection");

    @Override
    public void mutate(AdmissionRequest request) {
        String finalizer = FINALIZERS.get(request.resource());
        if (finalizer == null
                || request.operation() != Operation.CREATE
                || !request.subresource().isEmpty()) {
            return;
        }
        ObjectNode metadata = Nodes.child(request.object(), "metadata");
        if (!Nodes.texts(metadata, "finalizers").contains(finalizer)) {
            ArrayNode finalizers =
                    metadata.get("finalizers") instanceof ArrayNode given ? given : metadata.putArray("finalizers");
            finalizers.add(finalizer);
        }
    }
}
