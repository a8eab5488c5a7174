package io.gantry.controller.endpointslicemirroring;

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
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Copies Endpoints that users write for services without selector into EndpointSlices, which is what service proxies read. */
public final class EndpointSliceMirroringController implements Controller {

    static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
    static final String MANAGER = "endpointslicemirroring-controller.k8s.io";
    static final String SERVICE_NAME = "kubernetes.io/service-name";
    private static final String SKIP = "endpointslice.kubernetes.io/skip-mirror";

    @Override
    public String name() {
        return "endpointslice-mirroring-controller";
    }

    @Override
    public Watches watches() {
        return Watches.none()
                .own(ResourceNames.ENDPOINTS)
                .on(ResourceNames.SERVICES, EndpointSliceMirroringController::ofService)
                .on(ResourceNames.ENDPOINT_SLICES, (event, view) -> ofSlice(event.object()));
    }

    private static ObjectKey endpoints(String namespace, String name) {
        return new ObjectKey(ResourceNames.ENDPOINTS, namespace, name);
    }

    private static Collection<ObjectKey> ofService(CacheEvent event, ClusterView view) {
        boolean sameSelector = event instanceof CacheEvent.Modified modified
                && hasSelector(modified.previous()) == hasSelector(modified.object());
        return sameSelector
                ? List.of()
                : List.of(endpoints(event.object().namespace(), event.object().name()));
    }

    private static boolean hasSelector(ApiObject service) {
        return !service.spec().path("selector").isEmpty();
    }

    private static Collection<ObjectKey> ofSlice(ApiObject slice) {
        return slice.labels().getOrDefault(MANAGED_BY, "").equals(MANAGER)
                ? List.of(endpoints(slice.namespace(), slice.labels().getOrDefault(SERVICE_NAME, "")))
                : List.of();
    }

    /** Slices of Endpoints that are gone are left to garbage collection. */
    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        Optional<ApiObject> source = view.get(key);
        if (source.isEmpty()) {
            return Plan.NOTHING;
        }
        List<ApiObject> existing =
                view.controlledBy(ResourceNames.ENDPOINT_SLICES, source.get().uid());
        List<ObjectNode> wanted = isMirrored(source.get(), view) ? MirroredSlices.of(source.get()) : List.of();
        return plan(wanted, existing);
    }

    private static boolean isMirrored(ApiObject endpoints, ClusterView view) {
        boolean skipped = endpoints.labels().getOrDefault(SKIP, "").equals("true");
        ObjectKey service = new ObjectKey(ResourceNames.SERVICES, endpoints.namespace(), endpoints.name());
        return !skipped
                && !endpoints.isBeingDeleted()
                && view.get(service).filter(present -> !hasSelector(present)).isPresent();
    }

    /** A slice with the same ports and family is changed, what has none is created, what is left over goes. */
    private static Plan plan(List<ObjectNode> wanted, List<ApiObject> existing) {
        Plan.Builder plan = Plan.builder();
        Set<ObjectKey> used = new HashSet<>();
        for (ObjectNode slice : wanted) {
            Optional<ApiObject> match = existing.stream()
                    .filter(present -> !used.contains(present.key()) && isSameGroup(present, slice))
                    .findFirst();
            if (match.isEmpty()) {
                plan.add(new Change.Create(ResourceNames.ENDPOINT_SLICES, slice));
                continue;
            }
            used.add(match.get().key());
            plan.update(match.get(), MirroredSlices.into(match.get(), slice));
        }
        existing.stream()
                .filter(present -> !used.contains(present.key()))
                .forEach(left -> plan.add(Change.Delete.of(left)));
        return plan.build();
    }

    private static boolean isSameGroup(ApiObject present, ObjectNode wanted) {
        return Nodes.objects(present.json(), "ports").equals(Nodes.objects(wanted, "ports"))
                && present.json().path("addressType").equals(wanted.path("addressType"));
    }
}
