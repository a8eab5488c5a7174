package io.gantry.controller.certificatesigning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.certificates.CertificateSigner;
import io.gantry.certificates.InvalidRequestException;
import io.gantry.certificates.Pkcs10Request;
import io.gantry.certificates.SignerRules;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.controller.model.Conditions;
import io.gantry.controller.model.Timestamps;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Signs approved requests for the cluster's own signers; all others are left to theirs. */
public final class CertificateSigningController implements Controller {

    private static final GroupResource REQUESTS =
            new GroupResource("certificates.k8s.io", "certificatesigningrequests");

    private final CertificateSigner signer;

    public CertificateSigningController(CertificateSigner signer) {
        this.signer = signer;
    }

    @Override
    public String name() {
        return "certificate-controller";
    }

    @Override
    public Watches watches() {
        return Watches.none().own(REQUESTS);
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        return view.get(key)
                .filter(CertificateSigningController::isWaiting)
                .map(request -> plan(request, now))
                .orElse(Plan.NOTHING);
    }

    private static boolean isWaiting(ApiObject request) {
        Conditions conditions = Conditions.of(request.status());
        return SignerRules.isBuiltIn(Nodes.text(request.spec(), "signerName"))
                && conditions.isTrue("Approved")
                && !conditions.isTrue("Denied")
                && !conditions.isTrue("Failed")
                && Nodes.text(request.status(), "certificate").isEmpty();
    }

    private Plan plan(ApiObject request, Instant now) {
        ObjectNode status = request.status() instanceof ObjectNode present ? present.deepCopy() : Json.object();
        List<String> usages = Nodes.texts(request.spec(), "usages");
        try {
            Pkcs10Request parsed = Pkcs10Request.parse(Nodes.text(request.spec(), "request"));
            Optional<String> refusal = SignerRules.refusal(Nodes.text(request.spec(), "signerName"), parsed, usages);
            if (refusal.isPresent()) {
                fail(status, refusal.get(), now);
            } else {
                String certificate = signer.sign(parsed, usages, duration(request), now);
                status.put(
                        "certificate",
                        Base64.getEncoder().encodeToString(certificate.getBytes(StandardCharsets.US_ASCII)));
            }
        } catch (InvalidRequestException e) {
            fail(status, e.getMessage(), now);
        }
        return Plan.builder().updateStatus(request, status).build();
    }

    private static Optional<Duration> duration(ApiObject request) {
        return Nodes.has(request.spec(), "expirationSeconds")
                ? Optional.of(Duration.ofSeconds(
                        request.spec().path("expirationSeconds").asLong()))
                : Optional.empty();
    }

    private static void fail(ObjectNode status, String why, Instant now) {
        status.withArray("conditions")
                .addObject()
                .put("type", "Failed")
                .put("status", "True")
                .put("reason", "SignerValidationFailure")
                .put("message", why)
                .put("lastUpdateTime", Timestamps.seconds(now));
    }
}
