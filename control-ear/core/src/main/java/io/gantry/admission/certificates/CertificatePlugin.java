package io.gantry.admission.certificates;

import io.gantry.admission.AdmissionPlugin;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.certificates.InvalidRequestException;
import io.gantry.certificates.Pkcs10Request;
import io.gantry.certificates.SignerRules;
import io.gantry.identity.Authorizer;
import io.gantry.identity.UserInfo;
import io.gantry.object.GroupResource;
import io.gantry.object.JsonEquality;
import io.gantry.object.Nodes;
import io.gantry.status.Quoted;
import io.gantry.status.StatusException;

/** Who may approve and sign for a signer, and which names nobody gets (CertificateApproval, -Signing, -SubjectRestriction). */
public final class CertificatePlugin implements AdmissionPlugin {

    private static final String GROUP = "certificates.k8s.io";
    private static final GroupResource REQUESTS = new GroupResource(GROUP, "certificatesigningrequests");

    private final SignerPermission permission;

    public CertificatePlugin(Authorizer authorizer) {
        this.permission = new SignerPermission(authorizer);
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (!request.resource().equals(REQUESTS)) {
            return;
        }
        switch (request.operation()) {
            case CREATE -> subject(request);
            case UPDATE -> {
                if (request.subresource().equals("approval")) {
                    require(request, "approve");
                } else if (request.subresource().equals("status") && changesStatus(request)) {
                    require(request, "sign");
                }
            }
            case DELETE, CONNECT -> {}
        }
    }

    private static boolean changesStatus(AdmissionRequest request) {
        return request.old()
                .filter(old -> !JsonEquality.same(request.object().path("status"), old.path("status")))
                .isPresent();
    }

    private void require(AdmissionRequest request, String verb) {
        String signer = request.old()
                .map(old -> Nodes.text(old.path("spec"), "signerName"))
                .orElse("");
        if (!permission.allows(request.user(), verb, signer)) {
            throw StatusException.forbidden(
                    REQUESTS,
                    request.name(),
                    "user not permitted to " + verb + " requests with signerName " + Quoted.of(signer));
        }
    }

    private static void subject(AdmissionRequest request) {
        if (request.operation() != Operation.CREATE
                || !Nodes.text(request.object().path("spec"), "signerName").equals(SignerRules.API_CLIENT)) {
            return;
        }
        try {
            Pkcs10Request parsed =
                    Pkcs10Request.parse(Nodes.text(request.object().path("spec"), "request"));
            if (parsed.organizations().contains(UserInfo.MASTERS)) {
                throw StatusException.forbidden(
                        REQUESTS,
                        request.name(),
                        "use of " + SignerRules.API_CLIENT + " signer with " + UserInfo.MASTERS
                                + " group is not allowed");
            }
        } catch (InvalidRequestException e) {
            throw StatusException.forbidden(REQUESTS, request.name(), "failed to parse CSR: " + e.getMessage());
        }
    }
}
