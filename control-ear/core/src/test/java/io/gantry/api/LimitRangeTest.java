package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LimitRangeTest {

    private static final String RANGES = "/api/v1/namespaces/default/limitranges";
    private static final String PODS = "/api/v1/namespaces/default/pods";

    private final ApiFixture api = new ApiFixture();

    private void range(String limit) {
        api.post(RANGES, "{\"metadata\":{\"name\":\"r\"},\"spec\":{\"limits\":[" + limit + "]}}")
                .is(201);
    }

    private static String pod(String resources) {
        return "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\",\"resources\":"
                + resources + "}]}}";
    }

    /** The values of upstream's conformance test. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                                                  | {"limits":{"cpu":"500m","ephemeral-storage":"500Gi","memory":"500Mi"},"requests":{"cpu":"100m","ephemeral-storage":"200Gi","memory":"200Mi"}}
            {"requests":{"cpu":"300m","ephemeral-storage":"150Gi"},"limits":{"cpu":"300m","memory":"300Mi"}} | {"requests":{"cpu":"300m","ephemeral-storage":"150Gi","memory":"300Mi"},"limits":{"cpu":"300m","memory":"300Mi","ephemeral-storage":"500Gi"}}
            """)
    void containersGetWhatTheyDoNotSay(String resources, String expected) {
        range("""
                {"type":"Container","min":{"cpu":"50m","memory":"100Mi","ephemeral-storage":"100Gi"},
                 "max":{"cpu":"500m","memory":"500Mi","ephemeral-storage":"500Gi"},
                 "default":{"cpu":"500m","memory":"500Mi","ephemeral-storage":"500Gi"},
                 "defaultRequest":{"cpu":"100m","memory":"200Mi","ephemeral-storage":"200Gi"},
                 "maxLimitRequestRatio":{}}""");
        JsonNode made = api.post(PODS, pod(resources)).is(201).json().at("/spec/containers/0/resources");
        assertThat(made).isEqualTo(Json.read(expected));
    }

    @Test
    void aPodTellsWhatItWasGiven() {
        range("{\"type\":\"Container\",\"default\":{\"memory\":\"1Gi\"},\"defaultRequest\":{\"cpu\":\"1\"}}");
        JsonNode made = api.post(PODS, pod("{}")).is(201).json();
        assertThat(made.at("/metadata/annotations/kubernetes.io~1limit-ranger").asText())
                .isEqualTo("LimitRanger plugin set: cpu, memory request for container c; memory limit for container c");
        assertThat(made.at("/status/qosClass").asText()).isEqualTo("Burstable");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"Container","min":{"cpu":"50m"}}   | {"requests":{"cpu":"10m"}}                       | minimum cpu usage per Container is 50m, but request is 10m
            {"type":"Container","max":{"cpu":"500m"}}  | {"limits":{"cpu":"600m"}}                        | maximum cpu usage per Container is 500m, but limit is 600m
            {"type":"Container","max":{"cpu":"500m"}}  | {"requests":{"cpu":"500m"},"limits":{"cpu":"500m"}} | NONE
            {"type":"Container","maxLimitRequestRatio":{"cpu":"2"}} | {"requests":{"cpu":"100m"},"limits":{"cpu":"300m"}} | cpu max limit to request ratio per Container is 2, but provided ratio is 3.000000
            {"type":"Container","maxLimitRequestRatio":{"cpu":"2"}} | {"limits":{}}                       | cpu max limit to request ratio per Container is 2, but no request is specified or request is 0
            {"type":"Pod","max":{"memory":"1Gi"}}      | {}                                               | maximum memory usage per Pod is 1Gi.  No limit is specified
            {"type":"Pod","min":{"memory":"1Gi"}}      | {"requests":{"memory":"1Mi"}}                    | minimum memory usage per Pod is 1Gi, but request is 1Mi
            {"type":"Pod","min":{"memory":"1Gi","cpu":"1"}} | {}                                          | [minimum cpu usage per Pod is 1.  No request is specified, minimum memory usage per Pod is 1Gi.  No request is specified]
            """)
    void aPodMustKeepWithinTheLimits(String limit, String resources, String refusal) {
        range(limit);
        ApiFixture.Reply reply = api.post(PODS, pod(resources));
        if (refusal.equals("NONE")) {
            reply.is(201);
        } else {
            assertThat(reply.is(403).message()).isEqualTo("pods \"p\" is forbidden: " + refusal);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            1Gi  | minimum storage usage per PersistentVolumeClaim is 2Gi, but request is 1Gi
            10Gi | maximum storage usage per PersistentVolumeClaim is 5Gi, but request is 10Gi
            3Gi  | NONE
            """)
    void aClaimMustKeepWithinTheLimits(String storage, String refusal) {
        range("{\"type\":\"PersistentVolumeClaim\",\"min\":{\"storage\":\"2Gi\"},\"max\":{\"storage\":\"5Gi\"}}");
        ApiFixture.Reply reply = api.post(
                "/api/v1/namespaces/default/persistentvolumeclaims",
                "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"accessModes\":[\"ReadWriteOnce\"],"
                        + "\"resources\":{\"requests\":{\"storage\":\"" + storage + "\"}}}}");
        if (refusal.equals("NONE")) {
            reply.is(201);
        } else {
            assertThat(reply.is(403).message()).isEqualTo("persistentvolumeclaims \"p\" is forbidden: " + refusal);
        }
    }
}
