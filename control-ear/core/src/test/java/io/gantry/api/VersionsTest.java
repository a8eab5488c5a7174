package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One object, several versions: written and read in each. */
class VersionsTest {

    private static final String V1 = "/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers";
    private static final String V2 = "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers";
    private static final String OBJECT =
            "{\"metadata\":{\"name\":\"h\"},\"spec\":{\"scaleTargetRef\":{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\","
                    + "\"name\":\"d\"},\"maxReplicas\":3,\"targetCPUUtilizationPercentage\":50}}";

    private final ApiFixture api = new ApiFixture();

    @Test
    void whatIsWrittenInOneVersionIsReadInEach() {
        ApiFixture.Reply older = api.post(V1, OBJECT).is(201);
        assertThat(older.at("/apiVersion")).isEqualTo("autoscaling/v1");
        assertThat(older.at("/spec/targetCPUUtilizationPercentage")).isEqualTo("50");
        ApiFixture.Reply newer = api.get(V2 + "/h").is(200);
        assertThat(newer.at("/apiVersion")).isEqualTo("autoscaling/v2");
        assertThat(newer.at("/spec/metrics/0/resource/target/averageUtilization"))
                .isEqualTo("50");
        assertThat(newer.at("/metadata/resourceVersion")).isEqualTo(older.at("/metadata/resourceVersion"));
        api.patch(V1 + "/h", "merge-patch+json", "{\"spec\":{\"targetCPUUtilizationPercentage\":60}}")
                .is(200);
        assertThat(api.get(V2 + "/h").at("/spec/metrics/0/resource/target/averageUtilization"))
                .isEqualTo("60");
        assertThat(api.get(V1).at("/items/0/spec/targetCPUUtilizationPercentage"))
                .isEqualTo("60");
        api.delete(V1 + "/h").is(200);
        api.get(V2 + "/h").is(404);
    }

    @Test
    void aWatchSpeaksItsOwnVersion() {
        WatchStream watch = api.watch(V1 + "?watch=true");
        api.post(V2, OBJECT.replace(",\"targetCPUUtilizationPercentage\":50", ""))
                .is(201);
        List<JsonNode> frames = ApiFixture.frames(watch);
        assertThat(frames).hasSize(1);
        assertThat(frames.getFirst().at("/object/apiVersion").asText()).isEqualTo("autoscaling/v1");
        assertThat(frames.getFirst()
                        .at("/object/spec/targetCPUUtilizationPercentage")
                        .asInt())
                .isEqualTo(80);
        watch.close();
    }

    @Test
    void errorsNameTheFieldsOfTheNewerVersion() {
        assertThat(api.post(V1, OBJECT.replace(":50", ":0")).is(422).message())
                .contains(
                        "spec.metrics[0].resource.target.averageUtilization: Invalid value: 0: must be greater than 0");
    }

    @Test
    void whoUsesAVersionThatWillGoIsTold() {
        String warning =
                "299 - \"networking.k8s.io/v1beta1 ServiceCIDR is deprecated in v1.34+, unavailable in v1.37+\"";
        assertThat(api.get("/apis/networking.k8s.io/v1beta1/servicecidrs")
                        .is(200)
                        .headers()
                        .get("Warning"))
                .containsExactly(warning);
        assertThat(api.get("/apis/networking.k8s.io/v1/servicecidrs").headers()).doesNotContainKey("Warning");
        assertThat(api.get("/api/v1/componentstatuses").is(200).headers().get("Warning"))
                .containsExactly("299 - \"v1 ComponentStatus is deprecated in v1.19+\"");
        assertThat(api.get("/api/v1/endpoints").headers().get("Warning"))
                .containsExactly(
                        "299 - \"v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice\"");
    }

    @Test
    void versionsWithTheSameFieldsDifferInTheirNameOnly() {
        api.post(
                        "/apis/networking.k8s.io/v1beta1/servicecidrs",
                        "{\"metadata\":{\"name\":\"more\"},\"spec\":{\"cidrs\":[\"10.5.0.0/16\"]}}")
                .is(201);
        assertThat(api.get("/apis/networking.k8s.io/v1/servicecidrs/more")
                        .is(200)
                        .at("/apiVersion"))
                .isEqualTo("networking.k8s.io/v1");
    }
}
