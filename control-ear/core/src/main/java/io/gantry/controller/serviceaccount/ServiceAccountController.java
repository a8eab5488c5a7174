package io.gantry.controller.serviceaccount;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Change;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.controller.model.ResourceNames;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Gives every namespace its {@code default} service account. */
public final class ServiceAccountController implements Controller {

    private static final String DEFAULT = "default";

    @Override
    public String name() {
        return "serviceaccount-controller";
    }

    @Override
    public Watches watches() {
        return Watches.none()
                .own(ResourceNames.NAMESPACES)
                .on(ResourceNames.SERVICE_ACCOUNTS, (event, view) -> deprivedNamespace(event));
    }

    private static Collection<ObjectKey> deprivedNamespace(CacheEvent event) {
        boolean gone =
                event instanceof CacheEvent.Deleted && event.object().name().equals(DEFAULT);
        return gone
                ? List.of(ObjectKey.cluster(
                        ResourceNames.NAMESPACES, event.object().namespace()))
                : List.of();
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        boolean wanted =
                view.get(key).filter(namespace -> !namespace.isBeingDeleted()).isPresent();
        ObjectKey account = new ObjectKey(ResourceNames.SERVICE_ACCOUNTS, key.name(), DEFAULT);
        if (!wanted || view.get(account).isPresent()) {
            return Plan.NOTHING;
        }
        ObjectNode created = Json.object();
        created.put("kind", "ServiceAccount");
        created.put("apiVersion", "v1");
        created.putObject("metadata").put("name", DEFAULT).put("namespace", key.name());
        return Plan.of(new Change.Create(ResourceNames.SERVICE_ACCOUNTS, created));
    }
}
