package io.gantry.controller.endpointslice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.controller.Change;
import io.gantry.controller.model.OwnerReferences;
import io.gantry.controller.model.ResourceNames;
import io.gantry.controller.model.SemanticJson;
import io.gantry.controller.model.ServiceBackends;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Divides endpoints with the same ports among slices with as few writes as possible: endpoints stay where they are, slices that
 * change anyway are filled first, and only what is left opens another slice.
 */
final class SliceFill {

    private static final int MAX_ENDPOINTS = 100;
    private static final String HEADLESS = "service.kubernetes.io/headless";

    private final ServiceBackends backends;
    private final AddressType type;
    private final List<ObjectNode> ports;

    SliceFill(ServiceBackends backends, AddressType type, List<ObjectNode> ports) {
        this.backends = backends;
        this.type = type;
        this.ports = ports;
    }

    /** A slice with the endpoints it shall hold. */
    private record Draft(Optional<ApiObject> stored, List<JsonNode> endpoints, boolean changed) {

        int room() {
            return MAX_ENDPOINTS - endpoints.size();
        }
    }

    static List<JsonNode> ports(ApiObject slice) {
        List<JsonNode> ports = new ArrayList<>();
        slice.json().path("ports").forEach(ports::add);
        return ports;
    }

    List<Change> changes(List<ApiObject> existing, List<ObjectNode> wanted) {
        Map<String, ObjectNode> left = new LinkedHashMap<>();
        wanted.forEach(endpoint -> left.put(identity(endpoint), endpoint));
        List<Draft> drafts = new ArrayList<>();
        existing.forEach(slice -> drafts.add(keep(slice, left)));
        List<ObjectNode> rest = new ArrayList<>(left.values());

        drafts.stream()
                .filter(Draft::changed)
                .sorted(Comparator.comparingInt(Draft::room))
                .forEach(draft -> move(rest, draft));
        while (!rest.isEmpty()) {
            Draft draft = fitting(drafts, rest.size()).orElseGet(() -> open(drafts));
            move(rest, draft);
        }
        if (drafts.isEmpty()) {
            open(drafts);
        }
        return write(drafts);
    }

    /** What makes an endpoint the same endpoint. */
    private static String identity(JsonNode endpoint) {
        return endpoint.path("addresses") + "|"
                + endpoint.path("targetRef").path("uid").asText();
    }

    private Draft keep(ApiObject slice, Map<String, ObjectNode> left) {
        List<JsonNode> kept = new ArrayList<>();
        boolean changed = false;
        for (JsonNode present : slice.json().path("endpoints")) {
            ObjectNode endpoint = left.remove(identity(present));
            if (endpoint != null) {
                kept.add(endpoint);
            }
            changed |= endpoint == null || !SemanticJson.same(endpoint, present);
        }
        return new Draft(Optional.of(slice), kept, changed);
    }

    private static void move(List<ObjectNode> rest, Draft draft) {
        List<ObjectNode> moved = rest.subList(0, Math.min(rest.size(), draft.room()));
        draft.endpoints().addAll(moved);
        moved.clear();
    }

    /** The fullest slice that takes all of the rest. */
    private static Optional<Draft> fitting(List<Draft> drafts, int count) {
        return drafts.stream().filter(draft -> draft.room() >= count).min(Comparator.comparingInt(Draft::room));
    }

    private static Draft open(List<Draft> drafts) {
        Draft draft = new Draft(Optional.empty(), new ArrayList<>(), true);
        drafts.add(draft);
        return draft;
    }

    /** Empty slices go, but the last one stays as the sign that there are no endpoints. */
    private List<Change> write(List<Draft> drafts) {
        boolean nothing = drafts.stream().allMatch(draft -> draft.endpoints().isEmpty());
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < drafts.size(); i++) {
            Draft draft = drafts.get(i);
            boolean needed = !draft.endpoints().isEmpty() || (nothing && i == 0);
            if (needed) {
                write(draft).ifPresent(changes::add);
            } else {
                draft.stored().ifPresent(slice -> changes.add(Change.Delete.of(slice)));
            }
        }
        return changes;
    }

    private Optional<Change> write(Draft draft) {
        ObjectNode slice = draft.stored().map(ApiObject::copy).orElseGet(this::empty);
        ArrayNode endpoints = slice.putArray("endpoints");
        draft.endpoints().forEach(endpoints::add);
        slice.withObject("/metadata").set("labels", labels());
        if (draft.stored().isEmpty()) {
            return Optional.of(new Change.Create(ResourceNames.ENDPOINT_SLICES, slice));
        }
        ApiObject base = draft.stored().get();
        return SemanticJson.same(base.json(), slice) ? Optional.empty() : Optional.of(new Change.Update(base, slice));
    }

    private ObjectNode empty() {
        ApiObject service = backends.service();
        ObjectNode slice = Json.object();
        slice.put("kind", "EndpointSlice");
        slice.put("apiVersion", "discovery.k8s.io/v1");
        slice.putObject("metadata").put("generateName", service.name() + "-").put("namespace", service.namespace());
        OwnerReferences.add(slice, OwnerReferences.controller(service));
        slice.put("addressType", type.text());
        ArrayNode array = slice.putArray("ports");
        ports.forEach(array::add);
        return slice;
    }

    private ObjectNode labels() {
        ObjectNode labels = Json.object();
        backends.service().labels().forEach(labels::put);
        labels.remove(HEADLESS);
        if (backends.isHeadless()) {
            labels.put(HEADLESS, "");
        }
        labels.put(EndpointSliceController.SERVICE_NAME, backends.service().name());
        labels.put(EndpointSliceController.MANAGED_BY, EndpointSliceController.MANAGER);
        return labels;
    }
}
