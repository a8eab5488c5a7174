package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.Json;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the small admission plugins make of objects. */
final class BuiltInAdmissionTest {

    private static final String PODS = "/api/v1/namespaces/default/pods";
    private static final String CLAIMS = "/api/v1/namespaces/default/persistentvolumeclaims";
    private static final String PRIORITIES = "/apis/scheduling.k8s.io/v1/priorityclasses";
    private static final String RUNTIMES = "/apis/node.k8s.io/v1/runtimeclasses";

    private final ApiFixture api = new ApiFixture();

    private ApiFixture.Reply pod(String more) {
        return api.post(
                PODS,
                "{\"metadata\":{\"name\":\"p\"},\"spec\":{" + more
                        + "\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}");
    }

    @Test
    void podsTolerateAbsentNodesForAWhile() {
        assertThat(pod("").is(201).json().at("/spec/tolerations"))
                .isEqualTo(Json.read("""
                {"t":[{"effect":"NoExecute","key":"node.kubernetes.io/not-ready","operator":"Exists","tolerationSeconds":300},
                 {"effect":"NoExecute","key":"node.kubernetes.io/unreachable","operator":"Exists","tolerationSeconds":300}]}
                """).path("t"));
    }

    @Test
    void whatAdmissionAddsIsOwnedByNobody() {
        JsonNode owned = pod("").is(201).json().at("/metadata/managedFields/0/fieldsV1/f:spec");
        assertThat(owned.has("f:tolerations")).isFalse();
        assertThat(owned.has("f:priority")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                          | 5    | high
            "priorityClassName":"high",                 | 5    | high
            "priorityClassName":"system-node-critical", | 2000001000 | system-node-critical
            """)
    void podsGetThePriorityOfTheirClass(String more, int priority, String name) {
        api.post(PRIORITIES, "{\"metadata\":{\"name\":\"high\"},\"value\":5,\"globalDefault\":true}")
                .is(201);
        JsonNode spec = pod(more == null ? "" : more).is(201).json().path("spec");
        assertThat(spec.path("priority").asInt()).isEqualTo(priority);
        assertThat(spec.path("priorityClassName").asText()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "priorityClassName":"none",      | pods "p" is forbidden: no PriorityClass with name none was found
            "priority":7,                    | pods "p" is forbidden: the integer value of priority (7) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name
            "runtimeClassName":"none",       | pods "p" is forbidden: pod rejected: RuntimeClass "none" not found
            "overhead":{"cpu":"1"},          | pods "p" is forbidden: pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead
            """)
    void podsAreRefused(String more, String message) {
        assertThat(pod(more).is(403).message()).isEqualTo(message);
    }

    @Test
    void oneClassOnlyIsTheDefault() {
        api.post(PRIORITIES, "{\"metadata\":{\"name\":\"a\"},\"value\":5,\"globalDefault\":true}")
                .is(201);
        assertThat(api.post(PRIORITIES, "{\"metadata\":{\"name\":\"b\"},\"value\":6,\"globalDefault\":true}")
                        .is(403)
                        .message())
                .isEqualTo("priorityclasses.scheduling.k8s.io \"b\" is forbidden: PriorityClass a is already marked as"
                        + " default. Only one default can exist");
    }

    @Test
    void podsGetWhatTheirRuntimeClassNeeds() {
        api.post(RUNTIMES, """
                {"metadata":{"name":"r"},"handler":"h","overhead":{"podFixed":{"cpu":"100m"}},"scheduling":{
                 "nodeSelector":{"disk":"fast"},"tolerations":[{"key":"r","operator":"Exists","effect":"NoSchedule"}]}}""").is(201);
        JsonNode spec = pod("\"runtimeClassName\":\"r\",\"nodeSelector\":{\"a\":\"b\"},")
                .is(201)
                .json()
                .path("spec");
        assertThat(spec.path("overhead")).hasToString("{\"cpu\":\"100m\"}");
        assertThat(spec.path("nodeSelector")).hasToString("{\"a\":\"b\",\"disk\":\"fast\"}");
        assertThat(spec.path("tolerations")
                        .valueStream()
                        .map(each -> each.path("key").asText()))
                .containsExactly("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable", "r");
        api.delete(PODS + "/p").is(200);
        assertThat(pod("\"runtimeClassName\":\"r\",\"nodeSelector\":{\"disk\":\"slow\"},")
                        .is(403)
                        .message())
                .endsWith(
                        "conflict: runtimeClass.scheduling.nodeSelector[disk] = fast; pod.spec.nodeSelector[disk] = slow");
        assertThat(pod("\"runtimeClassName\":\"r\",\"overhead\":{\"cpu\":\"1\"},")
                        .is(403)
                        .message())
                .endsWith("pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
    }

    @Test
    void aPodOnANodeCarriesItsZone() {
        api.post("/api/v1/nodes", """
                {"metadata":{"name":"n","labels":{"topology.kubernetes.io/zone":"z","other":"x"}}}""").is(201);
        assertThat(pod("\"nodeName\":\"n\",").is(201).json().at("/metadata/labels"))
                .hasToString("{\"topology.kubernetes.io/zone\":\"z\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            linux   | 3 | 200 | ``
            linux   | 5 | 403 | node didn't have enough allocatable resources: cpu, requested: 5000, allocatable: 4000
            windows | 3 | 403 | pod resize is only supported on linux nodes, node "n" is "windows"
            """)
    void aPodGrowsAsFarAsItsNodeCanGive(String system, String cpu, int code, String message) {
        api.post(
                        "/api/v1/nodes",
                        "{\"metadata\":{\"name\":\"n\",\"labels\":{\"kubernetes.io/os\":\"" + system
                                + "\"}},\"status\":{\"capacity\":{\"cpu\":\"4\",\"memory\":\"1Gi\"}}}")
                .is(201);
        api.post(PODS, """
                {"metadata":{"name":"p"},"spec":{"nodeName":"n","containers":[
                 {"name":"c","image":"i","resources":{"requests":{"cpu":"1"}}}]}}""").is(201);
        ApiFixture.Reply reply = api.patch(
                PODS + "/p/resize",
                "strategic-merge-patch+json",
                "{\"spec\":{\"containers\":[{\"name\":\"c\",\"resources\":{\"requests\":{\"cpu\":\"" + cpu
                        + "\"}}}]}}");
        assertThat(reply.status()).isEqualTo(code);
        assertThat(code == 200 ? "" : reply.message()).endsWith(message == null ? "" : message);
    }

    private void storageClass(String name, String more) {
        api.post(
                        "/apis/storage.k8s.io/v1/storageclasses",
                        "{\"metadata\":{\"name\":\"" + name
                                + "\",\"annotations\":{\"storageclass.kubernetes.io/is-default-class\":\"true\"}},"
                                + more
                                + "\"provisioner\":\"p\"}")
                .is(201);
        api.advance(Duration.ofSeconds(5));
    }

    private ApiFixture.Reply claim(String name, String more) {
        return api.post(
                CLAIMS,
                "{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{" + more
                        + "\"accessModes\":[\"ReadWriteOnce\"],\"resources\":{\"requests\":{\"storage\":\"1Gi\"}}}}");
    }

    @Test
    void claimsGetTheNewestDefaultClassAndAreProtected() {
        storageClass("old", "");
        storageClass("new", "");
        JsonNode made = claim("a", "").is(201).json();
        assertThat(made.at("/spec/storageClassName").asText()).isEqualTo("new");
        assertThat(made.at("/metadata/finalizers")).hasToString("[\"kubernetes.io/pvc-protection\"]");
        assertThat(claim("b", "\"storageClassName\":\"\",").is(201).at("/spec/storageClassName"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            true  | Bound   | 200 | ``
            false | Bound   | 403 | only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize
            """)
    void claimsGrowWhereTheirClassLetsThem(boolean allowed, String phase, int code, String message) {
        storageClass("c", "\"allowVolumeExpansion\":" + allowed + ",");
        claim("a", "\"volumeName\":\"v\",").is(201);
        api.patch(CLAIMS + "/a/status", "merge-patch+json", "{\"status\":{\"phase\":\"" + phase + "\"}}")
                .is(200);
        ApiFixture.Reply reply = api.patch(
                CLAIMS + "/a", "merge-patch+json", "{\"spec\":{\"resources\":{\"requests\":{\"storage\":\"2Gi\"}}}}");
        assertThat(reply.status()).isEqualTo(code);
        assertThat(code == 200 ? "" : reply.message()).endsWith(message == null ? "" : message);
    }

    @Test
    void ingressesGetTheDefaultClass() {
        api.post("/apis/networking.k8s.io/v1/ingressclasses", """
                {"metadata":{"name":"i","annotations":{"ingressclass.kubernetes.io/is-default-class":"true"}},
                 "spec":{"controller":"a.b/c"}}""").is(201);
        ApiFixture.Reply made = api.post("/apis/networking.k8s.io/v1/namespaces/default/ingresses", """
                {"metadata":{"name":"x"},"spec":{"defaultBackend":{"service":{"name":"s","port":{"number":80}}}}}""")
                .is(201);
        assertThat(made.at("/spec/ingressClassName")).isEqualTo("i");
    }
}
