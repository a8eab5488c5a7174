package io.gantry.controller.endpointslice;

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
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EndpointSliceControllerTest {

    private static final ObjectKey WEB = new ObjectKey(ResourceNames.SERVICES, "default", "web");

    private final FakeClusterView view = new FakeClusterView();

    @BeforeEach
    void service() {
        view.put(Json.read("""
                {"kind": "Service", "apiVersion": "v1", "metadata": {"name": "web", "namespace": "default", "labels": {"team": "a"}},
                 "spec": {"clusterIP": "10.96.0.9", "selector": {"app": "web"},
                   "ports": [{"name": "http", "port": 80, "targetPort": "web", "protocol": "TCP"}]}}
                """));
    }

    @Test
    void describesAPodWithItsNodeZoneAndPort() {
        view.put(Json.read("""
                {"kind": "Node", "apiVersion": "v1", "metadata": {"name": "n1", "labels": {"topology.kubernetes.io/zone": "z1"}}}
                """));
        pod("p1", "10.0.0.1", true, false);

        Change.Create create = (Change.Create) reconcile().changes().getFirst();

        assertThat(create.object()).isEqualTo(Json.read("""
                {"kind": "EndpointSlice", "apiVersion": "discovery.k8s.io/v1",
                 "metadata": {"generateName": "web-", "namespace": "default",
                   "ownerReferences": [{"apiVersion": "v1", "kind": "Service", "name": "web", "uid": "uid-web",
                     "controller": true, "blockOwnerDeletion": true}],
                   "labels": {"team": "a", "kubernetes.io/service-name": "web",
                     "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io"}},
                 "addressType": "IPv4", "ports": [{"name": "http", "port": 8080, "protocol": "TCP"}],
                 "endpoints": [{"addresses": ["10.0.0.1"],
                   "conditions": {"ready": true, "serving": true, "terminating": false},
                   "targetRef": {"kind": "Pod", "namespace": "default", "name": "p1", "uid": "uid-p1"},
                   "nodeName": "n1", "zone": "z1"}]}
                """));
    }

    @ParameterizedTest
    @CsvSource({
        // ready pod, being deleted, publishNotReady -> ready, serving, terminating
        "true,  false, false, true,  true,  false",
        "false, false, false, false, false, false",
        "true,  true,  false, false, true,  true",
        "false, true,  false, false, false, true",
        "false, false, true,  true,  false, false",
        "true,  true,  true,  true,  true,  true",
    })
    void conditionsFollowReadinessAndDeletion(
            boolean podReady, boolean deleted, boolean publish, boolean ready, boolean serving, boolean terminating) {
        if (publish) {
            ObjectNode service = view.get(WEB).orElseThrow().copy();
            service.withObject("/spec").put("publishNotReadyAddresses", true);
            view.put(service);
        }
        pod("p1", "10.0.0.1", podReady, deleted);

        JsonNode conditions =
                ((Change.Create) reconcile().changes().getFirst()).object().at("/endpoints/0/conditions");

        assertThat(conditions.path("ready").asBoolean()).isEqualTo(ready);
        assertThat(conditions.path("serving").asBoolean()).isEqualTo(serving);
        assertThat(conditions.path("terminating").asBoolean()).isEqualTo(terminating);
    }

    @Test
    void aServiceWithoutPodsKeepsOneEmptySlice() {
        List<Change> changes = reconcile().changes();

        assertThat(changes).hasSize(1);
        store(changes);
        assertThat(reconcile().changes()).isEmpty();
    }

    @Test
    void writesNothingWhenNothingChanged() {
        pod("p1", "10.0.0.1", true, false);
        store(reconcile().changes());

        assertThat(reconcile().changes()).isEmpty();
    }

    @Test
    void divides250PodsAmongThreeSlicesAndReusesRoom() {
        IntStream.range(0, 250).forEach(i -> pod("p" + i, "10.0." + i / 100 + "." + i % 100, true, false));
        List<Change> created = reconcile().changes();
        assertThat(created)
                .extracting(change ->
                        ((Change.Create) change).object().path("endpoints").size())
                .containsExactly(100, 100, 50);
        store(created);

        pod("late", "10.9.9.9", true, false);
        List<Change> changes = reconcile().changes();

        assertThat(changes).hasSize(1);
        assertThat(((Change.Update) changes.getFirst()).desired().path("endpoints"))
                .hasSize(51);
    }

    @Test
    void podsThatOfferAnotherPortNumberGetTheirOwnSlice() {
        pod("p1", "10.0.0.1", true, false);
        ObjectNode other = pod("p2", "10.0.0.2", true, false);
        ((ObjectNode) other.at("/spec/containers/0/ports/0")).put("containerPort", 9090);
        view.put(other);

        assertThat(reconcile().changes())
                .extracting(change ->
                        ((Change.Create) change).object().at("/ports/0/port").asInt())
                .containsExactlyInAnyOrder(8080, 9090);
    }

    @Test
    void leavesServicesWithoutSelectorAlone() {
        ObjectNode service = view.get(WEB).orElseThrow().copy();
        service.withObject("/spec").remove("selector");
        view.put(service);

        assertThat(reconcile().changes()).isEmpty();
    }

    private Plan reconcile() {
        return new EndpointSliceController().reconcile(WEB, view, Instant.EPOCH);
    }

    private void store(List<Change> changes) {
        for (int i = 0; i < changes.size(); i++) {
            ObjectNode slice = ((Change.Create) changes.get(i)).object().deepCopy();
            slice.withObject("/metadata").put("name", "web-" + i);
            view.put(slice);
        }
    }

    private ObjectNode pod(String name, String ip, boolean ready, boolean deleted) {
        ObjectNode pod = Json.read("""
                {"kind": "Pod", "apiVersion": "v1", "metadata": {"namespace": "default", "labels": {"app": "web"}},
                 "spec": {"nodeName": "n1", "containers": [{"name": "c", "ports": [{"name": "web", "containerPort": 8080}]}]},
                 "status": {"phase": "Running"}}
                """);
        pod.withObject("/metadata").put("name", name).put("uid", "uid-" + name);
        if (deleted) {
            pod.withObject("/metadata").put("deletionTimestamp", "2026-01-01T00:00:00Z");
        }
        pod.withObject("/status").put("podIP", ip);
        pod.withArray("/status/conditions").addObject().put("type", "Ready").put("status", ready ? "True" : "False");
        view.put(pod);
        return pod;
    }
}
