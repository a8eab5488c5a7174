package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.api.ApiFixture.Reply;
import io.gantry.bootstrap.LocalApiServices;
import io.gantry.metrics.Amount;
import io.gantry.metrics.MetricsKinds;
import io.gantry.metrics.UsageSample;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The group metrics.k8s.io over what agents report. */
class MetricsTest {

    private static final String METRICS = "/apis/metrics.k8s.io/v1beta1";
    private static final String NODES = METRICS + "/nodes";
    private static final String PODS = METRICS + "/namespaces/default/pods";
    private static final Map<String, String> TABLE = Map.of("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io");

    private final ApiFixture api = new ApiFixture();
    private final List<String> uids = new ArrayList<>();

    @BeforeEach
    void aNodeWithPods() {
        node("n1", "blue");
        node("n2", "red");
        api.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"other\"}}").is(201);
        pod("default", "web", "n1", "Running");
        pod("default", "done", "n1", "Succeeded");
        pod("default", "elsewhere", "n2", "Running");
        pod("other", "db", "n1", "Running");
        report();
    }

    private void node(String name, String color) {
        api.post("/api/v1/nodes", "{\"metadata\":{\"name\":\"" + name + "\",\"labels\":{\"color\":\"" + color + "\"}}}")
                .is(201);
    }

    private void pod(String namespace, String name, String node, String phase) {
        String path = "/api/v1/namespaces/" + namespace + "/pods";
        Reply created = api.post(path, """
                {"metadata":{"name":"%s","labels":{"app":"%s"}},
                 "spec":{"nodeName":"%s","containers":[{"name":"c","image":"i"}]}}""".formatted(name, name, node)).is(201);
        uids.add(created.at("/metadata/uid"));
        api.registry.updateStatus(new ObjectKey(new GroupResource("", "pods"), namespace, name), pod -> {
            pod.withObject("/status").put("phase", phase);
            return pod;
        });
    }

    /** What n1 says of all pods, also of those that are not its own. */
    private void report() {
        UsageSample.PodUsage usage = new UsageSample.PodUsage(
                Duration.ofMillis(12_500),
                List.of(
                        new UsageSample.ContainerUsage("c", new Amount(250_000_000, 64 << 20)),
                        new UsageSample.ContainerUsage("side", new Amount(1_234_567, 1000))));
        Map<String, UsageSample.PodUsage> pods = new java.util.HashMap<>();
        uids.forEach(uid -> pods.put(uid, usage));
        api.samples.put(
                "n1", new UsageSample(api.now(), Duration.ofSeconds(75), new Amount(1_500_000_000, 2L << 30), pods));
    }

    private static List<String> names(Reply list) {
        List<String> names = new ArrayList<>();
        list.is(200)
                .json()
                .path("items")
                .forEach(item -> names.add(item.at("/metadata/name").asText()));
        return names;
    }

    @Test
    void aNodeShowsWhatItUses() {
        JsonNode metrics = api.get(NODES + "/n1").is(200).json();

        assertThat(metrics.path("kind").asText()).isEqualTo("NodeMetrics");
        assertThat(metrics.path("usage")).isEqualTo(Json.read("{\"cpu\":\"1500m\",\"memory\":\"2Gi\"}"));
        assertThat(metrics.path("window").asText()).isEqualTo("1m15s");
        assertThat(metrics.path("timestamp").asText()).isEqualTo("2026-03-01T10:00:00Z");
        assertThat(metrics.at("/metadata/labels/color").asText()).isEqualTo("blue");
    }

    @Test
    void aPodShowsWhatEachContainerUses() {
        JsonNode metrics = api.get(PODS + "/web").is(200).json();

        assertThat(metrics.path("kind").asText()).isEqualTo("PodMetrics");
        assertThat(metrics.path("containers")).isEqualTo(Json.read("""
                        {"l":[{"name":"c","usage":{"cpu":"250m","memory":"64Mi"}},
                              {"name":"side","usage":{"cpu":"1234567n","memory":"1k"}}]}""").path("l"));
        assertThat(metrics.path("window").asText()).isEqualTo("12.5s");
        assertThat(metrics.at("/metadata/labels/app").asText()).isEqualTo("web");
    }

    @ParameterizedTest
    @CsvSource({
        "/nodes, n1",
        "/nodes?labelSelector=color%3Dred, ''",
        "/nodes?labelSelector=color%3Dblue, n1",
        "/nodes?fieldSelector=metadata.name%3Dn2, ''",
        "/pods, web db",
        "/namespaces/default/pods, web",
        "/namespaces/other/pods, db",
        "/pods?labelSelector=app%3Ddb, db",
        "/pods?labelSelector=app+notin+%28web%29, db",
        "/pods?fieldSelector=metadata.namespace%3Ddefault, web",
        "/pods?limit=1, web db", // as upstream's: all at once
    })
    void listsHoldWhatRunsAndIsMeasured(String path, String expected) {
        assertThat(String.join(" ", names(api.get(METRICS + path)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/nodes/n2 | nodemetrics.metrics.k8s.io \"n2\" not found",
                "/nodes/n3 | node \"n3\" not found",
                "/namespaces/default/pods/elsewhere | podmetrics.metrics.k8s.io \"default/elsewhere\" not found",
                "/namespaces/default/pods/done | pods \"done\" not found",
                "/namespaces/default/pods/none | pods \"none\" not found",
            })
    void whatIsNotMeasuredIsNotFound(String path, String message) {
        assertThat(api.get(METRICS + path).is(404).at("/message")).isEqualTo(message);
    }

    @Test
    void oldNumbersAreNotShown() {
        api.advance(Duration.ofSeconds(61));

        api.get(NODES + "/n1").is(404);
        assertThat(names(api.get(METRICS + "/pods"))).isEmpty();
        api.samples.expire();
        report();
        api.get(NODES + "/n1").is(200);
    }

    @Test
    void tablesAreThoseOfMetricsServer() {
        JsonNode table = api.send("GET", PODS, "", TABLE).is(200).json();

        assertThat(table.at("/columnDefinitions").findValuesAsText("name"))
                .containsExactly("Name", "cpu", "memory", "Window");
        assertThat(table.at("/rows/0/cells").toString()).isEqualTo("[\"web\",\"251234567n\",\"67109864\",\"12.5s\"]");
        assertThat(api.send("GET", NODES, "", TABLE).json().at("/rows/0/cells").toString())
                .isEqualTo("[\"n1\",\"1500m\",\"2Gi\",\"1m15s\"]");
    }

    @Test
    void theGroupIsDiscoveredAndItsServiceIsLocal() {
        assertThat(api.get(METRICS).is(200).json().path("resources"))
                .isEqualTo(Json.read("""
                        {"l":[{"name":"nodes","singularName":"","namespaced":false,"kind":"NodeMetrics","verbs":["get","list"]},
                              {"name":"pods","singularName":"","namespaced":true,"kind":"PodMetrics","verbs":["get","list"]}]}""").path("l"));
        new LocalApiServices(api.cache, api.registry)
                .ensure(MetricsKinds.definitions(api.samples, api.cache, api::now));
        Reply service = api.get("/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.metrics.k8s.io")
                .is(200);
        assertThat(service.at("/status/conditions/0/reason")).isEqualTo("Local");
        assertThat(service.at("/spec/groupPriorityMinimum")).isEqualTo("100");
        api.post(PODS, "{\"metadata\":{\"name\":\"x\"}}").is(405);
        api.get("/openapi/v2").is(200);
        api.get("/openapi/v3/apis/metrics.k8s.io/v1beta1").is(200);
    }

    @Test
    void aMetricsServerOfTheUsersMayTakeItsPlace() {
        String service = "/apis/apiregistration.k8s.io/v1/apiservices/v1beta1.metrics.k8s.io";
        LocalApiServices local = new LocalApiServices(api.cache, api.registry);
        local.ensure(MetricsKinds.definitions(api.samples, api.cache, api::now));
        api.patch(service, "merge-patch+json", """
                        {"spec":{"insecureSkipTLSVerify":true,"service":{"name":"metrics-server","namespace":"kube-system"}}}""").is(200);

        local.ensure(MetricsKinds.definitions(api.samples, api.cache, api::now));

        assertThat(api.get(service).is(200).at("/spec/service/name")).isEqualTo("metrics-server");
    }

    @Test
    void whoMayViewMayReadThem() {
        api.addDefaultRoles();

        JsonNode role = api.get("/apis/rbac.authorization.k8s.io/v1/clusterroles/system:aggregated-metrics-reader")
                .is(200)
                .json();

        assertThat(role.at("/rules/0")).isEqualTo(Json.read("""
                        {"apiGroups":["metrics.k8s.io"],"resources":["nodes","pods"],"verbs":["get","list","watch"]}"""));
        assertThat(role.at("/metadata/labels").toString())
                .contains("aggregate-to-view", "aggregate-to-edit", "aggregate-to-admin");
    }
}
