package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.api.ApiFixture.Reply;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths that name no resource. */
class EndpointsTest {

    private final ApiFixture api = new ApiFixture();

    private static List<String> names(JsonNode list, String field) {
        List<String> names = new ArrayList<>();
        list.forEach(item -> names.add(item.path(field).asText()));
        return names;
    }

    @Test
    void theVersionIsInJsonOnly() {
        String protobuf = "application/vnd.kubernetes.protobuf";
        assertThat(api.send("GET", "/version", "", Map.of("Accept", "text/html"))
                        .is(406)
                        .message())
                .isEqualTo("406: Not Acceptable\n\nAvailable representations: application/json");
        api.send("GET", "/version", "", Map.of("Accept", protobuf)).is(406);
        api.send("GET", "/version", "", Map.of("Accept", protobuf + ",application/json"))
                .is(200);
    }

    @Test
    void theVersionIsKubernetesWithOursBehindIt() {
        assertThat(api.get("/version").is(200).at("/gitVersion")).isEqualTo("v1.36.2+gantry.0.1.0");
    }

    @ParameterizedTest
    @CsvSource({"/", "/index.html"})
    void theRootSaysWhatThereIs(String path) {
        List<String> paths = new ArrayList<>();
        api.get(path).is(200).json().path("paths").forEach(each -> paths.add(each.asText()));
        assertThat(paths)
                .isSorted()
                .contains(
                        "/api",
                        "/api/v1",
                        "/apis",
                        "/apis/apps",
                        "/apis/apps/v1",
                        "/openapi/v3",
                        "/readyz",
                        "/version");
        api.post(path, "{}").is(405);
    }

    @ParameterizedTest
    @CsvSource({"/healthz", "/livez", "/readyz", "/readyz/ping"})
    void healthIsText(String path) {
        Reply reply = api.get(path).is(200);
        assertThat(reply.text()).isEqualTo("ok");
        assertThat(reply.contentType()).startsWith("text/plain");
    }

    @Test
    void healthListsItsChecks() {
        assertThat(api.get("/readyz?verbose").is(200).text()).isEqualTo("[+]ping ok\nreadyz check passed\n");
        api.get("/readyz/none").is(404);
    }

    @Test
    void discoveryNamesGroupsAndResources() {
        assertThat(api.get("/api").is(200).at("/versions/0")).isEqualTo("v1");
        assertThat(names(api.get("/apis").is(200).json().path("groups"), "name"))
                .contains("apps", "events.k8s.io");
        assertThat(api.get("/apis/apps").is(200).at("/preferredVersion/groupVersion"))
                .isEqualTo("apps/v1");
        assertThat(names(api.get("/api/v1").is(200).json().path("resources"), "name"))
                .contains("pods", "pods/log", "namespaces/finalize", "serviceaccounts/token");
        assertThat(names(api.get("/apis/apps/v1").is(200).json().path("resources"), "name"))
                .contains("deployments", "deployments/scale", "deployments/status");
    }

    @Test
    void discoveryIsGivenAtOnceToClientsThatAskForIt() {
        Reply reply = api.send(
                "GET",
                "/apis",
                "",
                Map.of(
                        "Accept",
                        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
                                + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json"));
        assertThat(reply.contentType())
                .isEqualTo("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
        assertThat(reply.at("/kind")).isEqualTo("APIGroupDiscoveryList");
        assertThat(api.send("GET", "/apis", "", Map.of("Accept", "application/json"))
                        .at("/kind"))
                .isEqualTo("APIGroupList");
    }

    @Test
    void documentsAreCompressedAndKept() throws IOException {
        ApiResponse.Complete packed = (ApiResponse.Complete) api.server.handle(api.request(
                ApiFixture.ADMIN, "GET", "/openapi/v3/apis/apps/v1", new byte[0], Map.of("Accept-Encoding", "gzip")));
        assertThat(packed.headers().get("Content-Encoding")).containsExactly("gzip");
        try (GZIPInputStream in =
                new GZIPInputStream(new ByteArrayInputStream(packed.body().bytes()))) {
            assertThat(Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                            .path("openapi")
                            .asText())
                    .startsWith("3.");
        }
        String tag = packed.headers().get("ETag").getFirst();
        assertThat(api.send("GET", "/openapi/v3/apis/apps/v1", "", Map.of("If-None-Match", tag))
                        .is(304)
                        .text())
                .isEmpty();
    }

    @Test
    void theIndexLeadsToDocumentsThatMayBeKeptForEver() {
        String url = api.get("/openapi/v3")
                .is(200)
                .json()
                .path("paths")
                .path("apis/apps/v1")
                .path("serverRelativeURL")
                .asText();
        Reply current = api.get(url).is(200);
        assertThat(current.headers().get("Cache-Control").getFirst()).contains("immutable");
        Reply old = api.get("/openapi/v3/apis/apps/v1?hash=OLD").is(301);
        assertThat(old.headers().get("Location")).containsExactly(url);
        assertThat(api.get("/openapi/v2").is(200).at("/swagger")).isEqualTo("2.0");
        api.send("GET", "/openapi/v2", "", Map.of("Accept", "text/html")).is(406);
        api.get("/openapi/v4").is(404);
    }

    @Test
    void aKindThatComesAtRunTimeIsServedAtOnce() {
        api.get("/apis/example.com/v1/things").is(404);
        ResourceDefinition map = api.resources.find("", "v1", "configmaps").orElseThrow();
        ResourceDefinition thing = new ResourceDefinition(
                "example.com",
                "v1",
                "Thing",
                "things",
                "thing",
                List.of(),
                List.of(),
                map.scope(),
                map.verbs(),
                Map.of(),
                new GroupResource("example.com", "things"),
                "v1",
                Optional.empty(),
                "",
                Map.of(),
                map.columns(),
                Strategy.GENERIC);
        api.resources.add(List.of(thing));
        String path = "/apis/example.com/v1/namespaces/default/things";
        api.post(path, "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"anything\":[1]}}")
                .is(201);
        assertThat(api.get(path + "/a").at("/spec/anything/0")).isEqualTo("1");
        assertThat(names(api.get("/apis").json().path("groups"), "name")).contains("example.com");
        api.resources.removeIf(definition -> definition.group().equals("example.com"));
        api.get(path + "/a").is(404);
    }
}
