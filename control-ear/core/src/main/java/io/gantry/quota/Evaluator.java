package io.gantry.quota;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.admission.AdmissionRequest;
import io.gantry.admission.AdmissionRequest.Operation;
import io.gantry.cache.CacheEvent;
import io.gantry.object.GroupResource;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** How much of a quota the objects of one resource use. All methods are pure. */
public interface Evaluator {

    GroupResource resource();

    /** Whether a request may change what is used. */
    default boolean concerns(AdmissionRequest request) {
        return request.subresource().isEmpty() && request.operation() == Operation.CREATE;
    }

    /** Whether an event may change what is used, apart from what admission has charged. */
    default boolean concerns(CacheEvent.Modified event) {
        return false;
    }

    /** Whether this is one of the names under which objects of the resource are counted. */
    boolean counts(String name);

    /** Whether an object is in a scope; objects of most resources are in none. */
    default boolean isIn(Scope scope, JsonNode object) {
        return false;
    }

    /** What an object must say since quotas limit it, and does not; in upstream's words. */
    default Optional<String> missing(Set<String> limited, JsonNode object) {
        return Optional.empty();
    }

    Usage usage(JsonNode object, Instant now);
}
