package io.gantry.controller.serviceaccounttoken;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Change;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.controller.model.ResourceNames;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Fills secrets of type {@code kubernetes.io/service-account-token}, and deletes them with their account. */
public final class ServiceAccountTokenController implements Controller {

    private static final String TYPE = "kubernetes.io/service-account-token";
    private static final String NAME = "kubernetes.io/service-account.name";
    private static final String UID = "kubernetes.io/service-account.uid";

    /** Signs the token of an account that lies in a secret; always the same one. */
    public interface Signer {
        String sign(ApiObject account, String secretName);
    }

    private final Signer signer;
    private final String rootCertificate;

    /**
     * @param rootCertificate PEM of the cluster's CA
     */
    public ServiceAccountTokenController(Signer signer, String rootCertificate) {
        this.signer = signer;
        this.rootCertificate = rootCertificate;
    }

    @Override
    public String name() {
        return "serviceaccount-token-controller";
    }

    @Override
    public Watches watches() {
        return Watches.none()
                .own(ResourceNames.SECRETS)
                .on(ResourceNames.SERVICE_ACCOUNTS, ServiceAccountTokenController::tokensOf);
    }

    /** Accounts come and go seldom: only then all secrets of the namespace are looked at. */
    private static Collection<ObjectKey> tokensOf(CacheEvent event, ClusterView view) {
        return switch (event) {
            case CacheEvent.Modified modified -> List.of();
            case CacheEvent.Added added -> tokensOf(added.object(), view);
            case CacheEvent.Deleted deleted -> tokensOf(deleted.object(), view);
        };
    }

    private static List<ObjectKey> tokensOf(ApiObject account, ClusterView view) {
        return view.list(ResourceNames.SECRETS, account.namespace()).stream()
                .filter(secret -> isToken(secret) && annotation(secret, NAME).equals(account.name()))
                .map(ApiObject::key)
                .toList();
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        return view.get(key)
                .filter(secret -> isToken(secret) && !secret.isBeingDeleted())
                .map(secret -> reconcile(secret, view))
                .orElse(Plan.NOTHING);
    }

    private Plan reconcile(ApiObject secret, ClusterView view) {
        String uid = annotation(secret, UID);
        ObjectKey accountKey =
                new ObjectKey(ResourceNames.SERVICE_ACCOUNTS, secret.namespace(), annotation(secret, NAME));
        Optional<ApiObject> account = view.get(accountKey).filter(found -> uid.isEmpty() || uid.equals(found.uid()));
        if (account.isEmpty()) {
            return Plan.of(Change.Delete.of(secret));
        }
        return Plan.builder().update(secret, filled(secret, account.get())).build();
    }

    private ObjectNode filled(ApiObject secret, ApiObject account) {
        ObjectNode desired = secret.copy();
        ObjectNode data = Nodes.child(desired, "data");
        String certificate = encoded(rootCertificate);
        boolean complete = Nodes.text(data, "ca.crt").equals(certificate)
                && !Nodes.text(data, "namespace").isEmpty()
                && !Nodes.text(data, "token").isEmpty();
        if (complete) {
            return desired;
        }
        data.put("ca.crt", certificate);
        if (Nodes.text(data, "namespace").isEmpty()) {
            data.put("namespace", encoded(secret.namespace()));
        }
        if (Nodes.text(data, "token").isEmpty()) {
            data.put("token", encoded(signer.sign(account, secret.name())));
        }
        desired.withObject("/metadata/annotations").put(NAME, account.name()).put(UID, account.uid());
        return desired;
    }

    private static boolean isToken(ApiObject secret) {
        return Nodes.text(secret.json(), "type").equals(TYPE)
                && !annotation(secret, NAME).isEmpty();
    }

    private static String annotation(ApiObject secret, String name) {
        return Nodes.text(secret.metadata().path("annotations"), name);
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
