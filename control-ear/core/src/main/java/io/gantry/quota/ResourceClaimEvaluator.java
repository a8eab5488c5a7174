package io.gantry.quota;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.cache.CacheEvent;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.schema.Quantity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts resource claims, and for each device class the devices that they may get at most. */
final class ResourceClaimEvaluator implements Evaluator {

    private static final GroupResource CLAIMS = new GroupResource("resource.k8s.io", "resourceclaims");
    private static final String COUNT = ObjectCount.name(CLAIMS);
    private static final String OF_CLASS = ".deviceclass.resource.k8s.io/devices";

    /** A claim gets no more devices than this, so a request for all of them counts as so many. */
    private static final long MOST_DEVICES = 32;

    @Override
    public GroupResource resource() {
        return CLAIMS;
    }

    @Override
    public boolean concerns(AdmissionRequest request) {
        return request.subresource().isEmpty()
                && (request.operation() == Operation.CREATE || request.operation() == Operation.UPDATE);
    }

    @Override
    public boolean concerns(CacheEvent.Modified event) {
        return !event.object().spec().equals(event.previous().spec());
    }

    @Override
    public boolean counts(String name) {
        return name.equals(COUNT) || name.endsWith(OF_CLASS);
    }

    @Override
    public Usage usage(JsonNode claim, Instant now) {
        Usage usage = Usage.one(List.of(COUNT));
        for (ObjectNode request : Nodes.objects(claim.path("spec").path("devices"), "requests")) {
            usage = usage.plus(ofRequest(request));
        }
        return usage;
    }

    /** Of alternatives the hungriest counts, for each class by itself. */
    private static Usage ofRequest(ObjectNode request) {
        Map<String, Quantity> most = new TreeMap<>();
        List<ObjectNode> alternatives = Nodes.objects(request, "firstAvailable");
        if (!alternatives.isEmpty()) {
            alternatives.forEach(alternative -> count(alternative, most));
        } else {
            // the first version of the API had the fields of exactly in the request itself
            count(request.get("exactly") instanceof ObjectNode exactly ? exactly : request, most);
        }
        return new Usage(most);
    }

    private static void count(JsonNode request, Map<String, Quantity> most) {
        String deviceClass = Nodes.text(request, "deviceClassName");
        long devices = switch (Nodes.text(request, "allocationMode")) {
            case "ExactCount" -> request.path("count").asLong();
            case "All" -> MOST_DEVICES;
            default -> 0;
        };
        if (!deviceClass.isEmpty()) {
            most.merge(
                    deviceClass + OF_CLASS,
                    Quantity.parse(Long.toString(devices)),
                    (one, other) -> one.compareTo(other) >= 0 ? one : other);
        }
    }
}
