package io.gantry.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalizerTest {

    private static ObjectSchema schema(String name) {
        return Schemas.builtIn().find(name).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"metadata\":{\"name\":null,\"labels\":{\"a\":null}}}|{\"metadata\":{\"labels\":{\"a\":\"\"}}}",
                "{\"metadata\":{\"labels\":{},\"finalizers\":[]}}|{\"metadata\":{\"labels\":{},\"finalizers\":[]}}",
                "{\"spec\":{\"hostNetwork\":false,\"hostUsers\":false,\"nodeName\":\"\",\"priority\":0}}|{\"spec\":{\"hostUsers\":false,\"priority\":0,\"containers\":null}}",
                "{\"metadata\":{\"creationTimestamp\":\"2020-01-01T02:00:00.5+02:00\"}}|{\"metadata\":{\"creationTimestamp\":\"2020-01-01T00:00:00Z\"}}",
                "{\"spec\":{\"overhead\":{\"cpu\":0.1,\"memory\":\"1024Mi\",\"x\":null}}}|{\"spec\":{\"overhead\":{\"cpu\":\"100m\",\"memory\":\"1Gi\",\"x\":\"0\"},\"containers\":null}}",
                "{\"spec\":{\"volumes\":[{\"name\":\"a\",\"emptyDir\":{}}]}}|{\"spec\":{\"volumes\":[{\"name\":\"a\",\"emptyDir\":{}}],\"containers\":null}}",
                "{\"spec\":{\"containers\":[null]}}|{\"spec\":{\"containers\":[{\"name\":\"\",\"resources\":{}}]}}",
                "{\"unknown\":null}|{\"unknown\":null}"
            })
    void writesWhatUpstreamWouldGiveBack(String given, String expected) {
        ObjectNode object = Json.read(given);
        Normalizer.normalize(schema("io.k8s.api.core.v1.Pod"), object);
        assertThat(object).isEqualTo(Json.read(expected));
        Normalizer.normalize(schema("io.k8s.api.core.v1.Pod"), object);
        assertThat(object).isEqualTo(Json.read(expected));
    }

    @Test
    void microTimesHaveSixDigits() {
        ObjectNode lease = Json.read("{\"spec\":{\"renewTime\":\"2020-01-01T00:00:00.123456+01:00\"}}");
        Normalizer.normalize(schema("io.k8s.api.coordination.v1.Lease"), lease);
        assertThat(lease.at("/spec/renewTime").asText()).isEqualTo("2019-12-31T23:00:00.123456Z");
    }

    @Test
    void pruningDropsUnknownFieldsOnly() {
        ObjectNode pod = Json.read("{\"x\":1,\"metadata\":{\"labels\":{\"a\":\"b\"},\"y\":1},"
                + "\"spec\":{\"containers\":[{\"name\":\"a\",\"z\":{}}]}}");
        Pruner.prune(schema("io.k8s.api.core.v1.Pod"), pod);
        assertThat(pod)
                .isEqualTo(Json.read(
                        "{\"metadata\":{\"labels\":{\"a\":\"b\"}},\"spec\":{\"containers\":[{\"name\":\"a\"}]}}"));
    }

    @Test
    void defaultsFillAbsentFieldsBelowPresentObjects() {
        ObjectNode service = Json.read("{\"spec\":{\"ports\":[{\"port\":80},{\"port\":53,\"protocol\":\"UDP\"}]}}");
        Defaulter.applyDefaults(schema("io.k8s.api.core.v1.Service"), service);
        assertThat(service)
                .isEqualTo(Json.read("{\"spec\":{\"ports\":[{\"port\":80,\"protocol\":\"TCP\"},"
                        + "{\"port\":53,\"protocol\":\"UDP\"}]}}"));
    }
}
