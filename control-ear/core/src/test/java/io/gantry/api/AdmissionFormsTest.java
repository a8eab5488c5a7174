package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.api.ApiFixture.Reply;
import io.gantry.object.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What objects look like to webhooks and policies, before and after the server gave them what is its own. */
class AdmissionFormsTest extends ReviewedWrites {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"name":"a"} | {"name":"a","namespace":"default"}
            {"generateName":"a-"} | {"generateName":"a-","namespace":"default"}
            {"name":"a","uid":"u","creationTimestamp":"2020-01-01T00:00:00Z","selfLink":"/a"} | {"name":"a","namespace":"default"}
            {"name":"a","deletionTimestamp":"2020-01-01T00:00:00Z","deletionGracePeriodSeconds":3} | {"name":"a","namespace":"default"}
            {"name":"a","generation":7} | {"name":"a","namespace":"default","generation":7}
            {"name":"a","labels":{},"annotations":{},"finalizers":[],"ownerReferences":[]} | {"name":"a","namespace":"default"}
            {"name":"a","labels":{"b":""}} | {"name":"a","namespace":"default","labels":{"b":""}}
            """)
    void aNewObjectGetsNameUidAndTimeAfterMutationAndBeforeValidation(String sent, String expected) {
        listen("Mutating", "configmaps");
        listen("Validating", "configmaps");

        Reply created =
                api.post(CONFIG_MAPS, "{\"metadata\":" + sent + ",\"data\":{}}").is(201);

        assertThat(metadata(mutated())).isEqualTo(Json.read(expected));
        assertThat(mutated().get("object").has("data")).isFalse();
        assertThat(mutated().path("name").asText())
                .isEqualTo(Json.read(sent).path("name").asText());
        assertThat(mutated().has("name")).isEqualTo(Json.read(sent).has("name"));
        ObjectNode judged = (ObjectNode) validated().get("object");
        ObjectNode stored = (ObjectNode) created.json();
        ((ObjectNode) stored.get("metadata")).remove("resourceVersion");
        assertThat(judged).isEqualTo(stored);
        assertThat(stored.at("/metadata/uid").asText()).hasSize(36);
        assertThat(validated().path("name")).isEqualTo(stored.at("/metadata/name"));
    }

    @ParameterizedTest
    @CsvSource({"?dryRun=All", "?fieldManager=me"})
    void anObjectThatIsAppliedOrOnlyShownIsSeenAlike(String query) {
        listen("Mutating", "configmaps");
        listen("Validating", "configmaps");
        String config = "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"}}";

        if (query.contains("dryRun")) {
            api.post(CONFIG_MAPS + query, config).is(201);
        } else {
            api.patch(CONFIG_MAPS + "/a" + query, "apply-patch+yaml", config).is(201);
        }

        assertThat(metadata(mutated())).isEqualTo(Json.read("{\"name\":\"a\",\"namespace\":\"default\"}"));
        assertThat(metadata(validated()).has("uid")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            "rules":[] | []
            "rules":null | null
            "aggregationRule":null | null
            """)
    void aListThatIsAlwaysWrittenIsSeenEmptyOnlyOnItsWayToTheStore(String rules, String seen) {
        listen("Mutating", "roles");
        listen("Validating", "roles");
        String role = "{\"metadata\":{\"name\":\"r\",\"labels\":{}}," + rules + "}";

        api.post(ROLES, role).is(201);
        assertThat(mutated().at("/object/rules").toString()).isEqualTo(seen);
        assertThat(validated().at("/object/rules").toString()).isEqualTo(seen);
        assertThat(validated().at("/object/metadata").has("labels")).isFalse();

        api.put(ROLES + "/r", role).is(200);
        assertThat(validated().at("/object/rules").toString()).isEqualTo(seen);
        assertThat(validated().at("/oldObject/rules").toString()).isEqualTo("null");
    }

    @Test
    void aWebhookMayNotGiveANewObjectARevision() {
        api.webhooks.on(
                "m",
                asked -> FakeWebhooks.patch(
                        "[{\"op\":\"add\",\"path\":\"/metadata/resourceVersion\",\"value\":\"1\"}]"));
        configure("Mutating", "m", "configmaps", "");
        assertThat(api.post(CONFIG_MAPS, "{\"metadata\":{\"name\":\"a\"}}")
                        .is(400)
                        .message())
                .isEqualTo("resourceVersion should not be set on objects to be created");
    }

    private static String deployment(String podSpec) {
        return "{\"metadata\":{\"name\":\"d\"},\"spec\":{\"selector\":{\"matchLabels\":{\"a\":\"b\"}},\"template\":{"
                + "\"metadata\":{\"labels\":{\"a\":\"b\"}},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]"
                + podSpec + "}}}}";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"op":"add","path":"/tolerations/-","value":{"operator":"Exists"}} | 500
            {"op":"add","path":"/tolerations","value":[]},{"op":"add","path":"/tolerations/-","value":{"operator":"Exists"}} | 201
            {"op":"add","path":"/tolerations","value":[{"operator":"Exists"}]} | 201
            {"op":"replace","path":"/tolerations","value":[{"operator":"Exists"}]} | 201
            {"op":"remove","path":"/tolerations"},{"op":"add","path":"/tolerations","value":[{"operator":"Exists"}]} | 500
            {"op":"test","path":"/tolerations","value":[]},{"op":"add","path":"/tolerations","value":[{"operator":"Exists"}]} | 500
            {"op":"replace","path":"/containers/0/imagePullPolicy","value":"Never"},{"op":"add","path":"/tolerations","value":[{"operator":"Exists"}]} | 201
            """)
    void anEmptyListIsNotThereForPatches(String operations, int status) {
        String patch = "[" + operations.replace("\"path\":\"", "\"path\":\"/spec/template/spec") + "]";
        Reply reply =
                mutate(DEPLOYMENTS, deployment(",\"tolerations\":[]"), patch).is(status);
        if (status == 201) {
            assertThat(reply.json().at("/spec/template/spec/tolerations"))
                    .isEqualTo(
                            Json.read("{\"list\":[{\"operator\":\"Exists\"}]}").get("list"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            ,"rules":[] | {"op":"add","path":"/rules/-","value":{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}} | 201 | get
            ,"rules":[] | {"op":"test","path":"/rules","value":[]} | 201 |
            ,"rules":[] | {"op":"remove","path":"/rules"} | 201 |
            ,"rules":[] | {"op":"add","path":"/rules","value":null} | 201 |
            | {"op":"add","path":"/rules/-","value":{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}} | 500 |
            | {"op":"replace","path":"/rules","value":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}]} | 201 | get
            | {"op":"test","path":"/rules","value":null} | 201 |
            """)
    void aListThatIsAlwaysWrittenIsThereForPatches(String rules, String operation, int status, String verb) {
        String role = "{\"metadata\":{\"name\":\"r\"}" + (rules == null ? "" : rules) + "}";
        Reply reply = mutate(ROLES, role, "[" + operation + "]").is(status);
        if (status == 201) {
            assertThat(reply.json().get("rules").isNull()).isEqualTo(verb == null);
            assertThat(reply.at("/rules/0/verbs/0")).isEqualTo(verb == null ? "" : verb);
        }
    }

    @Test
    void structuresAreThereForPatchesThoughNobodySentThem() {
        String budgets = "/apis/policy/v1/namespaces/default/poddisruptionbudgets";
        Reply created = mutate(
                        budgets,
                        "{\"metadata\":{\"name\":\"b\"}}",
                        "[{\"op\":\"add\",\"path\":\"/spec/minAvailable\",\"value\":1},"
                                + "{\"op\":\"add\",\"path\":\"/status/currentHealthy\",\"value\":7}]")
                .is(201);
        JsonNode status =
                Json.read("{\"disruptionsAllowed\":0,\"currentHealthy\":0,\"desiredHealthy\":0,\"expectedPods\":0}");
        assertThat(mutated().at("/object/status")).isEqualTo(status);
        assertThat(created.json().get("status")).isEqualTo(status);
        assertThat(created.json().get("spec")).isEqualTo(Json.read("{\"minAvailable\":1}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"op":"add","path":"/spec/template/spec/tolerations","value":[]} | 2
            {"op":"remove","path":"/status"} | 2
            {"op":"add","path":"/spec/template/spec/nonsense","value":1} | 2
            {"op":"add","path":"/spec/template/spec/hostNetwork","value":false} | 2
            {"op":"test","path":"/kind","value":"Deployment"} | 2
            {"op":"remove","path":"/spec/replicas"} | 3
            {"op":"replace","path":"/spec/replicas","value":2} | 3
            """)
    void othersAreAskedAgainOnlyAboutAPatchThatMeansSomething(String operation, int asked) {
        api.webhooks.on("a", any -> FakeWebhooks.allow()).on("b", any -> FakeWebhooks.patch("[" + operation + "]"));
        configure("Mutating", "a", "deployments", ",\"reinvocationPolicy\":\"IfNeeded\"");
        configure("Mutating", "b", "deployments", "");
        api.post(DEPLOYMENTS, deployment("")).is(201);
        assertThat(api.webhooks.asked).hasSize(asked);
    }

    @Test
    void anUpdateIsSeenAsItWasSentAndJudgedAsItWillBe() {
        Reply created = api.post(CONFIG_MAPS, "{\"metadata\":{\"name\":\"a\"},\"data\":{\"c\":\"d\"}}")
                .is(201);
        listen("Mutating", "configmaps");
        listen("Validating", "configmaps");

        Reply updated = api.put(
                        CONFIG_MAPS + "/a",
                        "{\"metadata\":{\"name\":\"a\",\"creationTimestamp\":\"2020-01-01T00:00:00Z\"},\"data\":{\"a\":\"b\"}}")
                .is(200);

        assertThat(metadata(mutated()))
                .isEqualTo(Json.read(
                        "{\"name\":\"a\",\"namespace\":\"default\",\"creationTimestamp\":\"2020-01-01T00:00:00Z\"}"));
        assertThat(mutated().at("/object/metadata/managedFields").isArray()).isTrue();
        assertThat(mutated().at("/oldObject")).isEqualTo(created.json());
        assertThat(metadata(validated()).get("uid").asText()).isEqualTo(created.at("/metadata/uid"));
        for (String field : List.of("uid", "creationTimestamp")) {
            assertThat(updated.at("/metadata/" + field)).isEqualTo(created.at("/metadata/" + field));
        }
    }

    @Test
    void mutationComesBeforeTheRevisionIsCompared() {
        Reply created = api.post(CONFIG_MAPS, "{\"metadata\":{\"name\":\"a\"}}").is(201);
        listen("Mutating", "configmaps");
        String uid = created.at("/metadata/uid");

        api.put(CONFIG_MAPS + "/a", "{\"metadata\":{\"name\":\"a\",\"uid\":\"other\"}}")
                .is(409);
        assertThat(api.webhooks.asked).isEmpty();
        api.put(CONFIG_MAPS + "/a", "{\"metadata\":{\"name\":\"a\",\"uid\":\"" + uid + "\",\"resourceVersion\":\"1\"}}")
                .is(409);
        assertThat(api.webhooks.asked).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            uid | forged | 422 | ConfigMap "a" is invalid: metadata.uid: Invalid value: "forged": field is immutable
            name | b | 422 | ConfigMap "b" is invalid: metadata.name: Invalid value: "b": field is immutable
            namespace | b | 400 | the namespace of the provided object does not match the namespace sent on the request
            resourceVersion | 1 | 409 | Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again
            """)
    void aWebhookMayNotMakeAnotherObjectOfIt(String field, String value, int status, String message) {
        api.post(CONFIG_MAPS, "{\"metadata\":{\"name\":\"a\"}}").is(201);
        api.webhooks.on(
                "m",
                asked -> FakeWebhooks.patch(
                        "[{\"op\":\"add\",\"path\":\"/metadata/" + field + "\",\"value\":\"" + value + "\"}]"));
        configure("Mutating", "m", "configmaps", "");

        Reply refused = api.put(CONFIG_MAPS + "/a", "{\"metadata\":{\"name\":\"a\"},\"data\":{\"a\":\"b\"}}")
                .is(status);

        assertThat(refused.message()).isEqualTo(message);
    }

    @Test
    void aStatusIsSeenWithWhatDoesNotCount() {
        api.post(DEPLOYMENTS, deployment("")).is(201);
        api.webhooks.on(
                "m",
                asked -> FakeWebhooks.patch("[{\"op\":\"add\",\"path\":\"/spec/paused\",\"value\":true},"
                        + "{\"op\":\"add\",\"path\":\"/status/readyReplicas\",\"value\":1}]"));
        configure("Mutating", "m", "deployments/status", "");
        listen("Validating", "deployments/status");
        ObjectNode sent = Json.read(deployment(""));
        ((ObjectNode) sent.get("spec")).put("replicas", 9);
        sent.putObject("status").put("replicas", 1);

        Reply updated = api.put(DEPLOYMENTS + "/d/status", sent.toString()).is(200);

        assertThat(mutated().at("/object/spec/replicas").asInt()).isEqualTo(9);
        assertThat(mutated().at("/object/metadata").has("uid")).isFalse();
        assertThat(validated().at("/object/spec/replicas").asInt()).isEqualTo(1);
        assertThat(updated.json().at("/spec/replicas").asInt()).isEqualTo(1);
        assertThat(updated.json().at("/spec").has("paused")).isFalse();
        assertThat(updated.json().get("status")).isEqualTo(Json.read("{\"replicas\":1,\"readyReplicas\":1}"));
        assertThat(updated.json().at("/metadata/generation").asInt()).isEqualTo(1);
        assertThat(updated.json().at("/metadata/managedFields").toString())
                .contains("f:replicas")
                .doesNotContain("f:readyReplicas");
    }

    @Test
    void whatAStatusUpdateLeavesOutIsSeenWithDefaults() {
        api.post(DEPLOYMENTS, deployment("")).is(201);
        listen("Mutating", "deployments/status");

        api.put(DEPLOYMENTS + "/d/status", deployment("")).is(200);

        JsonNode spec = mutated().at("/object/spec");
        assertThat(spec.path("replicas").asInt()).isEqualTo(1);
        assertThat(spec.at("/strategy/rollingUpdate/maxSurge").asText()).isEqualTo("25%");
        assertThat(spec.at("/template/spec/containers/0/imagePullPolicy").asText())
                .isEqualTo("Always");
    }

    @Test
    void aStatusThatLeavesOutWhatHasADefaultIsStoredWithIt() {
        Reply updated = api.put(
                        "/api/v1/namespaces/default/status",
                        "{\"metadata\":{\"name\":\"default\"},\"status\":{\"conditions\":[{\"type\":\"Seen\",\"status\":\"True\"}]}}")
                .is(200);

        assertThat(updated.json().at("/status/phase").asText()).isEqualTo("Active");
        assertThat(updated.json().at("/status/conditions")).hasSize(1);
    }

    @Test
    void customResourcesAreSeenAsTheyWereSentButForTheirMetadata() {
        fixture.declare(CustomResourceFixture.definition("""
                {"type": "object", "properties": {"spec": {"type": "object", "properties":
                  {"list": {"type": "array", "items": {"type": "string"}}, "map": {"type": "object"}}}}}""")).is(201);
        listen("Mutating", "crontabs");
        listen("Validating", "crontabs");

        api.post(
                        CustomResourceFixture.CRONTABS,
                        "{\"apiVersion\":\"stable.example.com/v1\",\"kind\":\"CronTab\",\"metadata\":{\"generateName\":\"c-\","
                                + "\"creationTimestamp\":null,\"labels\":{},\"finalizers\":[]},\"spec\":{\"list\":[],\"map\":{}}}")
                .is(201);

        assertThat(metadata(mutated())).isEqualTo(Json.read("{\"generateName\":\"c-\",\"namespace\":\"default\"}"));
        for (ObjectNode asked : api.webhooks.asked) {
            assertThat(asked.at("/object/spec")).isEqualTo(Json.read("{\"list\":[],\"map\":{}}"));
        }
        assertThat(metadata(validated()).path("name").asText()).startsWith("c-");
    }

    /** What a policy makes of one expression of its own, as a label. */
    private void labelingPolicy(String value) {
        api.post(CONFIGURATIONS + "mutatingadmissionpolicies", """
                        {"metadata": {"name": "m"}, "spec": {"reinvocationPolicy": "Never", "matchConstraints": {"resourceRules": [
                          {"apiGroups": ["*"], "apiVersions": ["*"], "operations": ["CREATE"], "resources": ["*"]}]},
                         "mutations": [{"patchType": "ApplyConfiguration", "applyConfiguration": {"expression":
                           "Object{metadata: Object.metadata{labels: {'seen': string(%s)}}}"}}]}}
                        """.formatted(value))
                .is(201);
        api.post(
                        CONFIGURATIONS + "mutatingadmissionpolicybindings",
                        "{\"metadata\":{\"name\":\"m\"},\"spec\":{\"policyName\":\"m\"}}")
                .is(201);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            [has(object.metadata.uid), has(object.metadata.creationTimestamp), has(object.metadata.name), has(request.name)].exists(one, one) | "rules":null | false
            has(object.metadata.finalizers) | "rules":null | false
            object.rules == null | "rules":null | true
            object.rules.size() == 0 | "rules":[] | true
            """)
    void policiesSeeWhatWebhooksSee(String expression, String rules, String seen) {
        labelingPolicy(expression);
        String role = "{\"metadata\":{\"generateName\":\"r-\",\"finalizers\":[]}," + rules + "}";

        Reply created = api.post(ROLES, role).is(201);

        assertThat(created.at("/metadata/labels/seen")).isEqualTo(seen);
        assertThat(created.at("/metadata/name")).startsWith("r-");
    }
}
