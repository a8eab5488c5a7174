package io.gantry.admission.storage;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.admission.AdmissionPlugin;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.cache.ClusterView;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import io.gantry.resource.validation.Amounts;
import io.gantry.schema.Quantity;
import io.gantry.status.StatusException;

/** A claim may ask for more only where its storage class lets volumes grow (PersistentVolumeClaimResize). */
public final class ClaimResizePlugin implements AdmissionPlugin {

    private static final GroupResource CLAIMS = new GroupResource("", "persistentvolumeclaims");
    private static final GroupResource CLASSES = new GroupResource("storage.k8s.io", "storageclasses");

    private final ClusterView view;

    public ClaimResizePlugin(ClusterView view) {
        this.view = view;
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (request.isOn(CLAIMS) && request.operation() == Operation.UPDATE) {
            request.old()
                    .filter(old -> size(request.object()).compareTo(size(old)) > 0)
                    .ifPresent(old -> grow(request, old));
        }
    }

    private void grow(AdmissionRequest request, JsonNode old) {
        if (!Nodes.text(old.path("status"), "phase").equals("Bound")) {
            throw refused(request, "Only bound persistent volume claims can be expanded");
        }
        String name = className(request.object());
        boolean allowed = !name.isEmpty()
                && name.equals(className(old))
                && request.find(view, ObjectKey.cluster(CLASSES, name))
                        .filter(found ->
                                found.json().path("allowVolumeExpansion").asBoolean())
                        .isPresent();
        if (!allowed) {
            throw refused(
                    request,
                    "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must"
                            + " support resize");
        }
    }

    private static Quantity size(JsonNode claim) {
        return Amounts.parse(
                        claim.path("spec").path("resources").path("requests").path("storage"))
                .orElse(Quantity.ZERO);
    }

    private static String className(JsonNode claim) {
        JsonNode annotation =
                claim.path("metadata").path("annotations").path("volume.beta.kubernetes.io/storage-class");
        return annotation.asText(Nodes.text(claim.path("spec"), "storageClassName"));
    }

    private static StatusException refused(AdmissionRequest request, String why) {
        return StatusException.forbidden(CLAIMS, request.name(), why);
    }
}
