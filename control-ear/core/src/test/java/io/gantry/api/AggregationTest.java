package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.aggregation.DiscoveryProbe;
import io.gantry.api.ApiFixture.Reply;
import io.gantry.bootstrap.ExtensionAuthentication;
import io.gantry.bootstrap.LocalApiServices;
import io.gantry.controller.Change;
import io.gantry.controller.Plan;
import io.gantry.controller.apiservice.ApiServiceAvailability;
import io.gantry.controller.apiservice.CustomGroupRegistration;
import io.gantry.identity.UserInfo;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.remote.RemoteRequest;
import io.gantry.resource.kinds.BuiltInKinds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Follows upstream's test/e2e/apimachinery/aggregator.go: an extension server of flunders. */
class AggregationTest {

    private static final String API_SERVICES = "/apis/apiregistration.k8s.io/v1/apiservices";
    private static final String NAME = "v1alpha1.wardle.example.com";
    private static final ObjectKey KEY =
            ObjectKey.cluster(new GroupResource("apiregistration.k8s.io", "apiservices"), NAME);
    private static final String VERSION = "/apis/wardle.example.com/v1alpha1";
    private static final String FLUNDERS = VERSION + "/namespaces/default/flunders";

    private final ApiFixture api = new ApiFixture();

    private void register() {
        api.post(API_SERVICES, """
                {"metadata": {"name": "%s"}, "spec": {"group": "wardle.example.com", "version": "v1alpha1",
                 "service": {"namespace": "default", "name": "sample-api", "port": 7443}, "insecureSkipTLSVerify": true,
                 "groupPriorityMinimum": 2000, "versionPriority": 200}}""".formatted(NAME)).is(201);
    }

    private void available() {
        api.patch(API_SERVICES + "/" + NAME + "/status", "merge-patch+json", """
                {"status": {"conditions": [{"type": "Available", "status": "True", "reason": "Passed"}]}}""")
                .is(200);
    }

    private void serve() {
        api.extension
                .on(VERSION, """
                        {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"wardle.example.com/v1alpha1","resources":[
                         {"name":"flunders","singularName":"flunder","namespaced":true,"kind":"Flunder","verbs":["get","list"]},
                         {"name":"flunders/status","namespaced":true,"kind":"Flunder","verbs":["get"]},
                         {"name":"pods/rate","namespaced":true,"kind":"Rate","verbs":["get"]}]}""")
                .on(FLUNDERS + "?limit=5", "{\"kind\":\"FlunderList\",\"items\":[]}")
                .on(
                        "/openapi/v3",
                        "{\"paths\":{\"apis/wardle.example.com/v1alpha1\":"
                                + "{\"serverRelativeURL\":\"/openapi/v3/apis/wardle.example.com/v1alpha1?hash=A\"}}}")
                .on("/openapi/v3/apis/wardle.example.com/v1alpha1?hash=A", "{\"openapi\":\"3.0.0\"}")
                .on(
                        "/openapi/v2",
                        "{\"paths\":{\"/apis/wardle.example.com/v1alpha1/flunders\":{},\"/apis/other/v1/x\":{}},"
                                + "\"definitions\":{\"io.example.Flunder\":{\"type\":\"object\"}}}");
    }

    private static String text(ApiResponse response) throws IOException {
        try (var remote = ((ApiResponse.Remote) response).response()) {
            return remote.status() + " " + new String(remote.whole(10_000), StandardCharsets.UTF_8);
        }
    }

