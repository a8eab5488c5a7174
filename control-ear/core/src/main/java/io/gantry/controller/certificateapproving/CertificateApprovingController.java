package io.gantry.controller.certificateapproving;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.certificates.InvalidRequestException;
import io.gantry.certificates.Pkcs10Request;
import io.gantry.certificates.SignerRules;
import io.gantry.controller.Change;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.controller.model.Conditions;
import io.gantry.identity.Authorizer;
import io.gantry.identity.Authorizer.Decision;
import io.gantry.identity.RequestAttributes;
import io.gantry.identity.UserInfo;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Approves the requests of nodes for client certificates when they may have them: {@code create} of
 * {@code certificatesigningrequests/selfnodeclient} for one's own, {@code certificatesigningrequests/nodeclient} for any ("TLS
 * bootstrapping").
 */
public final class CertificateApprovingController implements Controller {

    private static final GroupResource REQUESTS =
            new GroupResource("certificates.k8s.io", "certificatesigningrequests");

    private final Authorizer authorizer;

    public CertificateApprovingController(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    @Override
    public String name() {
        return "certificatesigningrequest-approving-controller";
    }

    @Override
    public Watches watches() {
        return Watches.none().own(REQUESTS);
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        return view.get(key)
                .filter(CertificateApprovingController::isUndecided)
                .flatMap(request -> reason(request).map(message -> approved(request, message)))
                .orElse(Plan.NOTHING);
    }

    private static boolean isUndecided(ApiObject request) {
        Conditions conditions = Conditions.of(request.status());
        return Nodes.text(request.spec(), "signerName").equals(SignerRules.KUBELET_CLIENT)
                && Nodes.text(request.status(), "certificate").isEmpty()
                && conditions.find("Approved").isEmpty()
                && conditions.find("Denied").isEmpty();
    }

    private Optional<String> reason(ApiObject request) {
        Optional<Pkcs10Request> parsed = parsed(request);
        if (parsed.isEmpty()) {
            return Optional.empty();
        }
        UserInfo user = user(request);
        boolean own = user.username().equals(parsed.get().commonName());
        if (own && mayCreate(user, "selfnodeclient")) {
            return Optional.of("Auto approving self kubelet client certificate after SubjectAccessReview.");
        }
        return mayCreate(user, "nodeclient")
                ? Optional.of("Auto approving kubelet client certificate after SubjectAccessReview.")
                : Optional.empty();
    }

    /** The request, if it is for what a node's client certificate holds. */
    private static Optional<Pkcs10Request> parsed(ApiObject request) {
        try {
            Pkcs10Request parsed = Pkcs10Request.parse(Nodes.text(request.spec(), "request"));
            List<String> usages = Nodes.texts(request.spec(), "usages");
            return SignerRules.refusal(SignerRules.KUBELET_CLIENT, parsed, usages)
                            .isEmpty()
                    ? Optional.of(parsed)
                    : Optional.empty();
        } catch (InvalidRequestException e) {
            // the signer says so in the request's status, if somebody approves it
            return Optional.empty();
        }
    }

    /** Who asked, as the API server noted it. */
    private static UserInfo user(ApiObject request) {
        Map<String, List<String>> extra = new HashMap<>();
        request.spec()
                .path("extra")
                .properties()
                .forEach(field ->
                        extra.put(field.getKey(), Nodes.texts(request.spec().path("extra"), field.getKey())));
        return new UserInfo(
                Nodes.text(request.spec(), "username"),
                Nodes.text(request.spec(), "uid"),
                Nodes.texts(request.spec(), "groups"),
                extra);
    }

    private boolean mayCreate(UserInfo user, String subresource) {
        return authorizer.authorize(
                        user,
                        RequestAttributes.resource(
                                "create", REQUESTS.group(), REQUESTS.resource(), subresource, "", ""))
                instanceof Decision.Allowed;
    }

    private static Plan approved(ApiObject request, String message) {
        ObjectNode desired = request.copy();
        Nodes.child(desired, "status")
                .withArray("conditions")
                .addObject()
                .put("type", "Approved")
                .put("status", "True")
                .put("reason", "AutoApproved")
                .put("message", message);
        return Plan.of(new Change.Approve(request, desired));
    }
}
