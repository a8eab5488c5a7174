package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.api.ApiFixture.Reply;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code metadata.managedFields} of objects that are created, updated and patched. */
class FieldOwnershipTest {

    private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
    private static final String PODS = "/api/v1/namespaces/default/pods";
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

    private final ApiFixture api = new ApiFixture();

    private static Map<String, JsonNode> owners(Reply reply) {
        Map<String, JsonNode> owners = new TreeMap<>();
        for (JsonNode entry : reply.json().path("metadata").path("managedFields")) {
            String subresource = entry.path("subresource").asText("");
            owners.put(
                    entry.path("manager").asText() + " "
                            + entry.path("operation").asText() + (subresource.isEmpty() ? "" : " " + subresource),
                    entry.path("fieldsV1"));
        }
        return owners;
    }

    private static String map(String data) {
        return "{\"metadata\":{\"name\":\"m\"},\"data\":{" + data + "}}";
    }

    /** What kube-apiserver 1.36 stores for the same request. */
    @Test
    void aNewDeploymentBelongsToItsCreator() {
        Reply created =
                api.post(DEPLOYMENTS + "?fieldManager=kubectl-create", """
                {"metadata":{"name":"web","labels":{"app":"web"}},"spec":{"replicas":2,
                "selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},
                "spec":{"containers":[{"name":"nginx","image":"nginx","ports":[{"containerPort":80}]}]}}}}""").is(201);
        assertThat(owners(created).get("kubectl-create Update")).isEqualTo(Json.read("""
                {"f:metadata":{"f:labels":{".":{},"f:app":{}}},
                "f:spec":{"f:progressDeadlineSeconds":{},"f:replicas":{},"f:revisionHistoryLimit":{},"f:selector":{},
                "f:strategy":{"f:rollingUpdate":{".":{},"f:maxSurge":{},"f:maxUnavailable":{}},"f:type":{}},
                "f:template":{"f:metadata":{"f:labels":{".":{},"f:app":{}}},
                "f:spec":{"f:containers":{"k:{\\"name\\":\\"nginx\\"}":{".":{},"f:image":{},"f:imagePullPolicy":{},
                "f:name":{},"f:ports":{".":{},"k:{\\"containerPort\\":80,\\"protocol\\":\\"TCP\\"}":
                {".":{},"f:containerPort":{},"f:protocol":{}}},"f:resources":{},"f:terminationMessagePath":{},
                "f:terminationMessagePolicy":{}}},"f:dnsPolicy":{},"f:restartPolicy":{},"f:schedulerName":{},
                "f:securityContext":{},"f:terminationGracePeriodSeconds":{}}}}}"""));
        JsonNode entry = created.json().at("/metadata/managedFields/0");
        assertThat(entry.properties().stream().map(Map.Entry::getKey))
                .containsExactly("manager", "operation", "apiVersion", "time", "fieldsType", "fieldsV1");
    }

    @Test
    void aPodBelongsToItsCreatorAndItsStatusToTheNode() {
        Reply created = api.post(PODS + "?fieldManager=me", ObjectLifecycleTest.pod("p"))
                .is(201);
        // what admission sets belongs to nobody
        assertThat(owners(created).get("me Update")).isEqualTo(Json.read("""
                {"f:metadata":{"f:labels":{".":{},"f:app":{}}},
                "f:spec":{"f:containers":{"k:{\\"name\\":\\"c\\"}":{".":{},"f:image":{},"f:imagePullPolicy":{},
                "f:name":{},"f:resources":{},"f:terminationMessagePath":{},"f:terminationMessagePolicy":{}}},
                "f:dnsPolicy":{},"f:enableServiceLinks":{},"f:restartPolicy":{},"f:schedulerName":{},
                "f:securityContext":{},"f:terminationGracePeriodSeconds":{}}}"""));
        ObjectKey key = new ObjectKey(new GroupResource("", "pods"), "default", "p");
        api.advance(Duration.ofSeconds(5));
        api.registry.as("kubelet").updateStatus(key, pod -> {
            pod.withObject("/status")
                    .put("phase", "Running")
                    .putArray("conditions")
                    .addObject()
                    .put("type", "Ready")
                    .put("status", "True");
            return pod;
        });
        Reply running = api.get(PODS + "/p");
        assertThat(owners(running).get("kubelet Update status")).isEqualTo(Json.read("""
                {"f:status":{"f:conditions":{".":{},"k:{\\"type\\":\\"Ready\\"}":{".":{},"f:status":{},"f:type":{}}},
                "f:phase":{}}}"""));
        assertThat(owners(running).get("me Update")).isEqualTo(owners(created).get("me Update"));
        assertThat(running.at("/metadata/managedFields/1/time")).isEqualTo("2026-03-01T10:00:05Z");
        assertThat(running.at("/metadata/managedFields/0/time")).isEqualTo("2026-03-01T10:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "kubectl/v1.36.0 (linux/amd64),kubectl",
                "curl,curl",
                "-,unknown",
                "'a\u0001b/1',ab",
            })
    void aClientIsNamedForItsProgram(String agent, String manager) {
        Map<String, String> headers = agent == null ? Map.of() : Map.of("User-Agent", agent);
        Reply created = api.send("POST", MAPS, map("\"a\":\"1\""), headers).is(201);
        assertThat(owners(created)).containsOnlyKeys(manager + " Update");
    }

