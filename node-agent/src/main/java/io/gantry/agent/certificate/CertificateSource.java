package io.gantry.agent.certificate;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.object.Pod;
import io.gantry.agent.object.PodIdentity;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A podCertificate of a pod.
 *
 * @param volume name of the projected volume
 * @param index in the sources of the volume
 */
public record CertificateSource(PodIdentity pod, String volume, int index) {

    /** Those of a pod, with what they say. */
    static Map<CertificateSource, JsonNode> of(Pod pod) {
        Map<CertificateSource, JsonNode> found = new LinkedHashMap<>();
        for (JsonNode volume : pod.volumes()) {
            JsonNode sources = volume.path("projected").path("sources");
            for (int index = 0; index < sources.size(); index++) {
                JsonNode certificate = sources.path(index).path("podCertificate");
                if (certificate.isObject()) {
                    found.put(
                            new CertificateSource(
                                    pod.identity(), volume.path("name").asText(), index),
                            certificate);
                }
            }
        }
        return found;
    }
}
