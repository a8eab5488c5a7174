package io.gantry.admission.certificates;

import io.gantry.admission.AdmissionPlugin;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.identity.Authorizer;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.status.Quoted;
import io.gantry.status.StatusException;

/** Who may say which authorities a signer's certificates come from (ClusterTrustBundleAttest). */
public final class TrustBundlePlugin implements AdmissionPlugin {

    private static final GroupResource BUNDLES = new GroupResource("certificates.k8s.io", "clustertrustbundles");

    private final SignerPermission permission;

    public TrustBundlePlugin(Authorizer authorizer) {
        this.permission = new SignerPermission(authorizer);
    }

    @Override
    public void validate(AdmissionRequest request) {
        boolean writes = request.operation() == Operation.CREATE || request.operation() == Operation.UPDATE;
        if (!writes || !request.resource().equals(BUNDLES)) {
            return;
        }
        String signer = Nodes.text(request.object().path("spec"), "signerName");
        if (!signer.isEmpty()
                && !request.changesOnlyOwnership()
                && !permission.allows(request.user(), "attest", signer)) {
            throw StatusException.forbidden(
                    BUNDLES, request.name(), "user not permitted to attest for signerName " + Quoted.of(signer));
        }
    }
}
