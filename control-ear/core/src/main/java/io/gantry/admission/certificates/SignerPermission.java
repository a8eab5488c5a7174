package io.gantry.admission.certificates;

import io.gantry.identity.Authorizer;
import io.gantry.identity.Authorizer.Decision;
import io.gantry.identity.RequestAttributes;
import io.gantry.identity.UserInfo;

/** What users may do in the name of signers: for one signer, or for all of a domain. */
record SignerPermission(Authorizer authorizer) {

    private static final String GROUP = "certificates.k8s.io";

    /**
     * Whether a user may.
     *
     * @param verb {@code approve}, {@code sign} or {@code attest}
     * @param signer for example {@code example.com/signer-name}
     */
    boolean allows(UserInfo user, String verb, String signer) {
        String wildcard = signer.substring(0, Math.max(signer.indexOf('/'), 0)) + "/*";
        return isAllowed(user, verb, signer) || isAllowed(user, verb, wildcard);
    }

    private boolean isAllowed(UserInfo user, String verb, String signer) {
        return authorizer.authorize(user, RequestAttributes.resource(verb, GROUP, "signers", "", "", signer))
                instanceof Decision.Allowed;
    }
}
