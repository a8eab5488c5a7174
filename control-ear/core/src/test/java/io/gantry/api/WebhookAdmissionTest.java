package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.api.ApiFixture.Reply;
import io.gantry.object.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Follows upstream's test/e2e/apimachinery/webhook.go. */
class WebhookAdmissionTest {

    private static final String CONFIGURATIONS = "/apis/admissionregistration.k8s.io/v1/";
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String PODS = "/api/v1/namespaces/default/pods";
    private static final String ALL_OF_IT =
            "{\"apiGroups\":[\"*\"],\"apiVersions\":[\"*\"],\"resources\":[\"*/*\"],\"operations\":[\"*\"]}";

    private final CustomResourceFixture fixture = new CustomResourceFixture();
    private final ApiFixture api = fixture.api;

    private void configure(String kind, String name, String... hooks) {
        String plural = kind.toLowerCase(java.util.Locale.ROOT) + "webhookconfigurations";
        api.post(
                        CONFIGURATIONS + plural,
                        "{\"metadata\":{\"name\":\"" + name + "\"},\"webhooks\":[" + String.join(",", hooks) + "]}")
                .is(201);
    }

    /** @param more further fields, with a comma before them */
    private static String hook(String path, String rule, String more) {
        return """
                {"name": "%s.example.com", "clientConfig": {"url": "https://hooks.test/%s"}, "rules": [%s],
                 "sideEffects": "None", "admissionReviewVersions": ["v1"]%s}""".formatted(path, path, rule, more);
    }

    private static String rule(String group, String version, String resource, String operation) {
        return "{\"apiGroups\":[\"" + group + "\"],\"apiVersions\":[\"" + version + "\"],\"resources\":[\"" + resource
                + "\"],\"operations\":[\"" + operation + "\"]}";
    }

    private static final String MAPS = rule("", "v1", "configmaps", "*");

    private static String map(String name) {
        return "{\"metadata\":{\"name\":\"" + name + "\"},\"data\":{\"mutation-start\":\"yes\"}}";
    }

    private static String pod(String name) {
        return "{\"metadata\":{\"name\":\"" + name
                + "\"},\"spec\":{\"nodeName\":\"n\",\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}";
    }

