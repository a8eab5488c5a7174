package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What empty lists, empty texts, 0 and false mean in bodies. */
class ZeroValuesTest {

    private static final String NAMESPACE = "/api/v1/namespaces/default/";

    private final ApiFixture api = new ApiFixture();

    @Test
    void anEmptyListIsSeenByRules() {
        assertThat(api.post("/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers", """
                        {"metadata":{"name":"h"},"spec":{"maxReplicas":3,"scaleTargetRef":{"kind":"Deployment","name":"d","apiVersion":"apps/v1"},
                         "behavior":{"scaleUp":{"policies":[]}}}}""")
                        .is(422)
                        .message())
                .endsWith("spec.behavior.scaleUp.policies: Required value: must specify at least one Policy");
    }

    @Test
    void anEmptyListIsNeitherWrittenNorOwned() {
        String pod = "{\"metadata\":{\"name\":\"p\",\"labels\":{}},"
                + "\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"a\",\"args\":[]}]}}";
        ApiFixture.Reply created = api.post(NAMESPACE + "pods", pod).is(201);
        assertThat(created.json().at("/spec/containers/0").has("args")).isFalse();
        assertThat(created.json().at("/metadata").has("labels")).isFalse();
        assertThat(created.json().at("/metadata/managedFields").toString()).doesNotContain("f:args", "f:labels");
        String version = created.at("/metadata/resourceVersion");
        ApiFixture.Reply updated = api.put(NAMESPACE + "pods/p", pod).is(200);
        assertThat(updated.at("/metadata/resourceVersion")).isEqualTo(version);
        assertThat(updated.json().at("/metadata/generation").asInt()).isEqualTo(1);
    }

