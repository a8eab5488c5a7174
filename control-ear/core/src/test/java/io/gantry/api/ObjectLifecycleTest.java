package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.api.ApiFixture.Reply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Objects from their creation to their end, as a client sees them. */
class ObjectLifecycleTest {

    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String PODS = "/api/v1/namespaces/default/pods";

    private final ApiFixture api = new ApiFixture();

    private static String map(String name, String data) {
        return "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"" + name + "\"},\"data\":{"
                + data + "}}";
    }

    static String pod(String name) {
        return """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s","labels":{"app":"%s"},"creationTimestamp":null},
                "spec":{"containers":[{"name":"c","image":"busybox"}]},"status":{}}""".formatted(name, name);
    }

    @Test
    void anObjectGetsItsMetadataWhenItIsCreated() {
        Reply created = api.post(MAPS, map("a", "\"k\":\"v\"")).is(201);
        JsonNode metadata = created.json().path("metadata");
        assertThat(metadata.path("uid").asText()).hasSize(36);
        assertThat(metadata.path("creationTimestamp").asText()).isEqualTo("2026-03-01T10:00:00Z");
        assertThat(metadata.path("namespace").asText()).isEqualTo("default");
        assertThat(metadata.path("resourceVersion").asLong()).isPositive();
        assertThat(created.json().path("data").path("k").asText()).isEqualTo("v");
        assertThat(api.get(MAPS + "/a").is(200).text()).isEqualTo(created.text());
        assertThat(created.text())
                .startsWith("{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",")
                .endsWith("}\n");
    }

    @Test
    void aWatchSeesCreationChangeAndEnd() {
        WatchStream watch = api.watch(MAPS + "?watch=true");
        assertThat(ApiFixture.events(watch)).isEmpty();
        api.post(MAPS, map("a", "")).is(201);
        api.patch(MAPS + "/a", "merge-patch+json", "{\"data\":{\"x\":\"1\"}}").is(200);
        api.delete(MAPS + "/a").is(200);
        assertThat(ApiFixture.events(watch)).containsExactly("ADDED a", "MODIFIED a", "DELETED a");
        assertThat(api.get(MAPS + "/a").is(404).message()).isEqualTo("configmaps \"a\" not found");
    }

    @Test
    void aStaleUpdateIsRefusedAndAFreshOneTaken() {
        String old = api.post(MAPS, map("a", "")).is(201).text();
        api.put(MAPS + "/a", old.replace("\"metadata\"", "\"data\":{\"x\":\"1\"},\"metadata\""))
                .is(200);
        Reply refused = api.put(MAPS + "/a", old).is(409);
        assertThat(refused.message())
                .isEqualTo(
                        "Operation cannot be fulfilled on configmaps \"a\": the object has been modified; please apply"
                                + " your changes to the latest version and try again");
        assertThat(refused.at("/reason")).isEqualTo("Conflict");
        api.put(MAPS + "/a", map("a", "\"y\":\"2\"")).is(200);
        assertThat(api.get(MAPS + "/a").at("/data/y")).isEqualTo("2");
    }

    @Test
    void anUpdateThatChangesNothingWritesNothing() {
        String before = api.post(MAPS, map("a", "\"x\":\"1\"")).is(201).text();
        assertThat(api.put(MAPS + "/a", map("a", "\"x\":\"1\"")).is(200).text()).isEqualTo(before);
        assertThat(api.patch(MAPS + "/a", "merge-patch+json", "{\"data\":{\"x\":\"1\"}}")
                        .is(200)
                        .text())
                .isEqualTo(before);
    }

    @Test
    void aForeignUidInAnUpdateIsRefused() {
        String object = api.post(MAPS, map("a", "")).is(201).text();
        String uid = api.get(MAPS + "/a").at("/metadata/uid");
        Reply refused = api.put(MAPS + "/a", object.replace(uid, "another")).is(409);
        assertThat(refused.message())
                .contains("Precondition failed: UID in precondition: another, UID in object meta: " + uid);
    }

    @Test
    void generatedNamesAreMadeFromTheirBase() {
        String first = api.post(MAPS, "{\"metadata\":{\"generateName\":\"web-\"}}")
                .is(201)
                .at("/metadata/name");
        String second = api.post(MAPS, "{\"metadata\":{\"generateName\":\"web-\"}}")
                .is(201)
                .at("/metadata/name");
        assertThat(first).matches("web-[bcdfghjklmnpqrstvwxz2456789]{5}").isNotEqualTo(second);
    }

    @Test
    void aDryRunGoesAllTheWayButForTheStore() {
        Reply created = api.post(MAPS + "?dryRun=All", map("a", "")).is(201);
        assertThat(created.json().path("metadata").has("resourceVersion")).isFalse();
        api.get(MAPS + "/a").is(404);
        api.post(MAPS, map("a", "")).is(201);
        api.post(MAPS + "?dryRun=All", map("a", "")).is(409);
        api.patch(MAPS + "/a?dryRun=All", "merge-patch+json", "{\"data\":{\"x\":\"1\"}}")
                .is(200);
        assertThat(api.get(MAPS + "/a").json().has("data")).isFalse();
        api.delete(MAPS + "/a?dryRun=All").is(200);
        api.delete(MAPS + "/a", "{\"dryRun\":[\"All\"]}").is(200);
        api.get(MAPS + "/a").is(200);
    }

    @Test
    void finalizersHoldAnObjectUntilTheyAreGone() {
        api.post(MAPS, "{\"metadata\":{\"name\":\"a\",\"finalizers\":[\"example.com/hold\"]}}")
                .is(201);
        Reply held = api.delete(MAPS + "/a").is(200);
        assertThat(held.at("/metadata/deletionTimestamp")).isEqualTo("2026-03-01T10:00:00Z");
        assertThat(api.patch(
                                MAPS + "/a",
                                "merge-patch+json",
                                "{\"metadata\":{\"finalizers\":[\"example.com/hold\",\"example.com/more\"]}}")
                        .is(422)
                        .message())
                .contains("no new finalizers can be added if the object is being deleted");
        assertThat(api.post(MAPS, map("a", "")).is(409).message())
                .isEqualTo("object is being deleted: configmaps \"a\" already exists");
        WatchStream watch = api.watch(MAPS + "?watch=true&resourceVersion=" + held.at("/metadata/resourceVersion"));
        api.patch(MAPS + "/a", "merge-patch+json", "{\"metadata\":{\"finalizers\":null}}")
                .is(200);
        assertThat(ApiFixture.events(watch)).containsExactly("DELETED a");
        api.get(MAPS + "/a").is(404);
    }

    @Test
    void propagationPoliciesBecomeFinalizers() {
        api.post(MAPS, map("a", "")).is(201);
        Reply held = api.delete(MAPS + "/a", "{\"propagationPolicy\":\"Foreground\"}")
                .is(200);
        assertThat(held.at("/metadata/finalizers/0")).isEqualTo("foregroundDeletion");
        api.post(MAPS, map("b", "")).is(201);
        Reply orphaning = api.delete(MAPS + "/b?orphanDependents=true").is(200);
        assertThat(orphaning.at("/metadata/finalizers/0")).isEqualTo("orphan");
    }

    @Test
    void preconditionsGuardADelete() {
        Reply created = api.post(MAPS, map("a", "")).is(201);
        Reply refused = api.delete(MAPS + "/a", "{\"preconditions\":{\"uid\":\"other\"}}")
                .is(409);
        assertThat(refused.message())
                .isEqualTo(
                        "Operation cannot be fulfilled on ConfigMap \"a\": the UID in the precondition (other) does not"
                                + " match the UID in record (" + created.at("/metadata/uid")
                                + "). The object might have been deleted and then recreated");
        api.delete(MAPS + "/a", "{\"preconditions\":{\"resourceVersion\":\"1\"}}")
                .is(409);
        Reply deleted = api.delete(MAPS + "/a", "{\"preconditions\":{\"uid\":\"" + created.at("/metadata/uid") + "\"}}")
                .is(200);
        assertThat(deleted.at("/status")).isEqualTo("Success");
        assertThat(deleted.at("/details/kind")).isEqualTo("configmaps");
        assertThat(deleted.at("/details/uid")).isEqualTo(created.at("/metadata/uid"));
    }

    @Test
    void aRunningPodIsDeletedGracefullyAndAnUnboundOneAtOnce() {
        api.post(PODS, pod("idle")).is(201);
        api.delete(PODS + "/idle").is(200);
        api.get(PODS + "/idle").is(404);

        api.post(PODS, pod("busy")).is(201);
        bind("busy", "node-1").is(201);
        Reply marked = api.delete(PODS + "/busy").is(200);
        assertThat(marked.at("/metadata/deletionTimestamp")).isEqualTo("2026-03-01T10:00:30Z");
        assertThat(marked.json().at("/metadata/deletionGracePeriodSeconds").asLong())
                .isEqualTo(30);
        api.advance(Duration.ofSeconds(3));
        assertThat(api.delete(PODS + "/busy?gracePeriodSeconds=5").is(200).at("/metadata/deletionTimestamp"))
                .isEqualTo("2026-03-01T10:00:05Z");
        api.delete(PODS + "/busy?gracePeriodSeconds=60").is(200);
        assertThat(api.get(PODS + "/busy").at("/metadata/deletionTimestamp")).isEqualTo("2026-03-01T10:00:05Z");
        api.delete(PODS + "/busy?gracePeriodSeconds=0").is(200);
        api.get(PODS + "/busy").is(404);
    }

    private Reply bind(String pod, String node) {
        return api.post(
                PODS + "/" + pod + "/binding",
                "{\"kind\":\"Binding\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"" + pod
                        + "\"},\"target\":{\"kind\":\"Node\",\"name\":\"" + node + "\"}}");
    }

    @Test
    void aPodIsBoundOnce() {
        api.post(PODS, pod("p")).is(201);
        bind("p", "node-1").is(201);
        JsonNode bound = api.get(PODS + "/p").json();
        assertThat(bound.at("/spec/nodeName").asText()).isEqualTo("node-1");
        assertThat(bound.at("/status/conditions/0/type").asText()).isEqualTo("PodScheduled");
        assertThat(bind("p", "node-2").is(409).message())
                .isEqualTo("Operation cannot be fulfilled on pods/binding \"p\": pod p is already assigned to node"
                        + " \"node-1\"");
        api.post(PODS, pod("q")).is(201);
        api.post(
                        "/api/v1/namespaces/default/bindings",
                        "{\"metadata\":{\"name\":\"q\"},\"target\":{\"kind\":\"Node\",\"name\":\"node-1\"}}")
                .is(201);
        assertThat(api.get(PODS + "?fieldSelector=spec.nodeName%3Dnode-1")
                        .json()
                        .path("items"))
                .hasSize(2);
    }

    @Test
    void statusAndSpecAreWrittenApart() {
        api.post(PODS, pod("p")).is(201);
        api.patch(
                        PODS + "/p/status",
                        "merge-patch+json",
                        "{\"status\":{\"phase\":\"Running\"},\"spec\":{\"nodeName\":\"x\"}}")
                .is(200);
        JsonNode object = api.get(PODS + "/p").json();
        assertThat(object.at("/status/phase").asText()).isEqualTo("Running");
        assertThat(object.path("spec").has("nodeName")).isFalse();
        api.patch(PODS + "/p", "merge-patch+json", "{\"status\":{\"phase\":\"Failed\"}}")
                .is(200);
        assertThat(api.get(PODS + "/p/status").at("/status/phase")).isEqualTo("Running");
    }

    @Test
    void generationCountsChangesOfTheSpec() {
        String path = "/apis/apps/v1/namespaces/default/deployments";
        Reply created = api.post(path, deployment("web", 1)).is(201);
        assertThat(created.json().at("/metadata/generation").asLong()).isEqualTo(1);
        api.patch(path + "/web", "merge-patch+json", "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}")
                .is(200);
        assertThat(api.get(path + "/web").json().at("/metadata/generation").asLong())
                .isEqualTo(1);
        api.patch(path + "/web", "strategic-merge-patch+json", "{\"spec\":{\"replicas\":2}}")
                .is(200);
        assertThat(api.get(path + "/web").json().at("/metadata/generation").asLong())
                .isEqualTo(2);
    }

    static String deployment(String name, int replicas) {
        return """
                {"metadata":{"name":"%s"},"spec":{"replicas":%d,"selector":{"matchLabels":{"app":"%s"}},
                "template":{"metadata":{"labels":{"app":"%s"}},"spec":{"containers":[{"name":"c","image":"busybox"}]}}}}""".formatted(name, replicas, name, name);
    }

    @Test
    void aWorkloadIsScaled() {
        String path = "/apis/apps/v1/namespaces/default/deployments";
        api.post(path, deployment("web", 1)).is(201);
        Reply scale = api.get(path + "/web/scale").is(200);
        assertThat(scale.at("/kind")).isEqualTo("Scale");
        assertThat(scale.at("/status/selector")).isEqualTo("app=web");
        api.put(path + "/web/scale", scale.text().replace("\"replicas\":1", "\"replicas\":3"))
                .is(200);
        assertThat(api.get(path + "/web").json().at("/spec/replicas").asInt()).isEqualTo(3);
        api.patch(path + "/web/scale", "merge-patch+json", "{\"spec\":{\"replicas\":5}}")
                .is(200);
        assertThat(api.get(path + "/web/scale").json().at("/spec/replicas").asInt())
                .isEqualTo(5);
        assertThat(api.patch(path + "/web/scale", "merge-patch+json", "{\"spec\":{\"replicas\":0}}")
                        .is(200)
                        .json()
                        .path("spec")
                        .toString())
                .isEqualTo("{}");
        String calledByItsOwner = "{\"apiVersion\":null,\"kind\":\"Deployment\",\"spec\":{\"replicas\":4}}";
        ApiFixture.Reply scaled = api.patch(path + "/web/scale", "strategic-merge-patch+json", calledByItsOwner)
                .is(200);
        assertThat(scaled.at("/kind")).isEqualTo("Scale");
        assertThat(scaled.at("/spec/replicas")).isEqualTo("4");
        api.patch(path + "/web/scale", "merge-patch+json", "{\"kind\":\"Deployment\",\"spec\":{\"replicas\":5}}")
                .is(422);
        api.patch(path + "/web/scale", "merge-patch+json", "{\"spec\":{\"replicas\":-1}}")
                .is(422);
    }

    @Test
    void aNamespaceTakesNothingNewOnceItIsGoing() {
        api.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"n\"}}").is(201);
        Reply going = api.delete("/api/v1/namespaces/n").is(200);
        assertThat(going.at("/status/phase")).isEqualTo("Terminating");
        Reply refused =
                api.post("/api/v1/namespaces/n/configmaps", map("a", "")).is(403);
        assertThat(refused.message())
                .isEqualTo(
                        "configmaps \"a\" is forbidden: unable to create new content in namespace n because it is being"
                                + " terminated");
        assertThat(refused.at("/details/causes/0/reason")).isEqualTo("NamespaceTerminating");
        api.put(
                        "/api/v1/namespaces/n/finalize",
                        going.text().replace("\"finalizers\":[\"kubernetes\"]", "\"finalizers\":[]"))
                .is(200);
        api.get("/api/v1/namespaces/n").is(404);
        assertThat(api.post("/api/v1/namespaces/n/configmaps", map("a", ""))
                        .is(404)
                        .message())
                .isEqualTo("namespaces \"n\" not found");
        assertThat(api.delete("/api/v1/namespaces/default").is(403).message())
                .isEqualTo("namespaces \"default\" is forbidden: this namespace may not be deleted");
    }

