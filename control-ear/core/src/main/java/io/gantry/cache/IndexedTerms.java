package io.gantry.cache;

import java.util.Map;
import java.util.Optional;

/**
 * What a selector demands of every object that it means, as far as indexes know it: with them few objects need be looked at.
 *
 * @param namespace the one namespace; the empty text for cluster-scoped objects
 * @param name the one name
 * @param node of pods the node that they are bound to
 * @param labels values of labels
 */
public record IndexedTerms(
        Optional<String> namespace, Optional<String> name, Optional<String> node, Map<String, String> labels) {

    /** Demands labels only. */
    public static IndexedTerms labels(Map<String, String> labels) {
        return new IndexedTerms(Optional.empty(), Optional.empty(), Optional.empty(), labels);
    }
}
