package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.api.ApiFixture.Reply;
import io.gantry.object.Json;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What objects look like to webhooks and policies, before and after the server gave them what is its own. */
class AdmissionFormsTest {

    private static final String CONFIGURATIONS = "/apis/admissionregistration.k8s.io/v1/";
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
    private static final String ROLES = "/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles";

    private final CustomResourceFixture fixture = new CustomResourceFixture();
    private final ApiFixture api = fixture.api;

    /** A webhook of this name that is asked about everything that is written to a resource. */
    private void configure(String kind, String name, String resource, String more) {
        api.post(CONFIGURATIONS + kind.toLowerCase(Locale.ROOT) + "webhookconfigurations", """
                        {"metadata": {"name": "%1$s"}, "webhooks": [{"name": "%1$s.example.com",
                          "clientConfig": {"url": "https://hooks.test/%1$s"}, "sideEffects": "None", "admissionReviewVersions": ["v1"],
                          "rules": [{"apiGroups": ["*"], "apiVersions": ["*"], "operations": ["CREATE", "UPDATE"], "resources": ["%2$s"]}]%3$s}]}
                        """.formatted(
                                name, resource, more))
                .is(201);
    }

    /** The reviews that a webhook is asked from now on, which it allows. */
    private void listen(String kind, String resource) {
        String name = kind.toLowerCase(Locale.ROOT);
        api.webhooks.on(name, asked -> FakeWebhooks.allow());
        configure(kind, name, resource, "");
    }

    /** What mutating webhooks see; validating ones come second. */
    private ObjectNode mutated() {
        return api.webhooks.asked.getFirst();
    }

    private ObjectNode validated() {
        return api.webhooks.asked.getLast();
    }

    private static ObjectNode metadata(ObjectNode review) {
        ObjectNode metadata = review.get("object").get("metadata").deepCopy();
        metadata.remove("managedFields");
        return metadata;
    }

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
    void aWebhookMayNameAnObjectAndItsUidDoesNotCount() {
        api.webhooks.on("m", asked -> FakeWebhooks.patch("""
                [{"op":"add","path":"/metadata/name","value":"named"},{"op":"add","path":"/metadata/uid","value":"forged"},
                 {"op":"add","path":"/metadata/creationTimestamp","value":"2020-01-01T00:00:00Z"}]"""));
        configure("Mutating", "m", "configmaps", "");
        String map = "{\"metadata\":{\"generateName\":\"a-\"}}";

        Reply created = api.post(CONFIG_MAPS, map).is(201);

        assertThat(created.at("/metadata/name")).isEqualTo("named");
        assertThat(created.at("/metadata/uid")).hasSize(36);
        assertThat(created.at("/metadata/creationTimestamp")).isNotEqualTo("2020-01-01T00:00:00Z");
        assertThat(api.post(CONFIG_MAPS, map).is(409).message())
                .isEqualTo("configmaps \"named\" already exists, the server was not able to generate a unique name for"
                        + " the object");
    }

    /** Makes every name that is judged until then be taken by another when it is to be stored. */
    private void takeNames(int times) {
        AtomicInteger taken = new AtomicInteger();
        api.webhooks.on("validating", asked -> {
            if (asked.at("/object/metadata").has("generateName") && taken.getAndIncrement() < times) {
                api.post(
                                CONFIG_MAPS,
                                "{\"metadata\":{\"name\":\""
                                        + asked.path("name").asText() + "\"}}")
                        .is(201);
            }
            return FakeWebhooks.allow();
        });
        configure("Validating", "validating", "configmaps", "");
    }

    /** The reviews of objects whose names are generated: before it was, or after. */
    private List<ObjectNode> generated(boolean named) {
        return api.webhooks.asked.stream()
                .filter(asked -> asked.at("/object/metadata").has("generateName") && asked.has("name") == named)
                .toList();
    }

    @Test
    void aGeneratedNameThatIsTakenIsReplacedByAnotherThatIsJudgedButNotMutatedAgain() {
        listen("Mutating", "configmaps");
        takeNames(2);

        Reply created = api.post(CONFIG_MAPS, "{\"metadata\":{\"generateName\":\"a-\"}}")
                .is(201);

        assertThat(generated(false)).hasSize(1);
        List<ObjectNode> judged = generated(true);
        assertThat(judged).hasSize(3);
        for (String field : List.of("name", "uid")) {
            List<String> values = judged.stream()
                    .map(asked -> asked.at("/object/metadata/" + field).asText())
                    .toList();
            assertThat(values).doesNotHaveDuplicates();
            assertThat(created.at("/metadata/" + field)).isEqualTo(values.getLast());
        }
    }

    @Test
    void eightGeneratedNamesAreTried() {
        listen("Mutating", "configmaps");
        takeNames(Integer.MAX_VALUE);

        Reply refused = api.post(CONFIG_MAPS, "{\"metadata\":{\"generateName\":\"a-\"}}")
                .is(409);

        assertThat(refused.message())
                .endsWith(" already exists, the server was not able to generate a unique name for the object");
        assertThat(generated(false)).hasSize(1);
        assertThat(generated(true)).hasSize(8);
    }

