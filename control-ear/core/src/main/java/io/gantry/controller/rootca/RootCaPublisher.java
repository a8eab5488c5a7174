package io.gantry.controller.rootca;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Change;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.controller.model.ResourceNames;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Keeps the certificate of the cluster's CA in every namespace, where pods find it (ConfigMap kube-root-ca.crt). */
public final class RootCaPublisher implements Controller {

    private static final String CONFIG_MAP = "kube-root-ca.crt";
    private static final String FIELD = "ca.crt";

    private final String certificate;

    /**
     * @param certificate PEM
     */
    public RootCaPublisher(String certificate) {
        this.certificate = certificate;
    }

    @Override
    public String name() {
        return "root-ca-certificate-publisher-controller";
    }

    @Override
    public Watches watches() {
        return Watches.none()
                .own(ResourceNames.NAMESPACES)
                .on(ResourceNames.CONFIG_MAPS, (event, view) -> namespaceOf(event));
    }

    private static Collection<ObjectKey> namespaceOf(CacheEvent event) {
        return event.object().name().equals(CONFIG_MAP)
                ? List.of(ObjectKey.cluster(
                        ResourceNames.NAMESPACES, event.object().namespace()))
                : List.of();
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        boolean wanted =
                view.get(key).filter(namespace -> !namespace.isBeingDeleted()).isPresent();
        if (!wanted) {
            return Plan.NOTHING;
        }
        Optional<ApiObject> present = view.get(new ObjectKey(ResourceNames.CONFIG_MAPS, key.name(), CONFIG_MAP));
        if (present.isPresent()) {
            ObjectNode repaired = present.get().copy();
            repaired.putObject("data").put(FIELD, certificate);
            return Plan.builder().update(present.get(), repaired).build();
        }
        ObjectNode created = Json.object();
        created.put("kind", "ConfigMap");
        created.put("apiVersion", "v1");
        created.putObject("metadata")
                .put("name", CONFIG_MAP)
                .put("namespace", key.name())
                .putObject("annotations")
                .put("kubernetes.io/description", "The certificate of the authority that signed the API server's.");
        created.putObject("data").put(FIELD, certificate);
        return Plan.of(new Change.Create(ResourceNames.CONFIG_MAPS, created));
    }
}
