package io.gantry.quota;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.cache.CacheEvent;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.resource.validation.Amounts;
import io.gantry.schema.Quantity;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts persistent volume claims and the storage they request, all together and for each storage class. */
final class ClaimEvaluator implements Evaluator {

    private static final GroupResource CLAIMS = new GroupResource("", "persistentvolumeclaims");
    private static final String COUNT = ObjectCount.name(CLAIMS);
    private static final String NUMBER = "persistentvolumeclaims";
    private static final String STORAGE = "requests.storage";
    private static final String OF_CLASS = ".storageclass.storage.k8s.io/";
    private static final List<String> REFINED = List.of(NUMBER, STORAGE);
    private static final Quantity ONE = Quantity.parse("1");

    @Override
    public GroupResource resource() {
        return CLAIMS;
    }

    /** Updates too, since claims grow; and those of status that say so. */
    @Override
    public boolean concerns(AdmissionRequest request) {
        if (request.subresource().equals("status")) {
            return request.old().filter(old -> differs(request.object(), old)).isPresent();
        }
        return request.subresource().isEmpty() && request.operation() != Operation.DELETE;
    }

    @Override
    public boolean concerns(CacheEvent.Modified event) {
        return !event.object().spec().equals(event.previous().spec())
                || differs(event.object().json(), event.previous().json());
    }

    private static boolean differs(JsonNode claim, JsonNode old) {
        return !claim.path("status")
                        .path("allocatedResources")
                        .equals(old.path("status").path("allocatedResources"))
                || !attributesClasses(claim).equals(attributesClasses(old));
    }

    @Override
    public boolean counts(String name) {
        return name.equals(COUNT)
                || REFINED.contains(name)
                || REFINED.stream().anyMatch(refined -> name.endsWith(OF_CLASS + refined));
    }

    @Override
    public boolean isIn(Scope scope, JsonNode claim) {
        return scope.name().equals("VolumeAttributesClass") && scope.holdsForAny(attributesClasses(claim));
    }

    /** The present one, the wanted one and the one that is being changed to. */
    private static Set<String> attributesClasses(JsonNode claim) {
        JsonNode status = claim.path("status");
        Set<String> names = new TreeSet<>(Set.of(Nodes.text(claim.path("spec"), "volumeAttributesClassName")));
        names.add(Nodes.text(status, "currentVolumeAttributesClassName"));
        names.add(Nodes.text(status.path("modifyVolumeStatus"), "targetVolumeAttributesClassName"));
        names.remove("");
        return names;
    }

    @Override
    public Usage usage(JsonNode claim, Instant now) {
        Map<String, Quantity> amounts = new TreeMap<>(Map.of(COUNT, ONE, NUMBER, ONE));
        storage(claim).ifPresent(storage -> amounts.put(STORAGE, storage));
        String storageClass = storageClass(claim);
        if (!storageClass.isEmpty()) {
            REFINED.stream()
                    .filter(amounts::containsKey)
                    .toList()
                    .forEach(refined -> amounts.put(storageClass + OF_CLASS + refined, amounts.get(refined)));
        }
        return new Usage(amounts);
    }

    private static String storageClass(JsonNode claim) {
        JsonNode annotation =
                claim.path("metadata").path("annotations").path("volume.beta.kubernetes.io/storage-class");
        return annotation.isMissingNode() ? Nodes.text(claim.path("spec"), "storageClassName") : annotation.asText("");
    }

    /** What is requested, or what an expansion that is under way has already been given; in whole bytes. */
    private static Optional<Quantity> storage(JsonNode claim) {
        Optional<Quantity> requested = Amounts.parse(
                claim.path("spec").path("resources").path("requests").path("storage"));
        Optional<Quantity> allocated =
                Amounts.parse(claim.path("status").path("allocatedResources").path("storage"));
        return requested
                .map(amount ->
                        allocated.map(given -> Amounts.max(given, amount)).orElse(amount))
                .map(amount -> Amounts.isWhole(amount)
                        ? amount
                        : Quantity.of(amount.value().setScale(0, RoundingMode.CEILING), amount.format()));
    }
}