    @Test
    void aBaseForTheNameOfAnObjectThatIsLeavingDoesNotHideThatItIs() {
        String map = "{\"metadata\":{\"name\":\"a\",\"generateName\":\"a-\",\"finalizers\":[\"example.com/f\"]}}";
        api.post(CONFIG_MAPS, map).is(201);
        api.delete(CONFIG_MAPS + "/a").is(200);

        assertThat(api.post(CONFIG_MAPS, map).is(409).message())
                .isEqualTo("object is being deleted: configmaps \"a\" already exists, the server was not able to"
                        + " generate a unique name for the object");
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

    private Reply mutate(String path, String object, String patch) {
        api.webhooks.on("m", asked -> FakeWebhooks.patch(patch));
        configure("Mutating", "m", "*", "");
        return api.post(path, object);
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

    @Test
    void duplicateOwnersThatAWebhookAddsGoWithAWarning() {
        String owner = "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"name\":\"p\",\"uid\":\"u\"}";
        Reply created = mutate(
                        CONFIG_MAPS,
                        "{\"metadata\":{\"name\":\"a\"}}",
                        "[{\"op\":\"add\",\"path\":\"/metadata/ownerReferences\",\"value\":[" + owner + "," + owner
                                + "]}]")
                .is(201);
        assertThat(created.json().at("/metadata/ownerReferences")).hasSize(1);
        assertThat(created.headers().getOrDefault("Warning", List.of()))
                .singleElement()
                .asString()
                .contains("contains duplicate entries after mutating admission happens");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"op":"replace","path":"/metadata/managedFields/0/manager","value":"hook"} | hook
            {"op":"add","path":"/data","value":{"x":"1"}} | me
            {"op":"add","path":"/metadata/managedFields","value":null} |
            {"op":"add","path":"/metadata/managedFields","value":[]} |
            """)
    void ownersAreAsAWebhookLeavesThemAndItsOtherChangesAreNobodys(String operation, String manager) {
        api.webhooks.on("m", asked -> FakeWebhooks.patch("[" + operation + "]"));
        configure("Mutating", "m", "configmaps", "");
        String map = "{\"metadata\":{\"name\":\"a\"},\"data\":{\"a\":\"%s\"}}";

        Reply created =
                api.post(CONFIG_MAPS + "?fieldManager=me", map.formatted("b")).is(201);
        Reply updated =
                api.put(CONFIG_MAPS + "/a?fieldManager=me", map.formatted("c")).is(200);

        for (Reply reply : List.of(created, updated)) {
            JsonNode managed = reply.json().at("/metadata/managedFields");
            assertThat(managed.at("/0/manager").asText(null)).isEqualTo(manager);
            assertThat(managed.toString()).doesNotContain("f:x");
            assertThat(managed.isMissingNode()).isEqualTo(manager == null);
            assertThat(reply.headers()).doesNotContainKey("Warning");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"manager":"hook"} | operation must be `Apply` or `Update`
            {"manager":"hook","operation":"Update"} | apiVersion must not be empty
            {"manager":"hook","operation":"Update","apiVersion":"v1"} | missing fieldsType in managed fields entry 0
            """)
    void ownersThatAWebhookMakesUselessAreAsBeforeWithAWarning(String entry, String why) {
        Reply created = mutate(
                        CONFIG_MAPS + "?fieldManager=me",
                        "{\"metadata\":{\"name\":\"a\"},\"data\":{\"a\":\"b\"}}",
                        "[{\"op\":\"replace\",\"path\":\"/metadata/managedFields\",\"value\":[" + entry + "]}]")
                .is(201);

        assertThat(created.at("/metadata/managedFields/0/manager")).isEqualTo("me");
        assertThat(created.headers().getOrDefault("Warning", List.of()))
                .containsExactly(
                        "299 - \".metadata.managedFields was in an invalid state after admission; this could be"
                                + " caused by an outdated mutating admission controller; please fix your requests: "
                                + why
                                + "\"");
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

    @Test
    void refusalsOfTheServersOwnPluginsTellTheBaseOfANameThatIsToCome() {
        assertThat(api.post(
                                "/api/v1/namespaces/default/pods",
                                "{\"metadata\":{\"generateName\":\"p-\"},\"spec\":{\"priorityClassName\":\"none\","
                                        + "\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}")
                        .is(403)
                        .message())
                .isEqualTo("pods \"p-\" is forbidden: no PriorityClass with name none was found");
    }

    @Test
    void namesAreGeneratedForNamespacesAfterTheirDefaults() {
        listen("Mutating", "namespaces");
        Reply created = api.post("/api/v1/namespaces", "{\"metadata\":{\"generateName\":\"n-\"}}")
                .is(201);
        assertThat(metadata(mutated()).has("labels")).isFalse();
        assertThat(created.json().at("/metadata/labels/kubernetes.io~1metadata.name"))
                .isEqualTo(created.json().at("/metadata/name"));
    }
}
