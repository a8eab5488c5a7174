package io.gantry.admission.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.AdmissionPlugin;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import java.util.Comparator;
import java.util.List;

/** Claims that name no storage class get the default one; of several the newest (DefaultStorageClass). */
public final class DefaultStorageClassPlugin implements AdmissionPlugin {

    private static final GroupResource CLAIMS = new GroupResource("", "persistentvolumeclaims");
    private static final GroupResource CLASSES = new GroupResource("storage.k8s.io", "storageclasses");
    private static final List<String> DEFAULT_MARKS =
            List.of("storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class");

    private final ClusterView view;

    public DefaultStorageClassPlugin(ClusterView view) {
        this.view = view;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (!request.isOn(CLAIMS) || request.operation() != Operation.CREATE || namesClass(request.object())) {
            return;
        }
        view.list(CLASSES).stream()
                .filter(DefaultStorageClassPlugin::isDefault)
                .min(Comparator.comparing(ApiObject::creationTime).reversed().thenComparing(ApiObject::name))
                .ifPresent(found -> Nodes.child(request.object(), "spec").put("storageClassName", found.name()));
    }

    /** An empty name is one too: it asks for no class at all. */
    private static boolean namesClass(ObjectNode claim) {
        return Nodes.has(claim.path("spec"), "storageClassName")
                || claim.path("metadata").path("annotations").has("volume.beta.kubernetes.io/storage-class");
    }

    private static boolean isDefault(ApiObject storageClass) {
        JsonNode annotations = storageClass.metadata().path("annotations");
        return DEFAULT_MARKS.stream()
                .anyMatch(mark -> Nodes.text(annotations, mark).equals("true"));
    }
}
