package io.gantry.controller.trustbundle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Change;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.controller.model.ResourceNames;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Keeps the authority that vouches for the API server as the one ClusterTrustBundle of the signer of its certificates. */
public final class ServingTrustPublisher implements Controller {

    private static final GroupResource BUNDLES = new GroupResource("certificates.k8s.io", "clustertrustbundles");
    private static final String SIGNER = "kubernetes.io/kube-apiserver-serving";
    private static final int HASH_BYTES = 12;

    /** There is one thing to do, whatever has happened. */
    private static final ObjectKey ALL = ObjectKey.cluster(BUNDLES, "");

    private final String certificate;
    private final String name;

    /** @param certificate PEM */
    public ServingTrustPublisher(String certificate) {
        this.certificate = certificate;
        this.name = SIGNER.replace('/', ':') + ":" + hash(certificate);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(digest, HASH_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String name() {
        return "kube-apiserver-serving-clustertrustbundle-publisher-controller";
    }

    /** A namespace that is always there begins it, when there is no bundle yet. */
    @Override
    public Watches watches() {
        return Watches.none()
                .on(
                        ResourceNames.NAMESPACES,
                        (event, view) -> event.object().name().equals("kube-system") ? List.of(ALL) : List.of())
                .on(BUNDLES, (event, view) -> isOwn(event.object()) ? List.of(ALL) : List.of());
    }

    private static boolean isOwn(ApiObject bundle) {
        return Nodes.text(bundle.spec(), "signerName").equals(SIGNER);
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        Plan.Builder plan = Plan.builder();
        Optional<ApiObject> present = view.get(ObjectKey.cluster(BUNDLES, name));
        if (present.isEmpty()) {
            plan.add(new Change.Create(BUNDLES, created()));
        } else {
            ObjectNode repaired = present.get().copy();
            Nodes.child(repaired, "spec").put("trustBundle", certificate);
            plan.update(present.get(), repaired);
        }
        for (ApiObject bundle : view.list(BUNDLES)) {
            if (isOwn(bundle) && !bundle.name().equals(name)) {
                plan.add(Change.Delete.of(bundle));
            }
        }
        return plan.build();
    }

    private ObjectNode created() {
        ObjectNode bundle =
                Json.object().put("kind", "ClusterTrustBundle").put("apiVersion", "certificates.k8s.io/v1beta1");
        bundle.putObject("metadata").put("name", name);
        bundle.putObject("spec").put("signerName", SIGNER).put("trustBundle", certificate);
        return bundle;
    }
}
