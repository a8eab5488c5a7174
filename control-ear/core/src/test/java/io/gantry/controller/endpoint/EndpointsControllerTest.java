package io.gantry.controller.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.controller.Change;
import io.gantry.controller.Plan;
import io.gantry.controller.fake.FakeClusterView;
import io.gantry.controller.model.ResourceNames;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EndpointsControllerTest {

    private static final ObjectKey WEB = new ObjectKey(ResourceNames.SERVICES, "default", "web");

    private final FakeClusterView view = new FakeClusterView();

    @BeforeEach
    void service() {
        view.put(Json.read("""
                {"kind": "Service", "apiVersion": "v1", "metadata": {"name": "web", "namespace": "default"},
                 "spec": {"clusterIP": "None", "selector": {"app": "web"},
                   "ports": [{"port": 80, "protocol": "TCP"}, {"name": "m", "port": 90, "targetPort": 91, "protocol": "UDP"}]}}
                """));
    }

    @Test
    void dividesPodsByReadinessAndMarksHeadlessServices() {
        pod("a", "10.0.0.1", true, false);
        pod("b", "10.0.0.2", false, false);
        pod("leaving", "10.0.0.3", true, true);

        ObjectNode endpoints = created();

        assertThat(endpoints.at("/metadata/labels")).isEqualTo(Json.read("""
                {"service.kubernetes.io/headless": "", "endpoints.kubernetes.io/managed-by": "endpoint-controller"}
                """));
        assertThat(endpoints.path("subsets")).isEqualTo(list("""
                [{"addresses": [{"ip": "10.0.0.1", "nodeName": "n1",
                    "targetRef": {"kind": "Pod", "namespace": "default", "name": "a", "uid": "uid-a"}}],
                  "notReadyAddresses": [{"ip": "10.0.0.2", "nodeName": "n1",
                    "targetRef": {"kind": "Pod", "namespace": "default", "name": "b", "uid": "uid-b"}}],
                  "ports": [{"port": 80, "protocol": "TCP"}, {"name": "m", "port": 91, "protocol": "UDP"}]}]
                """));
    }

    @Test
    void writesNothingWhenNothingChanged() {
        pod("a", "10.0.0.1", true, false);
        view.put(created());

        assertThat(reconcile().changes()).isEmpty();
    }

    @Test
    void cutsOffAtAThousandAddressesReadyOnesFirst() {
        IntStream.range(0, 1002).forEach(i -> pod("p" + i, "10.0." + i / 250 + "." + i % 250, i != 0, false));

        ObjectNode endpoints = created();

        assertThat(endpoints.at("/subsets/0/addresses")).hasSize(1000);
        assertThat(endpoints.at("/subsets/0").has("notReadyAddresses")).isFalse();
        assertThat(endpoints
                        .at("/metadata/annotations")
                        .path("endpoints.kubernetes.io/over-capacity")
                        .asText())
                .isEqualTo("truncated");
    }

    @Test
    void removesItsOwnEndpointsWithTheServiceButNotThoseOfUsers() {
        view.put(created());
        view.remove(WEB);
        view.put(
                Json.read("{\"kind\": \"Endpoints\", \"metadata\": {\"name\": \"mine\", \"namespace\": \"default\"}}"));
        ObjectKey mine = new ObjectKey(ResourceNames.SERVICES, "default", "mine");

        assertThat(reconcile().changes()).singleElement().isInstanceOf(Change.Delete.class);
        assertThat(new EndpointsController()
                        .reconcile(mine, view, Instant.EPOCH)
                        .changes())
                .isEmpty();
    }

    private static JsonNode list(String json) {
        return Json.read("{\"list\": " + json + "}").path("list");
    }

    private ObjectNode created() {
        return ((Change.Create) reconcile().changes().getFirst()).object();
    }

    private Plan reconcile() {
        return new EndpointsController().reconcile(WEB, view, Instant.EPOCH);
    }

    private void pod(String name, String ip, boolean ready, boolean deleted) {
        ObjectNode pod = Json.read("""
                {"kind": "Pod", "apiVersion": "v1", "metadata": {"namespace": "default", "labels": {"app": "web"}},
                 "spec": {"nodeName": "n1"}, "status": {"phase": "Running"}}
                """);
        pod.withObject("/metadata").put("name", name);
        if (deleted) {
            pod.withObject("/metadata").put("deletionTimestamp", "2026-01-01T00:00:00Z");
        }
        pod.withObject("/status").put("podIP", ip);
        pod.withArray("/status/conditions").addObject().put("type", "Ready").put("status", ready ? "True" : "False");
        view.put(pod);
    }
}
