package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code /metrics} of the API server. */
class RequestMetricsTest {

    private final ApiFixture api = new ApiFixture();

    /** The samples of a family, each shortened to verb, resource, subresource, scope, code and value. */
    private List<String> counted() {
        return api.get("/metrics")
                .is(200)
                .text()
                .lines()
                .filter(line -> line.startsWith("apiserver_request_total{"))
                .map(line -> line.replaceAll(
                        ".*code=\"(\\d+)\".*resource=\"(.*?)\",scope=\"(.*?)\",subresource=\"(.*?)\",verb=\"(.*?)\".*} (\\d+)\\.0",
                        "$5 $2/$4 $3 $1 $6"))
                .filter(line -> !line.contains(" namespaces/")) // the fixture's own
                .toList();
    }

    @Test
    void requestsAboutResourcesAreCounted() {
        String maps = "/api/v1/namespaces/default/configmaps";
        api.post(maps, "{\"metadata\":{\"name\":\"a\"}}").is(201);
        api.post(maps, "{\"metadata\":{\"name\":\"a\"}}").is(409);
        api.get(maps + "/a").is(200);
        api.get(maps).is(200);
        api.get("/api/v1/configmaps").is(200);
        api.send(
                        "PATCH",
                        maps + "/b?fieldManager=x",
                        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"b\"}}",
                        Map.of("Content-Type", "application/apply-patch+yaml"))
                .is(201);
        assertThat(counted())
                .containsExactlyInAnyOrder(
                        "POST configmaps/ resource 201 1",
                        "POST configmaps/ resource 409 1",
                        "GET configmaps/ resource 200 1",
                        "LIST configmaps/ namespace 200 1",
                        "LIST configmaps/ cluster 200 1",
                        "APPLY configmaps/ resource 201 1");
    }

    @Test
    void whatDoesNotExistIsNotCounted() {
        api.get("/api/v1/madeups").is(404);
        api.get("/api/v1/namespaces/default/madeup").is(404);
        api.get("/api/v1/namespaces/default/pods/a/madeup").is(404);
        api.get("/madeup").is(404);
        assertThat(counted()).isEmpty();
    }

    @Test
    void whatFlowControlRefusesIsCountedToo() {
        ApiRequest list = api.request(ApiFixture.ADMIN, "GET", "/api/v1/configmaps", new byte[0], Map.of());
        ApiResponse.Complete refusal =
                api.server.begin(list, CanonicalPath.of(list.rawPath())).refuse();
        assertThat(refusal.headers()).containsEntry("Retry-After", List.of("1"));
        assertThat(counted()).containsExactly("LIST configmaps/ cluster 429 1");
    }

    @Test
    void healthChecksAreShownAsTheyCameOut() {
        assertThat(api.get("/metrics/slis").is(200).text()).isEmpty();
        api.get("/readyz").is(200);
        api.get("/readyz/ping").is(200);
        assertThat(api.get("/metrics/slis").is(200).text())
                .contains("kubernetes_healthcheck{name=\"ping\",type=\"readyz\"} 1.0\n")
                .contains("kubernetes_healthchecks_total{name=\"ping\",status=\"success\",type=\"readyz\"} 2.0\n")
                .doesNotContain("apiserver_");
    }

    @Test
    void objectsAreCountedByResource() {
        api.post("/api/v1/namespaces/default/configmaps", "{\"metadata\":{\"name\":\"a\"}}")
                .is(201);
        ApiFixture.Reply page = api.get("/metrics").is(200);
        assertThat(page.contentType()).startsWith("text/plain; version=0.0.4");
        assertThat(page.text())
                .contains("apiserver_resource_objects{group=\"\",resource=\"configmaps\"} 1.0\n")
                .contains("apiserver_resource_objects{group=\"apps\",resource=\"deployments\"} 0.0\n")
                .contains("# TYPE process_start_time_seconds gauge\n");
    }
}