    @Test
    void deniesInTheWordsOfTheWebhook() {
        api.webhooks.on("deny", asked -> FakeWebhooks.deny("the configmap contains unwanted key and value"));
        configure("Validating", "v", hook("deny", MAPS, ""));

        Reply refused = api.post(CONFIG_MAPS, map("a")).is(400);

        assertThat(refused.message())
                .isEqualTo("admission webhook \"deny.example.com\" denied the request: the configmap contains unwanted"
                        + " key and value");
        assertThat(refused.json().has("reason")).isFalse();
        api.get(CONFIG_MAPS + "/a").is(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                               | 400 |        | denied the request without explanation
            {"code":200,"status":"Success"}                  | 400 |        | denied the request without explanation
            {"code":418,"reason":"Teapot"}                   | 418 | Teapot | denied the request: Teapot
            {"code":403,"reason":"Forbidden","message":"no"} | 403 | Forbidden | denied the request: no
            """)
    void passesTheStatusOfTheWebhookOn(String status, int code, String reason, String message) {
        api.webhooks.on("deny", asked -> {
            ObjectNode response = Json.object().put("allowed", false);
            response.set("status", Json.read(status));
            return response;
        });
        configure("Validating", "v", hook("deny", MAPS, ""));

        Reply refused = api.post(CONFIG_MAPS, map("a")).is(code);

        assertThat(refused.message()).isEqualTo("admission webhook \"deny.example.com\" " + message);
        assertThat(refused.at("/reason")).isEqualTo(reason == null ? "" : reason);
        assertThat(refused.at("/status")).isEqualTo("Failure");
    }

    @ParameterizedTest
    @CsvSource({"Validating", "Mutating"})
    void failsClosedOrOpenAsTheConfigurationSays(String kind) {
        configure(kind, "w", hook("nowhere", MAPS, ",\"timeoutSeconds\":3"));
        Reply refused = api.post(CONFIG_MAPS, map("a")).is(500);
        assertThat(refused.at("/reason")).isEqualTo("InternalError");
        assertThat(refused.message())
                .isEqualTo("Internal error occurred: failed calling webhook \"nowhere.example.com\": failed to call"
                        + " webhook: Post \"https://hooks.test/nowhere?timeout=3s\": connection refused");

        String configurations = CONFIGURATIONS + kind.toLowerCase(java.util.Locale.ROOT) + "webhookconfigurations/w";
        api.patch(
                        configurations,
                        "json-patch+json",
                        "[{\"op\":\"replace\",\"path\":\"/webhooks/0/failurePolicy\",\"value\":\"Ignore\"}]")
                .is(200);
        api.post(CONFIG_MAPS, map("a")).is(201);
    }

    @Test
    void mutatesInTheOrderOfTheNamesOfTheConfigurations() {
        api.webhooks
                .on("one", asked -> add(asked, "/data/mutation-stage-1", "mutation-start"))
                .on("two", asked -> add(asked, "/data/mutation-stage-2", "mutation-stage-1"));
        configure("Mutating", "b", hook("two", MAPS, ""));
        configure("Mutating", "a", hook("one", MAPS, ""));

        Reply created = api.post(CONFIG_MAPS, map("a")).is(201);

        assertThat(created.json().get("data"))
                .isEqualTo(Json.read(
                        "{\"mutation-start\":\"yes\",\"mutation-stage-1\":\"yes\",\"mutation-stage-2\":\"yes\"}"));
    }

    private static ObjectNode add(JsonNode asked, String path, String when) {
        return asked.at("/object/data").has(when)
                ? FakeWebhooks.patch("[{\"op\":\"add\",\"path\":\"" + path + "\",\"value\":\"yes\"}]")
                : FakeWebhooks.allow();
    }

    @Test
    void whatAWebhookAddsGetsItsDefaultsAndCannotForgeWhatTheServerOwns() {
        api.webhooks.on("pods", asked -> FakeWebhooks.patch("""
                [{"op":"add","path":"/spec/initContainers","value":[{"name":"added","image":"i","nonsense":1}]},
                 {"op":"add","path":"/metadata/uid","value":"forged"}]"""));
        configure("Mutating", "m", hook("pods", rule("", "v1", "pods", "CREATE"), ""));

        Reply created = api.post(PODS, pod("p")).is(201);

        assertThat(created.at("/spec/initContainers/0/name")).isEqualTo("added");
        assertThat(created.at("/spec/initContainers/0/terminationMessagePolicy"))
                .isEqualTo("File");
        assertThat(created.json().at("/spec/initContainers/0").has("nonsense")).isFalse();
        assertThat(created.at("/metadata/uid")).isNotEqualTo("forged").hasSize(36);
    }

    @Test
    void webhookConfigurationsAreNobodysBusiness() {
        api.webhooks.on("deny", asked -> FakeWebhooks.deny("no"));
        configure("Validating", "v", hook("deny", ALL_OF_IT, ""));
        configure("Mutating", "m", hook("deny", ALL_OF_IT, ""));

        api.delete(CONFIGURATIONS + "mutatingwebhookconfigurations/m").is(200);
        api.delete(CONFIGURATIONS + "validatingwebhookconfigurations/v").is(200);

        assertThat(api.webhooks.asked).isEmpty();
        api.post(CONFIG_MAPS, map("a")).is(201);
    }

    @Test
    void deniesSessionsWithPods() {
        api.webhooks.on("attach", asked -> FakeWebhooks.deny("attaching to pod 'to-be-attached-pod' is not allowed"));
        configure("Validating", "v", hook("attach", rule("", "v1", "pods/attach", "CONNECT"), ""));
        api.post(PODS, pod("p")).is(201);

        Reply refused = api.get(PODS + "/p/attach?container=c&stdout=true").is(400);

        assertThat(refused.message())
                .contains("denied the request: attaching to pod 'to-be-attached-pod' is not allowed");
        ObjectNode asked = api.webhooks.asked.getFirst();
        assertThat(asked.get("operation").asText()).isEqualTo("CONNECT");
        assertThat(asked.get("object"))
                .isEqualTo(Json.read(
                        "{\"kind\":\"PodAttachOptions\",\"apiVersion\":\"v1\",\"stdout\":true,\"container\":\"c\"}"));
        assertThat(asked.at("/kind/kind").asText()).isEqualTo("PodAttachOptions");
        assertThat(asked.get("options").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "/api/v1/namespaces/default/pods/p/exec?command=ls&command=-l&stdout=1,pods/exec,PodExecOptions,{'stdout':true;'command':['ls';'-l']}",
                "/api/v1/namespaces/default/pods/p/portforward?ports=80,pods/portforward,PodPortForwardOptions,{'ports':[80]}",
                "/api/v1/namespaces/default/pods/p/proxy,pods/proxy,PodProxyOptions,{}",
                "/api/v1/namespaces/default/pods/https:p:443/proxy/a%20b/?c=d,pods/proxy,PodProxyOptions,{'path':'/a b/'}",
                "/api/v1/namespaces/default/services/s:web/proxy/x,services/proxy,ServiceProxyOptions,{'path':'/x'}",
                "/api/v1/nodes/n/proxy/logs/,nodes/proxy,NodeProxyOptions,{'path':'/logs/'}"
            })
    void isAskedAboutEverySession(String path, String resource, String kind, String options) {
        api.webhooks.on("connect", asked -> FakeWebhooks.deny("no sessions"));
        configure("Validating", "v", hook("connect", rule("", "v1", resource, "CONNECT"), ""));

        assertThat(api.get(path).is(400).message()).contains("denied the request: no sessions");

        ObjectNode asked = api.webhooks.asked.getFirst();
        ObjectNode expected = Json.object().put("kind", kind).put("apiVersion", "v1");
        expected.setAll(Json.read(options.replace('\'', '"').replace(';', ',')));
        assertThat(asked.get("object")).isEqualTo(expected);
        assertThat(asked.get("kind"))
                .isEqualTo(Json.read("{\"group\":\"\",\"version\":\"v1\",\"kind\":\"" + kind + "\"}"));
        assertThat(asked.path("subResource").asText()).isEqualTo(resource.substring(resource.indexOf('/') + 1));
        assertThat(asked.path("name").asText()).isEqualTo(path.replaceAll(".*/(pods|services|nodes)/([^/]*)/.*", "$2"));
        assertThat(asked.path("namespace").asText()).isEqualTo(resource.startsWith("nodes") ? "" : "default");
    }

    @Test
    void warnsWhoOpensASession() {
        api.webhooks.on("warn", asked -> {
            ObjectNode allowed = FakeWebhooks.allow();
            allowed.putArray("warnings").add("sessions are written down");
            return allowed;
        });
        configure("Validating", "v", hook("warn", rule("", "v1", "pods/*", "CONNECT"), ""));
        api.post(PODS, pod("p")).is(201);
        api.patch(PODS + "/p/status", "merge-patch+json", "{\"status\":{\"podIP\":\"10.1.0.5\"}}")
                .is(200);

        String warning = "299 - \"sessions are written down\"";
        for (String session : List.of("exec?command=sh&stdout=1", "attach?stdout=1", "portforward")) {
            ApiResponse.Connect connect = (ApiResponse.Connect) api.raw("GET", PODS + "/p/" + session);
            assertThat(connect.warnings()).as(session).containsExactly(warning);
        }
        assertThat(((ApiResponse.Proxy) api.raw("GET", PODS + "/p/proxy/x")).warnings())
                .containsExactly(warning);
    }

    @Test
    void changesWhatASessionDoes() {
        api.webhooks.on(
                "change",
                asked -> FakeWebhooks.patch(
                        asked.path("subResource").asText().equals("exec")
                                ? "[{\"op\":\"replace\",\"path\":\"/command\",\"value\":[\"id\"]}]"
                                : "[{\"op\":\"replace\",\"path\":\"/path\",\"value\":\"/safe place\"}]"));
        configure("Mutating", "m", hook("change", rule("", "v1", "pods/*", "CONNECT"), ""));
        api.post(PODS, pod("p")).is(201);
        api.patch(PODS + "/p/status", "merge-patch+json", "{\"status\":{\"podIP\":\"10.1.0.5\"}}")
                .is(200);

        ConnectRequest.Exec exec = (ConnectRequest.Exec)
                ((ApiResponse.Connect) api.raw("GET", PODS + "/p/exec?command=sh&stdout=1")).request();
        assertThat(exec.command()).containsExactly("id");
        assertThat(((ApiResponse.Proxy) api.raw("GET", PODS + "/p/proxy/x%2Fy"))
                        .request()
                        .path())
                .isEqualTo("/safe%20place");
    }

    @Test
    void deniesDeletesAndMayNotChangeThem() {
        api.webhooks
                .on("deny", asked -> FakeWebhooks.deny("cannot be deleted"))
                .on("change", asked -> FakeWebhooks.patch("[{\"op\":\"add\",\"path\":\"/x\",\"value\":1}]"));
        api.post(CONFIG_MAPS, map("a")).is(201);
        configure("Validating", "v", hook("deny", rule("", "v1", "configmaps", "DELETE"), ""));
        assertThat(api.delete(CONFIG_MAPS + "/a").is(400).message()).contains("cannot be deleted");
        ObjectNode asked = api.webhooks.asked.getFirst();
        assertThat(asked.get("object").isNull()).isTrue();
        assertThat(asked.at("/oldObject/metadata/name").asText()).isEqualTo("a");
        assertThat(asked.at("/options/kind").asText()).isEqualTo("DeleteOptions");

        configure("Mutating", "m", hook("change", rule("", "v1", "configmaps", "DELETE"), ""));
        assertThat(api.delete(CONFIG_MAPS + "/a").is(500).message())
                .isEqualTo("Internal error occurred: admission webhook \"change.example.com\" attempted to modify the"
                        + " object, which is not supported for this operation");
    }

    @Test
    void customResourcesAreMutatedAndPruned() {
        fixture.declare(CustomResourceFixture.definition("""
                {"type": "object", "properties": {"data": {"type": "object", "properties":
                  {"mutation-start": {"type": "string"}, "mutation-stage-1": {"type": "string"}}}}}""")).is(201);
        api.webhooks
                .on("one", asked -> add(asked, "/data/mutation-stage-1", "mutation-start"))
                .on("two", asked -> add(asked, "/data/mutation-stage-2", "mutation-stage-1"));
        String all = rule("stable.example.com", "v1", "crontabs", "*");
        configure("Mutating", "m", hook("one", all, ""), hook("two", all, ""));

        Reply created = api.post(
                        CustomResourceFixture.CRONTABS,
                        "{\"apiVersion\":\"stable.example.com/v1\",\"kind\":\"CronTab\",\"metadata\":{\"name\":\"c\"},"
                                + "\"data\":{\"mutation-start\":\"yes\"}}")
                .is(201);

        assertThat(created.json().get("data"))
                .isEqualTo(Json.read("{\"mutation-start\":\"yes\",\"mutation-stage-1\":\"yes\"}"));
    }

    @Test
    void definitionsOfCustomResourcesCanBeDenied() {
        api.webhooks.on("crd", asked -> FakeWebhooks.deny("the crd contains unwanted label"));
        configure(
                "Validating",
                "v",
                hook("crd", rule("apiextensions.k8s.io", "*", "customresourcedefinitions", "CREATE"), ""));

        assertThat(fixture.declare(CustomResourceFixture.definition("{\"type\": \"object\"}"))
                        .is(400)
                        .message())
                .contains("the crd contains unwanted label");
    }

    @Test
    void selectorsSayWhichNamespacesAndObjects() {
        api.webhooks.on("deny", asked -> FakeWebhooks.deny("no"));
        configure(
                "Validating",
                "v",
                hook(
                        "deny",
                        MAPS,
                        ",\"namespaceSelector\":{\"matchExpressions\":[{\"key\":\"skip\",\"operator\":\"NotIn\",\"values\":[\"yes\"]}]}"
                                + ",\"objectSelector\":{\"matchLabels\":{\"strict\":\"yes\"}}"));
        api.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"free\",\"labels\":{\"skip\":\"yes\"}}}")
                .is(201);
        String labeled = "{\"metadata\":{\"name\":\"a\",\"labels\":{\"strict\":\"yes\"}}}";

        api.post(CONFIG_MAPS, labeled).is(400);
        api.post(CONFIG_MAPS, map("b")).is(201);
        api.post("/api/v1/namespaces/free/configmaps", labeled).is(201);
        // the old object counts as well
        api.post("/api/v1/namespaces/free/configmaps", map("b")).is(201);
    }

    @Test
    void aMissingNamespaceIsNobodysBusiness() {
        api.webhooks.on("deny", asked -> FakeWebhooks.deny("no"));
        configure("Mutating", "m", hook("deny", MAPS, ""));

        api.post("/api/v1/namespaces/none/configmaps", map("a")).is(404);

        assertThat(api.webhooks.asked).isEmpty();
    }

    @Test
    void otherVersionsOfAResourceAreConvertedForTheWebhookUnlessItWantsExactlyItsOwn() {
        String v1 = rule("autoscaling", "v1", "horizontalpodautoscalers", "*");
        api.webhooks.on("same", asked -> FakeWebhooks.patch("""
                        [{"op":"replace","path":"/spec/targetCPUUtilizationPercentage","value":7}]""")).on("exact", asked -> FakeWebhooks.deny("no"));
        configure("Mutating", "m", hook("same", v1, ""), hook("exact", v1, ",\"matchPolicy\":\"Exact\""));

        Reply created = api.post("/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers", """
                {"metadata":{"name":"h"},"spec":{"maxReplicas":3,"scaleTargetRef":{"kind":"Deployment","name":"d","apiVersion":"apps/v1"},
                 "metrics":[{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":50}}}]}}""")
                .is(201);

        assertThat(created.at("/spec/metrics/0/resource/target/averageUtilization"))
                .isEqualTo("7");
        ObjectNode asked = api.webhooks.asked.getFirst();
        assertThat(api.webhooks.asked).hasSize(1);
        assertThat(asked.at("/object/apiVersion").asText()).isEqualTo("autoscaling/v1");
        assertThat(asked.at("/kind/version").asText()).isEqualTo("v1");
        assertThat(asked.at("/requestKind/version").asText()).isEqualTo("v2");
        assertThat(asked.at("/requestResource/version").asText()).isEqualTo("v2");
    }

    @Test
    void dryRunsAskOnlyWebhooksWithoutSideEffects() {
        api.webhooks.on("safe", asked -> FakeWebhooks.allow());
        configure("Validating", "v", hook("safe", MAPS, ""));
        api.post(CONFIG_MAPS + "?dryRun=All&fieldManager=me", map("a")).is(201);
        assertThat(api.webhooks.asked.getFirst().get("dryRun").asBoolean()).isTrue();
        assertThat(api.webhooks.asked.getFirst().get("options"))
                .isEqualTo(Json.read("{\"kind\":\"CreateOptions\",\"apiVersion\":\"meta.k8s.io/v1\","
                        + "\"fieldManager\":\"me\",\"fieldValidation\":\"Warn\",\"dryRun\":[\"All\"]}"));
    }

    @Test
    void aWebhookSeesAgainWhatALaterOneChanged() {
        api.webhooks
                .on("first", asked -> add(asked, "/data/seen", "late"))
                .on(
                        "second",
                        asked -> asked.at("/object/data").has("late")
                                ? FakeWebhooks.allow()
                                : FakeWebhooks.patch("[{\"op\":\"add\",\"path\":\"/data/late\",\"value\":\"yes\"}]"));
        configure(
                "Mutating", "m", hook("first", MAPS, ",\"reinvocationPolicy\":\"IfNeeded\""), hook("second", MAPS, ""));

        Reply created = api.post(CONFIG_MAPS, map("a")).is(201);

        assertThat(created.at("/data/seen")).isEqualTo("yes");
        assertThat(api.webhooks.asked).hasSize(3);
    }

    @Test
    void warningsReachTheClient() {
        api.webhooks.on("warn", asked -> {
            ObjectNode response = FakeWebhooks.allow();
            response.putArray("warnings").add("think again");
            return response;
        });
        configure("Validating", "v", hook("warn", MAPS, ""));

        assertThat(api.post(CONFIG_MAPS, map("a")).is(201).headers().get("Warning"))
                .isEqualTo(List.of("299 - \"think again\""));
    }

    @Test
    void aScaleIsAdmittedAsAScale() {
        api.post("/apis/apps/v1/namespaces/default/deployments", """
                {"metadata":{"name":"d"},"spec":{"replicas":1,"selector":{"matchLabels":{"a":"b"}},
                 "template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""").is(201);
        api.webhooks.on(
                "scale", asked -> FakeWebhooks.patch("[{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":4}]"));
        configure("Mutating", "m", hook("scale", rule("apps", "v1", "deployments/scale", "UPDATE"), ""));

        Reply scaled = api.patch(
                        "/apis/apps/v1/namespaces/default/deployments/d/scale",
                        "merge-patch+json",
                        "{\"spec\":{\"replicas\":3}}")
                .is(200);

        assertThat(scaled.at("/spec/replicas")).isEqualTo("4");
        ObjectNode asked = api.webhooks.asked.getFirst();
        assertThat(asked.at("/kind/kind").asText()).isEqualTo("Scale");
        assertThat(asked.get("subResource").asText()).isEqualTo("scale");
        assertThat(asked.at("/oldObject/spec/replicas").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"allowed":true,"patch":"W10="}         | webhook returned response.patch but not response.patchType
            {"allowed":true,"patchType":"JSONPatch"} | webhook returned response.patchType but not response.patch
            """)
    void answersThatMakeNoSenseAreFailures(String response, String why) {
        api.webhooks.on("odd", asked -> Json.read(response));
        configure("Mutating", "m", hook("odd", MAPS, ""));

        assertThat(api.post(CONFIG_MAPS, map("a")).is(500).message())
                .isEqualTo("Internal error occurred: failed calling webhook \"odd.example.com\": received invalid"
                        + " webhook response: " + why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            object.metadata.name == 'a'                  |        | 400
            object.metadata.name != 'a'                  |        | 201
            request.operation == 'DELETE'                |        | 201
            object.data.missing == 'x'                   | Fail   | 403
            object.data.missing == 'x'                   | Ignore | 201
            """)
    void isAskedOnlyWhenItsConditionsHold(String expression, String failurePolicy, int code) {
        api.webhooks.on("deny", asked -> FakeWebhooks.deny("no"));
        String policy = failurePolicy == null ? "" : ",\"failurePolicy\":\"" + failurePolicy + "\"";
        String condition =
                Json.object().put("name", "c").put("expression", expression).toString();
        configure("Validating", "v", hook("deny", MAPS, policy + ",\"matchConditions\":[" + condition + "]"));

        api.post(CONFIG_MAPS, map("a")).is(code);
    }

    @Test
    void statusOnlyChangesStatusWhateverAWebhookSays() {
        api.post(PODS, pod("p")).is(201);
        api.webhooks.on("status", asked -> FakeWebhooks.patch("""
                [{"op":"replace","path":"/spec/containers/0/image","value":"evil"},
                 {"op":"add","path":"/status/message","value":"seen"}]"""));
        configure("Mutating", "m", hook("status", rule("", "v1", "pods/status", "UPDATE"), ""));

        Reply patched = api.send(
                        "PATCH",
                        PODS + "/p/status",
                        "{\"status\":{\"phase\":\"Running\"}}",
                        Map.of("Content-Type", "application/merge-patch+json"))
                .is(200);

        assertThat(patched.at("/spec/containers/0/image")).isEqualTo("i");
        assertThat(patched.at("/status/message")).isEqualTo("seen");
    }
}
