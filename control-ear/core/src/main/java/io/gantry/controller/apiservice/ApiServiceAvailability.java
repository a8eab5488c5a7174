package io.gantry.controller.apiservice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.aggregation.DiscoveryProbe;
import io.gantry.cache.CacheEvent;
import io.gantry.cache.ClusterView;
import io.gantry.controller.Controller;
import io.gantry.controller.Plan;
import io.gantry.controller.Watches;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.object.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps the Available condition of APIServices that name a Service, by looking at the Service and asking the server behind it. */
public final class ApiServiceAvailability implements Controller {

    private static final GroupResource API_SERVICES = new GroupResource("apiregistration.k8s.io", "apiservices");
    private static final GroupResource SERVICES = new GroupResource("", "services");
    private static final GroupResource SLICES = new GroupResource("discovery.k8s.io", "endpointslices");
    private static final String SERVICE_NAME = "kubernetes.io/service-name";
    private static final int DEFAULT_PORT = 443;

    /** Nobody tells when a server falls silent, or speaks again. */
    private static final Duration AGAIN = Duration.ofSeconds(30);

    private static final Duration SOON = Duration.ofSeconds(1);

    private final DiscoveryProbe probe;

    public ApiServiceAvailability(DiscoveryProbe probe) {
        this.probe = probe;
    }

    private record Verdict(String status, String reason, String message) {}

    @Override
    public String name() {
        return "apiservice-availability-controller";
    }

    @Override
    public String fieldManager() {
        return "kube-apiserver";
    }

    @Override
    public Watches watches() {
        return Watches.none()
                .own(API_SERVICES)
                .on(
                        SERVICES,
                        (event, view) -> served(view, event, event.object().name()))
                .on(
                        SLICES,
                        (event, view) ->
                                served(view, event, event.object().labels().getOrDefault(SERVICE_NAME, "")));
    }

    private static Collection<ObjectKey> served(ClusterView view, CacheEvent event, String service) {
        return view.list(API_SERVICES).stream()
                .filter(object -> {
                    JsonNode reference = object.spec().path("service");
                    return Nodes.text(reference, "name").equals(service)
                            && Nodes.text(reference, "namespace")
                                    .equals(event.object().namespace());
                })
                .map(ApiObject::key)
                .toList();
    }

    @Override
    public Plan reconcile(ObjectKey key, ClusterView view, Instant now) {
        Optional<ApiObject> present = view.get(key);
        if (present.isEmpty() || !present.get().spec().path("service").isObject()) {
            return Plan.NOTHING;
        }
        ApiObject apiService = present.get();
        Verdict verdict = verdict(apiService, view);
        return Plan.builder()
                .updateStatus(apiService, status(apiService, verdict, now))
                .requeueAfter(verdict.reason().equals("FailedDiscoveryCheck") ? SOON : AGAIN)
                .build();
    }

    private Verdict verdict(ApiObject apiService, ClusterView view) {
        JsonNode reference = apiService.spec().path("service");
        String namespace = Nodes.text(reference, "namespace");
        String name = Nodes.text(reference, "name");
        String where = "service/" + name + " in \"" + namespace + "\" ";
        Optional<ApiObject> service = view.get(new ObjectKey(SERVICES, namespace, name));
        if (service.isEmpty()) {
            return new Verdict("False", "ServiceNotFound", where + "is not present");
        }
        if (Nodes.text(service.get().spec(), "type").equals("ClusterIP")) {
            int port = reference.path("port").asInt(DEFAULT_PORT);
            Optional<ObjectNode> declared = Nodes.objects(service.get().spec(), "ports").stream()
                    .filter(one -> one.path("port").asInt() == port)
                    .findFirst();
            if (declared.isEmpty()) {
                return new Verdict("False", "ServicePortError", where + "is not listening on port " + port);
            }
            String portName = Nodes.text(declared.get(), "name");
            List<ApiObject> slices = view.labeled(SLICES, namespace, Map.of(SERVICE_NAME, name));
            if (slices.isEmpty()) {
                return new Verdict("False", "EndpointsNotFound", "cannot find endpointslices for " + where.strip());
            }
            if (slices.stream().noneMatch(slice -> hasEndpoint(slice.json(), portName))) {
                return new Verdict(
                        "False",
                        "MissingEndpoints",
                        "endpointslices for " + where + "have no addresses with port name \"" + portName + "\"");
            }
        }
        return probe.failure(apiService)
                .map(why -> new Verdict("False", "FailedDiscoveryCheck", why))
                .orElse(new Verdict("True", "Passed", "all checks passed"));
    }

    private static boolean hasEndpoint(JsonNode slice, String portName) {
        boolean ready = Nodes.objects(slice, "endpoints").stream()
                .anyMatch(endpoint -> endpoint.path("conditions").path("ready").asBoolean(true));
        return ready
                && Nodes.objects(slice, "ports").stream()
                        .anyMatch(port -> Nodes.text(port, "name").equals(portName) && Nodes.has(port, "port"));
    }

    private static ObjectNode status(ApiObject apiService, Verdict verdict, Instant now) {
        ObjectNode status = Nodes.copy(apiService.status());
        ArrayNode conditions = Json.MAPPER.createArrayNode();
        String since = now.truncatedTo(ChronoUnit.SECONDS).toString();
        int place = -1;
        for (ObjectNode condition : Nodes.objects(apiService.status(), "conditions")) {
            if (!Nodes.text(condition, "type").equals("Available")) {
                conditions.add(condition);
                continue;
            }
            place = conditions.size();
            if (Nodes.text(condition, "status").equals(verdict.status())) {
                since = Nodes.text(condition, "lastTransitionTime");
            }
        }
        ObjectNode available = Json.object()
                .put("type", "Available")
                .put("status", verdict.status())
                .put("lastTransitionTime", since)
                .put("reason", verdict.reason())
                .put("message", verdict.message());
        conditions.insert(place < 0 ? conditions.size() : place, available);
        status.set("conditions", conditions);
        return status;
    }
}