    @Test
    void requestsArePassedOnInTheNameOfTheUser() throws IOException {
        register();
        available();
        serve();
        UserInfo user =
                new UserInfo("eve", "7", List.of(UserInfo.MASTERS, "dev"), Map.of("example.com/scope", List.of("all")));

        ApiResponse answer = api.server.handle(api.request(
                user,
                "GET",
                FLUNDERS + "?limit=5",
                new byte[0],
                Map.of("Authorization", "Bearer secret", "X-Remote-User", "admin", "Accept", "application/json")));

        assertThat(((ApiResponse.Remote) answer).response().headers()).containsOnlyKeys("Content-Type");
        assertThat(text(answer)).isEqualTo("200 {\"kind\":\"FlunderList\",\"items\":[]}");
        RemoteRequest passed = api.extension.requests.getLast();
        assertThat(passed.headers())
                .containsOnly(
                        Map.entry("Accept", List.of("application/json")),
                        Map.entry("X-Remote-User", List.of("eve")),
                        Map.entry("X-Remote-Uid", List.of("7")),
                        Map.entry("X-Remote-Group", List.of(UserInfo.MASTERS, "dev")),
                        Map.entry("X-Remote-Extra-example.com%2Fscope", List.of("all")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "SPDY/3.1"})
    void connectionsChangeTheirProtocolWithTheServer(String protocol) {
        register();
        String path = FLUNDERS + "/f/attach?stdin=true";
        Map<String, String> headers = Map.of(
                "Connection",
                "keep-alive, Upgrade",
                "Upgrade",
                protocol,
                "Sec-WebSocket-Key",
                "k",
                "Sec-WebSocket-Protocol",
                "base64url.bearer.authorization.k8s.io.c2VjcmV0, v5.channel.k8s.io");
        assertThat(api.send("GET", path, "", headers).is(503).message()).isEqualTo("service unavailable");
        available();

        ApiResponse answer = api.server.handle(
                api.request(new UserInfo("eve", List.of(UserInfo.MASTERS)), "GET", path, new byte[0], headers));

        ApiResponse.Upgrade upgrade = (ApiResponse.Upgrade) answer;
        assertThat(upgrade.server().location().origin()).isEqualTo("https://sample-api.default.svc:7443");
        assertThat(upgrade.request().pathAndQuery()).isEqualTo(path);
        assertThat(upgrade.request().timeout()).isEmpty();
        assertThat(upgrade.request().headers())
                .containsOnly(
                        Map.entry("Connection", List.of("Upgrade")),
                        Map.entry("Upgrade", List.of(protocol)),
                        Map.entry("Sec-WebSocket-Key", List.of("k")),
                        Map.entry("Sec-WebSocket-Protocol", List.of("v5.channel.k8s.io")),
                        Map.entry("X-Remote-User", List.of("eve")),
                        Map.entry("X-Remote-Group", List.of(UserInfo.MASTERS)));
        assertThat(api.extension.requests).isEmpty();
    }

    @Test
    void protocolsThatCannotBePassedOnAreRefused() {
        register();
        available();
        serve();
        assertThat(api.send("GET", FLUNDERS, "", Map.of("Connection", "Upgrade", "Upgrade", "h2c"))
                        .is(400)
                        .message())
                .isEqualTo("connections cannot be upgraded to \"h2c\"; only SPDY/3.1 and websocket are passed on");
        // a header that means nothing without Connection
        assertThat(api.server.handle(api.request(
                        ApiFixture.ADMIN, "GET", FLUNDERS + "?limit=5", new byte[0], Map.of("Upgrade", "websocket"))))
                .isInstanceOf(ApiResponse.Remote.class);
    }

    @ParameterizedTest
    @CsvSource({"?watch=1,true", "/f/log?follow=1,true", "/f/exec,true", "/f,false"})
    void answersThatMayGoOnHaveNoTimeout(String path, boolean endless) {
        register();
        available();
        serve();
        api.raw("GET", FLUNDERS + path);
        assertThat(api.extension.requests.getLast().timeout().isEmpty()).isEqualTo(endless);
    }

    @Test
    void nobodyIsPassedOnWhoMayNot() {
        register();
        available();
        serve();

        assertThat(api.as(new UserInfo("eve", List.of()), "GET", FLUNDERS)
                        .is(403)
                        .message())
                .contains("User \"eve\" cannot list resource \"flunders\" in API group \"wardle.example.com\"");
        assertThat(api.extension.requests).isEmpty();
    }

    @Test
    void whatIsNotAvailableIsRefused() {
        register();
        assertThat(api.get(FLUNDERS).is(503).message()).isEqualTo("service unavailable");
        available();
        assertThat(api.get(FLUNDERS).is(503).message()).contains("connection refused");
        api.delete(API_SERVICES + "/" + NAME).is(200);
        api.get(FLUNDERS).is(404);
    }

    @Test
    void discoveryShowsWhatOthersServe() {
        register();
        available();
        serve();

        assertThat(api.get("/apis").json().get("groups"))
                .filteredOn(group -> group.get("name").asText().equals("wardle.example.com"))
                .singleElement()
                .extracting(group -> group.at("/preferredVersion/groupVersion").asText())
                .isEqualTo("wardle.example.com/v1alpha1");
        assertThat(api.get("/apis/wardle.example.com").is(200).at("/versions/0/version"))
                .isEqualTo("v1alpha1");
        JsonNode group = aggregatedGroup();
        assertThat(group.at("/versions/0/freshness").asText()).isEqualTo("Current");
        assertThat(group.at("/versions/0/resources/0/resource").asText()).isEqualTo("flunders");
        assertThat(group.at("/versions/0/resources/0/scope").asText()).isEqualTo("Namespaced");
        assertThat(group.at("/versions/0/resources/0/subresources/0/subresource")
                        .asText())
                .isEqualTo("status");
        assertThat(group.at("/versions/0/resources/1/resource").asText()).isEqualTo("pods");
        assertThat(group.at("/versions/0/resources/1/subresources/0/subresource")
                        .asText())
                .isEqualTo("rate");
    }

    @Test
    void aServerThatIsAwayIsStaleInDiscovery() {
        register();
        assertThat(aggregatedGroup().at("/versions/0/freshness").asText()).isEqualTo("Stale");
    }

    private JsonNode aggregatedGroup() {
        Reply all = api.send(
                "GET",
                "/apis",
                "",
                Map.of("Accept", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"));
        for (JsonNode group : all.json().get("items")) {
            if (group.at("/metadata/name").asText().equals("wardle.example.com")) {
                return group;
            }
        }
        throw new AssertionError(all.text());
    }

    @Test
    void openApiShowsWhatOthersServe() {
        register();
        available();
        serve();

        String url = api.get("/openapi/v3")
                .json()
                .path("paths")
                .path("apis/wardle.example.com/v1alpha1")
                .path("serverRelativeURL")
                .asText();
        assertThat(api.get(url).is(200).at("/openapi")).isEqualTo("3.0.0");
        JsonNode second = api.get("/openapi/v2").json();
        assertThat(second.path("paths").has("/apis/wardle.example.com/v1alpha1/flunders"))
                .isTrue();
        assertThat(second.path("paths").has("/apis/other/v1/x")).isFalse();
        assertThat(second.path("paths").has("/api/v1/nodes")).isTrue();
        assertThat(second.path("definitions").has("io.example.Flunder")).isTrue();
    }

    private Plan plan(Optional<String> failure) {
        DiscoveryProbe probe = apiService -> failure;
        return new ApiServiceAvailability(probe).reconcile(KEY, api.cache, api.now());
    }

    private String verdict(Optional<String> failure) {
        Change.UpdateStatus update =
                (Change.UpdateStatus) plan(failure).changes().getFirst();
        JsonNode condition = update.desired().at("/status/conditions/0");
        return condition.get("status").asText() + " " + condition.get("reason").asText() + ": "
                + condition.get("message").asText();
    }

    @Test
    void availabilityFollowsTheServiceItsEndpointsAndTheServer() {
        register();
        assertThat(verdict(Optional.empty()))
                .isEqualTo("False ServiceNotFound: service/sample-api in \"default\" is not present");
        api.post("/api/v1/namespaces/default/services", """
                {"metadata":{"name":"sample-api"},"spec":{"ports":[{"port":443}]}}""").is(201);
        assertThat(verdict(Optional.empty()))
                .isEqualTo("False ServicePortError: service/sample-api in \"default\" is not listening on port 7443");
        api.patch("/api/v1/namespaces/default/services/sample-api", "merge-patch+json", """
                {"spec":{"ports":[{"name":"","port":7443}]}}""")
                .is(200);
        assertThat(verdict(Optional.empty()))
                .isEqualTo("False EndpointsNotFound: cannot find endpointslices for service/sample-api in \"default\"");
        String slices = "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices";
        api.post(slices, """
                {"metadata":{"name":"s","labels":{"kubernetes.io/service-name":"sample-api"}},"addressType":"IPv4",
                 "ports":[{"name":"","port":443}],"endpoints":[{"addresses":["10.0.0.7"],"conditions":{"ready":false}}]}""").is(201);
        assertThat(verdict(Optional.empty()))
                .isEqualTo("False MissingEndpoints: endpointslices for service/sample-api in \"default\" have no"
                        + " addresses with port name \"\"");
        api.patch(slices + "/s", "merge-patch+json", """
                {"endpoints":[{"addresses":["10.0.0.7"],"conditions":{"ready":true}}]}""").is(200);
        assertThat(verdict(Optional.of("no answer"))).isEqualTo("False FailedDiscoveryCheck: no answer");
        assertThat(verdict(Optional.empty())).isEqualTo("True Passed: all checks passed");
    }

    @Test
    void whatTheControlPlaneServesIsLocalAndAvailable() {
        LocalApiServices local = new LocalApiServices(api.cache, api.registry);
        local.ensure(BuiltInKinds.definitions());
        long before = api.store.revision();
        local.ensure(BuiltInKinds.definitions());

        assertThat(api.store.revision()).isEqualTo(before);
        Reply core = api.get(API_SERVICES + "/v1.").is(200);
        assertThat(core.at("/status/conditions/0/reason")).isEqualTo("Local");
        assertThat(api.get(API_SERVICES + "/v2.autoscaling").at("/spec/versionPriority"))
                .isEqualTo("30");
        api.get(API_SERVICES + "/v1.apiregistration.k8s.io").is(404);
        Reply table = api.send(
                "GET", API_SERVICES + "/v1.apps", "", Map.of("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io"));
        assertThat(table.json().at("/rows/0/cells").toString()).startsWith("[\"v1.apps\",\"Local\",\"True\",");
    }

    @Test
    void versionsOfCustomResourcesComeAndGo() {
        CustomResourceFixture custom = new CustomResourceFixture();
        custom.declare(CustomResourceFixture.definition("{\"type\": \"object\"}"))
                .is(201);
        CustomGroupRegistration controller = new CustomGroupRegistration();

        Plan created = controller.reconcile(KEY, custom.api.cache, custom.api.now());

        Change.Create create = (Change.Create) created.changes().getFirst();
        assertThat(create.object().at("/metadata/name").asText()).isEqualTo("v1.stable.example.com");
        custom.api.registry.create(create.resource(), create.object());
        assertThat(controller.reconcile(KEY, custom.api.cache, custom.api.now()).changes())
                .isEmpty();
        custom.api
                .delete(CustomResourceFixture.DEFINITIONS + "/crontabs.stable.example.com")
                .is(200);
        custom.settle();
        assertThat(controller.reconcile(KEY, custom.api.cache, custom.api.now()).changes())
                .singleElement()
                .isInstanceOf(Change.Delete.class);
    }

    @Test
    void extensionServersLearnWhomToBelieve() {
        api.addDefaultRoles();
        ExtensionAuthentication authentication = new ExtensionAuthentication(api.cache, api.registry);
        authentication.ensure("CLIENTS", Optional.of("PROXIES"));
        authentication.ensure("CLIENTS", Optional.of("RENEWED"));

        JsonNode data = api.get("/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication")
                .is(200)
                .json()
                .get("data");
        assertThat(data).isEqualTo(Json.read("""
                {"client-ca-file":"CLIENTS","requestheader-client-ca-file":"RENEWED",
                 "requestheader-allowed-names":"[\\"front-proxy-client\\"]",
                 "requestheader-username-headers":"[\\"X-Remote-User\\"]",
                 "requestheader-uid-headers":"[\\"X-Remote-Uid\\"]",
                 "requestheader-group-headers":"[\\"X-Remote-Group\\"]",
                 "requestheader-extra-headers-prefix":"[\\"X-Remote-Extra-\\"]"}"""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"metadata":{"name":"v1.x"},"spec":{"group":"y","version":"v1","groupPriorityMinimum":1,"versionPriority":1}} | metadata.name: Invalid value: "v1.x": must be `spec.version+"."+spec.group`: "v1.y"
            {"metadata":{"name":"v1.y"},"spec":{"group":"y","version":"v1","groupPriorityMinimum":0,"versionPriority":1}} | spec.groupPriorityMinimum: Invalid value: 0: must be positive and less than 20000
            {"metadata":{"name":"v1.y"},"spec":{"group":"y","version":"v1","groupPriorityMinimum":1,"versionPriority":1001}} | spec.versionPriority: Invalid value: 1001: must be positive and less than 1000
            {"metadata":{"name":"v1.y"},"spec":{"group":"y","version":"v1","groupPriorityMinimum":1,"versionPriority":1,"caBundle":"YQ=="}} | spec.caBundle: Invalid value: "1 bytes": local APIServices may not have a caBundle
            {"metadata":{"name":"v1.y"},"spec":{"group":"y","version":"v1","groupPriorityMinimum":1,"versionPriority":1,"service":{"name":"s"}}} | spec.service.namespace: Required value
            {"metadata":{"name":"v1.y"},"spec":{"group":"y","version":"v1","groupPriorityMinimum":1,"versionPriority":1,"caBundle":"YQ==","insecureSkipTLSVerify":true,"service":{"name":"s","namespace":"n"}}} | spec.insecureSkipTLSVerify: Invalid value: true: may not be true if caBundle is present
            """)
    void apiServicesAreCheckedInUpstreamsWords(String object, String error) {
        assertThat(api.post(API_SERVICES, object).is(422).message()).contains(error);
    }
}
