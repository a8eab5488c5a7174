package io.gantry.admission.certificates;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.AdmissionPlugin;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.identity.Authorizer;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.resource.validation.SemanticEquality;
import io.gantry.status.FieldErrors;
import io.gantry.status.Quoted;
import io.gantry.status.StatusException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What of an answer to a PodCertificateRequest depends on who gives it, and when: only those who may sign for the signer, and only
 * certificates that begin now.
 */
public final class PodCertificatePlugin implements AdmissionPlugin {

    private static final GroupResource REQUESTS = new GroupResource("certificates.k8s.io", "podcertificaterequests");
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private final SignerPermission permission;
    private final InstantSource clock;

    public PodCertificatePlugin(Authorizer authorizer, InstantSource clock) {
        this.permission = new SignerPermission(authorizer);
        this.clock = clock;
    }

    @Override
    public void validate(AdmissionRequest request) {
        boolean answers = request.operation() == Operation.UPDATE
                && request.resource().equals(REQUESTS)
                && request.subresource().equals("status");
        if (!answers) {
            return;
        }
        ObjectNode old = request.old().orElseThrow();
        if (SemanticEquality.same(request.object().path("status"), old.path("status"))) {
            return;
        }
        FieldErrors errors = new FieldErrors();
        String signer = Nodes.text(old.path("spec"), "signerName");
        if (!permission.allows(request.user(), "sign", signer)) {
            errors.forbidden(
                    "spec.signerName",
                    "User " + Quoted.of(request.user().username()) + " is not permitted to \"sign\" for signer "
                            + Quoted.of(signer));
        }
        beginning(Nodes.text(request.object().path("status"), "notBefore"), errors);
        if (!errors.isEmpty()) {
            throw StatusException.invalid(REQUESTS.group(), request.definition().kind(), request.name(), errors.list());
        }
    }

    private void beginning(String notBefore, FieldErrors errors) {
        if (notBefore.isEmpty()) {
            return; // whether it may be is told elsewhere
        }
        try {
            Duration away =
                    Duration.between(Instant.parse(notBefore), clock.instant()).abs();
            if (away.compareTo(TOLERANCE) > 0) {
                errors.invalid(
                        "status.notBefore",
                        notBefore,
                        "must be set to within 5 minutes of kube-apiserver's current time");
            }
        } catch (DateTimeException e) {
            errors.invalid("status.notBefore", notBefore, "must be a time");
        }
    }
}