    @Test
    void falseIsForgottenWhenAnUpdateLeavesItOut() {
        String path = NAMESPACE + "serviceaccounts";
        api.post(path, "{\"metadata\":{\"name\":\"a\"},\"automountServiceAccountToken\":false}")
                .is(201);
        assertThat(api.put(path + "/a", "{\"metadata\":{\"name\":\"a\"}}")
                        .is(200)
                        .json()
                        .has("automountServiceAccountToken"))
                .isFalse();
        assertThat(api.get(path + "/a").json().has("automountServiceAccountToken"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            description | `""` | false
            globalDefault | false | false
            value | 0 | true
            """)
    void zeroIsWrittenAsUpstreamWritesIt(String field, String zero, boolean written) {
        ApiFixture.Reply reply = api.post(
                        "/apis/scheduling.k8s.io/v1/priorityclasses",
                        "{\"metadata\":{\"name\":\"low\"},\"" + field + "\":" + zero + "}")
                .is(201);
        assertThat(reply.json().has(field)).isEqualTo(written);
        ObjectNode again = (ObjectNode) reply.json();
        again.remove(List.of("description", "globalDefault", "value"));
        assertThat(api.put("/apis/scheduling.k8s.io/v1/priorityclasses/low", again.toString())
                        .is(200)
                        .at("/metadata/resourceVersion"))
                .isEqualTo(reply.at("/metadata/resourceVersion"));
    }

    @Test
    void statusOfADaemonSetIsNotWrittenByUpdatesOfTheRest() {
        String path = "/apis/apps/v1/namespaces/default/daemonsets";
        String set =
                "{\"metadata\":{\"name\":\"d\"},\"spec\":{\"selector\":{\"matchLabels\":{\"a\":\"b\"}},\"template\":"
                        + "{\"metadata\":{\"labels\":{\"a\":\"b\"}},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"a\"}]}}}%s}";
        api.post(path, set.formatted("")).is(201);
        assertThat(api.put(path + "/d", set.formatted(",\"status\":{\"numberReady\":7}"))
                        .is(200)
                        .json()
                        .at("/status/numberReady")
                        .asInt())
                .isZero();
    }

    @Test
    void anEmptyObjectIsNotItsAbsence() {
        String pod = "{\"metadata\":{\"name\":\"e\"},\"spec\":{%s\"containers\":[{\"name\":\"c\",\"image\":\"a\"}]}}";
        api.post(NAMESPACE + "pods", pod.formatted("")).is(201);
        assertThat(api.put(NAMESPACE + "pods/e", pod.formatted("\"affinity\":{},"))
                        .is(422)
                        .message())
                .contains("spec: Forbidden: pod updates may not change fields other than");
    }

    @Test
    void anEventOfTheNewerGroupNeedsNoFieldsOfTheOlder() {
        api.post("/apis/events.k8s.io/v1/namespaces/default/events", """
                        {"metadata":{"name":"e"},"eventTime":"2026-01-01T00:00:00.000000Z","reportingController":"a.b/c",
                         "reportingInstance":"i","action":"a","reason":"r","type":"Normal",
                         "regarding":{"kind":"Pod","namespace":"default","name":"p"}}""").is(201);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /apis/rbac.authorization.k8s.io/v1/clusterroles | {"rules":[]} | rules
            /apis/rbac.authorization.k8s.io/v1/namespaces/default/roles | {"rules":[]} | rules
            /api/v1/namespaces/default/limitranges | {"spec":{"limits":[]}} | spec/limits
            /apis/discovery.k8s.io/v1/namespaces/default/endpointslices | {"addressType":"IPv4","endpoints":[],"ports":[]} | endpoints
            /apis/storage.k8s.io/v1/csinodes | {"spec":{"drivers":[]}} | spec/drivers
            """)
    void aListThatIsAlwaysWrittenIsNullWhenItIsEmpty(String path, String body, String field) {
        ObjectNode empty = Json.read(body);
        empty.putObject("metadata").put("name", "a");
        ApiFixture.Reply created = api.post(path, empty.toString()).is(201);
        assertThat(created.json().at("/" + field).isNull()).isTrue();
        assertThat(api.get(path + "/a").json().at("/" + field).isNull()).isTrue();
        assertThat(api.get(path).json().at("/items/0/" + field).isNull()).isTrue();
        assertThat(created.json().at("/metadata/managedFields").toString())
                .doesNotContain("f:" + field.replace("spec/", ""));
        JsonPointer pointer = JsonPointer.compile("/" + field);
        String name = pointer.last().getMatchingProperty();
        ObjectNode absent = empty.deepCopy();
        ((ObjectNode) absent.at(pointer.head())).remove(name);
        ObjectNode spelled = absent.deepCopy();
        ((ObjectNode) spelled.at(pointer.head())).putNull(name);
        for (ObjectNode same : List.of(empty, absent, spelled)) {
            ((ObjectNode) same.get("metadata"))
                    .set("resourceVersion", created.json().at("/metadata/resourceVersion"));
            assertThat(api.put(path + "/a", same.toString()).is(200).at("/metadata/resourceVersion"))
                    .as(same.toString())
                    .isEqualTo(created.at("/metadata/resourceVersion"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            json-patch+json | [{"op":"replace","path":"/rules","value":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}]}]
            merge-patch+json | {"rules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}]}
            strategic-merge-patch+json | {"rules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}]}
            apply-patch+yaml | {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"r"},"rules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}]}
            """)
    void aNullListCanBeFilledAndEmptiedInEveryWay(String type, String patch) {
        String path = "/apis/rbac.authorization.k8s.io/v1/clusterroles";
        api.post(path + "?fieldManager=other", "{\"metadata\":{\"name\":\"r\"}}")
                .is(201);
        String query = type.startsWith("apply") ? "?fieldManager=me&force=true" : "";
        assertThat(api.patch(path + "/r" + query, type, patch).is(200).at("/rules/0/verbs/0"))
                .isEqualTo("get");
        String without = type.startsWith("json")
                ? "[{\"op\":\"remove\",\"path\":\"/rules\"}]"
                : patch.replaceAll("\"rules\":\\[.*]", "\"rules\":[]");
        assertThat(api.patch(path + "/r" + query, type, without)
                        .is(200)
                        .json()
                        .get("rules")
                        .isNull())
                .isTrue();
    }

    @Test
    void aListWithKeysThatIsNullCanBePatchedAndApplied() {
        String path = "/apis/storage.k8s.io/v1/csinodes";
        api.post(path, "{\"metadata\":{\"name\":\"n\"},\"spec\":{}}").is(201);
        String driver = "{\"spec\":{\"drivers\":[{\"name\":\"a\",\"nodeID\":\"n\"}]}}";
        ApiFixture.Reply patched =
                api.patch(path + "/n", "strategic-merge-patch+json", driver).is(200);
        assertThat(patched.at("/spec/drivers/0/name")).isEqualTo("a");
        assertThat(patched.json().at("/spec/drivers/0/topologyKeys").isNull()).isTrue();
        api.post(path, "{\"metadata\":{\"name\":\"o\"},\"spec\":{}}").is(201);
        ObjectNode config =
                Json.read(driver).put("apiVersion", "storage.k8s.io/v1").put("kind", "CSINode");
        config.putObject("metadata").put("name", "o");
        assertThat(api.patch(path + "/o?fieldManager=me", "apply-patch+yaml", config.toString())
                        .is(200)
                        .at("/spec/drivers/0/name"))
                .isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            autoscaling/v2 | /apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers | {"spec":{"maxReplicas":3,"scaleTargetRef":{"kind":"Deployment","name":"d","apiVersion":"apps/v1"}}} | /status/currentMetrics
            autoscaling/v1 | /apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers | {"spec":{"maxReplicas":3,"scaleTargetRef":{"kind":"Deployment","name":"d","apiVersion":"apps/v1"}}} | /status/currentMetrics
            """)
    void aNewStatusHasItsNullLists(String version, String path, String body, String field) {
        ObjectNode object = Json.read(body).put("apiVersion", version);
        object.putObject("metadata").put("name", "a");
        api.post(path, object.toString()).is(201);
        assertThat(api.get(path.replace("/v1/", "/v2/") + "/a").json().at(field).isNull())
                .isTrue();
        assertThat(api.get(path.replace("/v2/", "/v1/") + "/a").json().at(field).isMissingNode())
                .isTrue();
    }
}
