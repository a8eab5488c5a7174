package io.gantry.controller.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Change;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.controller.model.ResourceNames;
import io.gantry.controller.model.ServiceBackends;
import io.gantry.event.EventDraft;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Publishes the addresses of a service's pods as core/v1 Endpoints, for clients that know no EndpointSlices. */
public final class EndpointsController implements Controller {

    private static final String NAME = "endpoint-controller";
    private static final String MANAGED_BY = "endpoints.kubernetes.io/managed-by";
    private static final String HEADLESS = "service.kubernetes.io/headless";
    private static final String OVER_CAPACITY = "endpoints.kubernetes.io/over-capacity";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Watches watches() {
        return Watches.none()
                .own(ResourceNames.SERVICES)
                .on(ResourceNames.ENDPOINTS, (event, view) -> List.of(serviceOf(event.object())))
                .on(ResourceNames.PODS, ServiceBackends::servicesOf);
    }

    private static ObjectKey serviceOf(ApiObject endpoints) {
        return new ObjectKey(ResourceNames.SERVICES, endpoints.namespace(), endpoints.name());
    }

    /** The key is the service's. */
    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        Optional<ApiObject> present = view.get(new ObjectKey(ResourceNames.ENDPOINTS, key.namespace(), key.name()));
        Optional<ApiObject> service = view.get(key);
        if (service.isEmpty()) {
            return present.filter(EndpointsController::isOurs)
                    .map(left -> Plan.of(Change.Delete.of(left)))
                    .orElse(Plan.NOTHING);
        }
        ServiceBackends backends = new ServiceBackends(service.get());
        return backends.isSelected() ? publish(backends, present, view) : Plan.NOTHING;
    }

    private static boolean isOurs(ApiObject endpoints) {
        return endpoints.labels().getOrDefault(MANAGED_BY, "").equals(NAME);
    }

    private static Plan publish(ServiceBackends backends, Optional<ApiObject> present, ClusterView view) {
        ApiObject service = backends.service();
        ObjectNode wanted = present.map(ApiObject::copy).orElseGet(() -> empty(service));
        Subsets subsets = Subsets.of(backends, view);
        wanted.set("subsets", subsets.json());
        ObjectNode metadata = wanted.withObject("/metadata");
        metadata.set("labels", labels(backends));
        annotate(metadata, subsets);
        Plan.Builder plan = Plan.builder();
        if (present.isPresent()) {
            plan.update(present.get(), wanted);
        } else {
            plan.add(new Change.Create(ResourceNames.ENDPOINTS, wanted));
        }
        String verb = present.isPresent() ? "Update" : "Create";
        return plan.onFailure((failed, why) -> Plan.isOutrun(why) ? List.of() : List.of(failure(service, verb, why)))
                .build();
    }

    private static Change failure(ApiObject service, String verb, RuntimeException why) {
        String what =
                verb.toLowerCase(Locale.ROOT) + " endpoint for service " + service.namespace() + "/" + service.name();
        return new Change.RecordEvent(EventDraft.warning(
                service, NAME, "FailedTo" + verb + "Endpoint", "Failed to " + what + ": " + why.getMessage()));
    }

    private static ObjectNode empty(ApiObject service) {
        ObjectNode endpoints = Json.object();
        endpoints.put("kind", "Endpoints");
        endpoints.put("apiVersion", "v1");
        endpoints.putObject("metadata").put("name", service.name()).put("namespace", service.namespace());
        return endpoints;
    }

    private static ObjectNode labels(ServiceBackends backends) {
        ObjectNode labels = Json.object();
        backends.service().labels().forEach(labels::put);
        labels.remove(HEADLESS);
        if (backends.isHeadless()) {
            labels.put(HEADLESS, "");
        }
        labels.put(MANAGED_BY, NAME);
        return labels;
    }

    private static void annotate(ObjectNode metadata, Subsets subsets) {
        if (subsets.truncated()) {
            metadata.withObject("/annotations").put(OVER_CAPACITY, "truncated");
        } else if (metadata.path("annotations").has(OVER_CAPACITY)) {
            metadata.withObject("/annotations").remove(OVER_CAPACITY);
        }
    }
}
