package io.gantry.controller.endpointslice;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Change;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.controller.model.PodState;
import io.gantry.controller.model.ResourceNames;
import io.gantry.controller.model.ServiceBackends;
import io.gantry.event.EventDraft;
import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Publishes a service's pods as discovery.k8s.io/v1 EndpointSlices of at most 100 endpoints (KEP-752). */
public final class EndpointSliceController implements Controller {

    static final String NAME = "endpointslice-controller";
    static final String SERVICE_NAME = "kubernetes.io/service-name";
    static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
    static final String MANAGER = "endpointslice-controller.k8s.io";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Watches watches() {
        return Watches.none()
                .own(ResourceNames.SERVICES)
                .on(ResourceNames.ENDPOINT_SLICES, (event, view) -> serviceOf(event.object()))
                .on(ResourceNames.PODS, ServiceBackends::servicesOf);
    }

    private static Collection<ObjectKey> serviceOf(ApiObject slice) {
        String service = slice.labels().getOrDefault(SERVICE_NAME, "");
        boolean ours = slice.labels().getOrDefault(MANAGED_BY, "").equals(MANAGER);
        return ours && !service.isEmpty()
                ? List.of(new ObjectKey(ResourceNames.SERVICES, slice.namespace(), service))
                : List.of();
    }

    /** The key is the service's. Slices of a service that is gone are left to garbage collection. */
    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        Optional<ServiceBackends> backends =
                view.get(key).map(ServiceBackends::new).filter(ServiceBackends::isSelected);
        return backends.map(service -> publish(service, view)).orElse(Plan.NOTHING);
    }

    private static Plan publish(ServiceBackends backends, ClusterView view) {
        ApiObject service = backends.service();
        List<ApiObject> existing = view.controlledBy(ResourceNames.ENDPOINT_SLICES, service.uid()).stream()
                .filter(slice -> slice.labels().getOrDefault(MANAGED_BY, "").equals(MANAGER) && !slice.isBeingDeleted())
                .toList();
        List<AddressType> types = AddressType.of(service);
        Plan.Builder plan = Plan.builder();
        for (AddressType type : types) {
            List<ApiObject> ofType = existing.stream()
                    .filter(slice -> AddressType.ofSlice(slice) == type)
                    .toList();
            plan.addAll(new SliceGroups(backends, type, view).changes(ofType));
        }
        existing.stream()
                .filter(slice -> !types.contains(AddressType.ofSlice(slice)))
                .forEach(slice -> plan.add(Change.Delete.of(slice)));
        return plan.onFailure((failed, why) -> Plan.isOutrun(why) ? List.of() : List.of(failure(service, why)))
                .build();
    }

    private static Change failure(ApiObject service, RuntimeException why) {
        String what = "Service " + service.namespace() + "/" + service.name() + ": " + why.getMessage();
        return new Change.RecordEvent(EventDraft.warning(
                service, NAME, "FailedToUpdateEndpointSlices", "Error updating Endpoint Slices for " + what));
    }

    /** Pods that offer the same ports share slices. */
    private record SliceGroups(ServiceBackends backends, AddressType type, ClusterView view) {

        List<Change> changes(List<ApiObject> existing) {
            List<Change> changes = new ArrayList<>();
            Map<List<ObjectNode>, List<ObjectNode>> endpointsByPorts = new LinkedHashMap<>();
            for (PodState pod : backends.pods(view)) {
                EndpointJson.of(backends, pod, type, view)
                        .ifPresent(endpoint -> endpointsByPorts
                                .computeIfAbsent(backends.ports(pod), ports -> new ArrayList<>())
                                .add(endpoint));
            }
            if (endpointsByPorts.isEmpty()) {
                // A service without pods keeps one empty slice, so that its readers know that there are none.
                endpointsByPorts.put(List.of(), List.of());
            }
            endpointsByPorts.forEach((ports, endpoints) -> {
                List<ApiObject> samePorts = existing.stream()
                        .filter(slice -> SliceFill.ports(slice).equals(ports))
                        .toList();
                changes.addAll(new SliceFill(backends, type, ports).changes(samePorts, endpoints));
            });
            existing.stream()
                    .filter(slice -> !endpointsByPorts.containsKey(SliceFill.ports(slice)))
                    .forEach(slice -> changes.add(Change.Delete.of(slice)));
            return changes;
        }
    }
}
