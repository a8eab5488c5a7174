package io.gantry.scheduler.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What a pod says of other pods, read once: it is looked at whenever another pod is placed.
 *
 * @param together required affinity
 * @param apart required anti-affinity
 * @param ratherTogether preferred affinity
 * @param ratherApart preferred anti-affinity
 */
public record PodAffinity(
        List<AffinityTerm> together,
        List<AffinityTerm> apart,
        List<AffinityTerm> ratherTogether,
        List<AffinityTerm> ratherApart) {

    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

    static PodAffinity of(JsonNode affinity, String namespace) {
        JsonNode near = affinity.path("podAffinity");
        JsonNode far = affinity.path("podAntiAffinity");
        return new PodAffinity(
                AffinityTerm.required(near.path(REQUIRED), namespace),
                AffinityTerm.required(far.path(REQUIRED), namespace),
                AffinityTerm.preferred(near.path(PREFERRED), namespace),
                AffinityTerm.preferred(far.path(PREFERRED), namespace));
    }

    public boolean isEmpty() {
        return together.isEmpty() && apart.isEmpty() && ratherTogether.isEmpty() && ratherApart.isEmpty();
    }
}