    @Test
    void aCollectionIsDeletedBySelector() {
        for (String name : List.of("a", "b", "c")) {
            api.post(
                            MAPS,
                            "{\"metadata\":{\"name\":\"" + name + "\",\"labels\":{\"keep\":\"" + name.equals("b")
                                    + "\"}}}")
                    .is(201);
        }
        Reply deleted = api.delete(MAPS + "?labelSelector=keep%3Dfalse").is(200);
        assertThat(deleted.at("/kind")).isEqualTo("ConfigMapList");
        assertThat(deleted.json().path("items")).hasSize(2);
        assertThat(api.get(MAPS).json().path("items")).hasSize(1);
    }

    @Test
    void eventsAreOneThingInTwoGroups() {
        api.post("/api/v1/namespaces/default/events", """
                        {"metadata":{"name":"e"},"involvedObject":{"kind":"Pod","namespace":"default","name":"p"},"reason":"Started",
                        "message":"hello","type":"Normal","firstTimestamp":"2026-01-01T00:00:00Z"}""").is(201);
        String path = "/apis/events.k8s.io/v1/namespaces/default/events";
        Reply event = api.get(path + "/e").is(200);
        assertThat(event.at("/apiVersion")).isEqualTo("events.k8s.io/v1");
        assertThat(event.at("/note")).isEqualTo("hello");
        assertThat(event.at("/regarding/name")).isEqualTo("p");
        assertThat(api.get(path).json().at("/items/0/note").asText()).isEqualTo("hello");
        WatchStream watch = api.watch(path + "?watch=true&resourceVersion=" + event.at("/metadata/resourceVersion"));
        api.patch("/api/v1/namespaces/default/events/e", "merge-patch+json", "{\"message\":\"again\"}")
                .is(200);
        assertThat(ApiFixture.frames(watch).getFirst().at("/object/note").asText())
                .isEqualTo("again");
    }