    @Test
    void anUpdateOwnsWhatItChanges() {
        api.post(MAPS + "?fieldManager=a", map("\"x\":\"1\",\"y\":\"1\"")).is(201);
        Reply updated = api.put(MAPS + "/m?fieldManager=b", map("\"x\":\"2\",\"z\":\"1\""))
                .is(200);
        assertThat(owners(updated))
                .isEqualTo(Map.of(
                        "a Update", Json.read("{\"f:data\":{}}"),
                        "b Update", Json.read("{\"f:data\":{\"f:x\":{},\"f:z\":{}}}")));
        Reply patched =
                api.patch(MAPS + "/m?fieldManager=c", "json-patch+json", """
                [{"op":"replace","path":"/data/x","value":"3"},{"op":"remove","path":"/data/z"}]""").is(200);
        assertThat(owners(patched))
                .isEqualTo(Map.of(
                        "a Update", Json.read("{\"f:data\":{}}"),
                        "c Update", Json.read("{\"f:data\":{\"f:x\":{}}}")));
        Reply merged = api.patch(MAPS + "/m?fieldManager=c", "strategic-merge-patch+json", "{\"data\":{\"w\":\"1\"}}")
                .is(200);
        assertThat(owners(merged).get("c Update")).isEqualTo(Json.read("{\"f:data\":{\"f:w\":{},\"f:x\":{}}}"));
    }

    @Test
    void aClientMayForgetAllOwnersButNotByNotKnowingThem() {
        api.post(MAPS + "?fieldManager=a", map("\"x\":\"1\"")).is(201);
        assertThat(owners(api.put(MAPS + "/m?fieldManager=a", map("\"x\":\"1\""))))
                .hasSize(1);
        String invalid = map("\"x\":\"1\"").replace("\"m\"", "\"m\",\"managedFields\":[{\"manager\":\"x\"}]");
        assertThat(owners(api.put(MAPS + "/m", invalid).is(200))).containsOnlyKeys("a Update");
        for (String reset : List.of("[]", "[{}]")) {
            String body = map("\"x\":\"1\"").replace("\"m\"", "\"m\",\"managedFields\":" + reset);
            assertThat(owners(api.put(MAPS + "/m", body).is(200))).isEmpty();
        }
        assertThat(owners(api.put(MAPS + "/m", map("\"x\":\"2\"")))).isEmpty();
    }

    @Test
    void aClientMayChangeTheOwners() {
        api.post(MAPS + "?fieldManager=a", map("\"x\":\"1\"")).is(201);
        Reply patched =
                api.patch(MAPS + "/m?fieldManager=b", "json-patch+json", """
                [{"op":"replace","path":"/metadata/managedFields/0/manager","value":"c"}]""").is(200);
        assertThat(owners(patched)).containsOnlyKeys("c Update");
    }

    @Test
    void anUpdateOfTheSameKeepsTheTime() {
        api.post(MAPS + "?fieldManager=a", map("\"x\":\"1\"")).is(201);
        String before = api.get(MAPS + "/m").text();
        api.advance(Duration.ofMinutes(1));
        assertThat(api.put(MAPS + "/m?fieldManager=b", map("\"x\":\"1\""))
                        .is(200)
                        .text())
                .isEqualTo(before);
    }

    @Test
    void eventsHaveOwnersInBothOfTheirVersions() {
        String path = "/namespaces/default/events";
        Reply created = api.post("/api/v1" + path + "?fieldManager=a", """
                {"metadata":{"name":"e"},"involvedObject":{"kind":"Pod","name":"p","namespace":"default"},
                "reason":"r","message":"m","type":"Normal"}""").is(201);
        assertThat(owners(created).get("a Update").has("f:message")).isTrue();
        Reply patched = api.patch(
                        "/apis/events.k8s.io/v1" + path + "/e?fieldManager=b",
                        "merge-patch+json",
                        "{\"metadata\":{\"labels\":{\"x\":\"1\",\"y\":\"1\"}}}")
                .is(200);
        assertThat(patched.at("/metadata/managedFields/1/apiVersion")).isEqualTo("events.k8s.io/v1");
        assertThat(owners(patched).get("a Update")).isEqualTo(owners(created).get("a Update"));
        Reply last = api.patch(
                        "/api/v1" + path + "/e?fieldManager=c",
                        "merge-patch+json",
                        "{\"metadata\":{\"labels\":{\"x\":\"2\"}}}")
                .is(200);
        assertThat(owners(last).get("b Update"))
                .isEqualTo(Json.read("{\"f:metadata\":{\"f:labels\":{\".\":{},\"f:y\":{}}}}"));
    }

    @Test
    void theManyOldUpdatersAreJoined() {
        api.post(MAPS + "?fieldManager=m0", map("\"k\":\"0\"")).is(201);
        for (int i = 1; i < 14; i++) {
            api.advance(Duration.ofSeconds(1));
            api.patch(MAPS + "/m?fieldManager=m" + i, "merge-patch+json", "{\"data\":{\"k" + i + "\":\"1\"}}")
                    .is(200);
        }
        assertThat(owners(api.get(MAPS + "/m"))).hasSize(10).containsKey("ancient-changes Update");
    }
}
