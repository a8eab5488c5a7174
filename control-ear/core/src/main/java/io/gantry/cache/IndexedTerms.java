package io.gantry.cache;

import io.gantry.object.ApiObject;
import java.util.Map;
import java.util.Optional;

/**
 * What a selector demands of every object that it means, as far as indexes know it: with them few objects need be looked at.
 *
 * @param namespace the one namespace; the empty text for cluster-scoped objects
 * @param name the one name
 * @param indexed the value, not empty, of the {@link io.gantry.object.IndexedField} of the resource
 * @param labels values of labels
 */
public record IndexedTerms(
        Optional<String> namespace, Optional<String> name, Optional<String> indexed, Map<String, String> labels) {

    /** Demands a namespace, or nothing. */
    public static IndexedTerms in(Optional<String> namespace) {
        return new IndexedTerms(namespace, Optional.empty(), Optional.empty(), Map.of());
    }

    /** Demands labels only. */
    public static IndexedTerms labels(Map<String, String> labels) {
        return new IndexedTerms(Optional.empty(), Optional.empty(), Optional.empty(), labels);
    }

    /** Whether they hold for the object of an event, now or before it. */
    boolean concern(CacheEvent event) {
        return holdFor(event.object()) || event instanceof CacheEvent.Modified modified && holdFor(modified.previous());
    }

    boolean holdFor(ApiObject object) {
        return isOrAny(namespace, object.namespace())
                && isOrAny(name, object.name())
                && isOrAny(indexed, object.indexedValue())
                && (labels.isEmpty() || object.labels().entrySet().containsAll(labels.entrySet()));
    }

    private static boolean isOrAny(Optional<String> wanted, String present) {
        return wanted.isEmpty() || wanted.get().equals(present);
    }
}