    @Test
    void someKindsAreCreatedByAnUpdate() {
        String leases = "/apis/coordination.k8s.io/v1/namespaces/default/leases";
        api.put(leases + "/l", "{\"metadata\":{\"name\":\"l\"},\"spec\":{\"holderIdentity\":\"a\"}}")
                .is(201);
        api.put(leases + "/m", "{\"metadata\":{\"name\":\"m\",\"uid\":\"u\"},\"spec\":{}}")
                .is(409);
        assertThat(api.get(leases + "/l").at("/spec/holderIdentity")).isEqualTo("a");
    }

    @Test
    void aServiceGetsItsAddressAndKeepsIt() {
        String services = "/api/v1/namespaces/default/services";
        String body =
                "{\"metadata\":{\"name\":\"s\"},\"spec\":{\"type\":\"%s\",\"ports\":[{\"port\":80}],\"selector\":{\"a\":\"b\"}}}";
        String address = api.post(services, body.formatted("NodePort")).is(201).at("/spec/clusterIP");
        assertThat(address).matches("\\d+(\\.\\d+){3}");
        assertThat(api.get(services + "/s").json().at("/spec/ports/0/nodePort").asInt())
                .isPositive();
        assertThat(api.put(services + "/s", body.formatted("ClusterIP")).is(200).at("/spec/clusterIP"))
                .isEqualTo(address);
        String taken = body.formatted("ClusterIP")
                .replace("\"s\"", "\"t\"")
                .replace("\"ports\"", "\"clusterIP\":\"" + address + "\",\"ports\"");
        assertThat(api.post(services, taken).is(422).message()).contains("provided IP is already allocated");
        api.delete(services + "/s").is(200);
        api.post(services, taken).is(201);
    }

    @Test
    void tokensAreIssuedForAccounts() {
        api.post("/api/v1/namespaces/default/serviceaccounts", "{\"metadata\":{\"name\":\"s\"}}")
                .is(201);
        Reply token = api.post("/api/v1/namespaces/default/serviceaccounts/s/token", "{\"spec\":{\"audiences\":[]}}")
                .is(201);
        assertThat(token.at("/status/token")).isEqualTo("token-of-s");
        api.post("/api/v1/namespaces/default/serviceaccounts/none/token", "{}").is(404);
    }
}
