package io.gantry.admission.adminaccess;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.admission.AdmissionPlugin;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.admission.selection.NamespaceLookup;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import io.gantry.status.FieldErrors;
import io.gantry.status.StatusException;

/** Administrators' access to devices is for namespaces that are labelled for it (KEP-5018). */
public final class AdminAccessPlugin implements AdmissionPlugin {

    private static final String GROUP = "resource.k8s.io";
    private static final GroupResource CLAIMS = new GroupResource(GROUP, "resourceclaims");
    private static final GroupResource TEMPLATES = new GroupResource(GROUP, "resourceclaimtemplates");
    private static final String LABEL = "resource.kubernetes.io/admin-access";

    private final NamespaceLookup namespaces;

    public AdminAccessPlugin(NamespaceLookup namespaces) {
        this.namespaces = namespaces;
    }

    @Override
    public void validate(AdmissionRequest request) {
        JsonNode object = request.object();
        boolean created = request.operation() == Operation.CREATE;
        if (created && request.isOn(CLAIMS)) {
            check(request, object.at("/spec/devices/requests"));
        } else if (created && request.isOn(TEMPLATES)) {
            check(request, object.at("/spec/spec/devices/requests"));
        }
    }

    /** Upstream names the field of a claim for both kinds. */
    private void check(AdmissionRequest request, JsonNode devices) {
        for (int i = 0; i < devices.size(); i++) {
            if (wantsAccess(devices.get(i)) && !isLabelled(request)) {
                throw refused(request, "spec.devices.requests[" + i + "].adminAccess");
            }
        }
    }

    /** In the first version of the API, what is now below exactly is the request itself. */
    private static boolean wantsAccess(JsonNode device) {
        return device.path("exactly").path("adminAccess").asBoolean()
                || device.path("adminAccess").asBoolean();
    }

    private boolean isLabelled(AdmissionRequest request) {
        return namespaces
                .find(request)
                .filter(found ->
                        Nodes.text(found.metadata().path("labels"), LABEL).equals("true"))
                .isPresent();
    }

    private static StatusException refused(AdmissionRequest request, String field) {
        FieldErrors errors = new FieldErrors();
        errors.forbidden(
                field, "admin access to devices requires the `" + LABEL + ": true` label on the containing namespace");
        ResourceDefinition definition = request.definition();
        return StatusException.invalid(definition.group(), definition.kind(), request.name(), errors.list());
    }
}
