package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.ApiFixture.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a request is said in upstream's words, as a Status. */
class BadRequestTest {

    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";

    private final ApiFixture api = new ApiFixture();

    @BeforeEach
    void createOne() {
        api.post(MAPS, "{\"metadata\":{\"name\":\"a\"}}").is(201);
    }

    private static void check(Reply reply, int status, String reason, String message) {
        reply.is(status);
        assertThat(reply.at("/kind")).isEqualTo("Status");
        assertThat(reply.at("/status")).isEqualTo("Failure");
        assertThat(reply.at("/reason")).isEqualTo(reason);
        assertThat(reply.json().path("code").asInt()).isEqualTo(status);
        assertThat(reply.message()).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/api/v2,404",
        "GET,/api/v1/unicorns,404",
        "GET,/apis/apps/v1/unicorns/x,404",
        "GET,/api/v1/namespaces/default/nodes,404",
        "GET,/api/v1/configmaps/a,404",
        "GET,/api/v1/namespaces/default/configmaps/a/status,404",
        "GET,/api/v1/namespaces/default/configmaps/a/scale,404",
        "GET,/api/v1/namespaces/default/configmaps/a/b/c/d,404",
        "GET,/api/v1/namespaces//configmaps,404",
        "GET,/api/v1/watch,404",
        "POST,/api/v1/namespaces/default/configmaps/a,405",
        "PUT,/api/v1/namespaces/default/configmaps,405",
        "PATCH,/api/v1/namespaces/default/configmaps,405",
        "POST,/api/v1/configmaps,405",
        "DELETE,/api/v1/configmaps,405",
        "OPTIONS,/api/v1/configmaps,405",
        "TRACE,/api/v1/namespaces/default/configmaps/a,405",
        "DELETE,/api/v1/namespaces,405",
        "POST,/version,405",
        "DELETE,/apis/apps/v1/namespaces/default/deployments/x/scale,405",
        "GET,/api/v1/namespaces/default/configmaps/..,400",
        "GET,/api/v1/namespaces/default/configmaps/a%2Fb,400",
        "GET,/api/v1/namespaces/default/configmaps/%zz,400",
        "GET,/api/v1/namespaces/default/configmaps/%ff,400",
        "GET,/api/v1/namespaces/default/configmaps/a%00,400",
        "GET,/api/v1/namespaces/%2e%2e/configmaps,400",
    })
    void pathsThatNameNothing(String method, String path, int status) {
        Reply reply = api.send(method, path, "", Map.of()).is(status);
        assertThat(reply.message())
                .isEqualTo(
                        switch (status) {
                            case 404 -> "the server could not find the requested resource";
                            case 405 -> "the server does not allow this method on the requested resource";
                            default -> reply.message();
                        });
        assertThat(reply.at("/kind")).isEqualTo("Status");
        if (status != 400) {
            assertThat(reply.json().path("details").isObject()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nowhere", "/apis/none.io", "/apis/none.io/v1", "/apis/none.io/v1/things"})
    void whatIsInNoGroupOfTheServersIsNoPage(String path) {
        ApiResponse.Complete reply = (ApiResponse.Complete) api.raw("GET", path);
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.contentType()).isEqualTo("text/plain; charset=utf-8");
        assertThat(new String(reply.body().bytes(), StandardCharsets.UTF_8)).isEqualTo("404 page not found\n");
    }

    @ParameterizedTest
    @CsvSource({"merge-patch+json, [", "json-patch+json, {}", "strategic-merge-patch+json, x"})
    void ofAnObjectThatIsNotThereAPatchIsNotRead(String type, String patch) {
        check(api.patch(MAPS + "/none", type, patch), 404, "NotFound", "configmaps \"none\" not found");
    }

    @Test
    void aBodyThatIsNullSaysNothing() {
        check(
                api.send("DELETE", MAPS + "/none", "null", Map.of("Content-Type", "application/json")),
                404,
                "NotFound",
                "configmaps \"none\" not found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"timeoutSeconds=x", "watch=true&limit=x"})
    void optionsThatAreOfNoUseAreReadAllTheSame(String query) {
        check(api.get(MAPS + "?" + query), 400, "BadRequest", "strconv.ParseInt: parsing \"x\": invalid syntax");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "labelSelector=a b|400|BadRequest|unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt",
                "fieldSelector=x|400|BadRequest|invalid selector: 'x'; can't understand 'x'",
                "fieldSelector=spec.x=1|400|BadRequest|\"spec.x\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"",
                "limit=x|400|BadRequest|strconv.ParseInt: parsing \"x\": invalid syntax",
                "resourceVersion=x|400|BadRequest|invalid resource version: resourceVersion: Invalid value: \"x\": strconv.ParseUint: parsing \"x\": invalid syntax",
                "resourceVersionMatch=Exact|422|Invalid|ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided",
                "resourceVersionMatch=Exact&resourceVersion=0|422|Invalid|ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"",
                "sendInitialEvents=true|422|Invalid|ListOptions.meta.k8s.io \"\" is invalid: sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list",
                "watch=1&resourceVersionMatch=NotOlderThan|422|Invalid|ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided",
                "timeout=soon|400|BadRequest|invalid timeout specified in the request URL - time: invalid duration \"soon\"",
                "timeout=5|400|BadRequest|invalid timeout specified in the request URL - time: missing unit in duration \"5\"",
                "continue=!!|400|BadRequest|invalid continue token: continue key is not valid: not a token of this server",
            })
    void collectionsAskedForWrongly(String query, int status, String reason, String message) {
        check(api.get(MAPS + "?" + query.replace(" ", "%20")), status, reason, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|400|the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)",
                "[]|400|the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: json: cannot unmarshal array into Go value of type struct (5b5d)",
                "{\"kind\":1}|400|the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: json: cannot unmarshal number into Go struct field .kind of type string ({\"kind\":1})",
                "{\"apiVersion\":\"a/b/c\"}|400|the object provided is unrecognized (must be of type ConfigMap): unexpected GroupVersion string: a/b/c ({\"apiVersion\":\"a/b/c\"})",
                "{\"kind\":\"Pod\",\"apiVersion\":\"v1\"}|400|Pod in version \"v1\" cannot be handled as a ConfigMap: converting (v1.Pod) to (v1.ConfigMap): unknown conversion",
                "{\"kind\":\"Unicorn\",\"apiVersion\":\"v1\"}|400|Unicorn in version \"v1\" cannot be handled as a ConfigMap: no kind \"Unicorn\" is registered for version \"v1\"",
                "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v2\"}|400|the API version in the data (v2) does not match the expected API version (v1)",
                "{\"metadata\":{\"name\":\"b\",\"namespace\":\"other\"}}|400|the namespace of the provided object does not match the namespace sent on the request",
                "{\"metadata\":{\"name\":\"b\",\"resourceVersion\":\"5\"}}|400|resourceVersion should not be set on objects to be created",
                "{\"metadata\":{\"name\":\"b\",\"resourceVersion\":\"5\"},\"data\":{\"!\":\"\"}}|422|ConfigMap \"b\" is invalid: data[!]: Invalid value: \"!\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
                "{\"metadata\":{\"name\":\"a\"}}|409|configmaps \"a\" already exists",
                "{\"metadata\":{}}|422|ConfigMap \"\" is invalid: metadata.name: Required value: name or generateName is required",
                "{}|422|ConfigMap \"\" is invalid: metadata.name: Required value: name or generateName is required",
                "{\"metadata\":{\"name\":\"b\"},\"data\":{\"x\":1}}|400|ConfigMap in version \"v1\" cannot be handled as a ConfigMap: json: cannot unmarshal number into Go struct field ConfigMap.data of type string",
            })
    void bodiesThatAreNoConfigMap(String body, int status, String message) {
        Reply reply = api.post(MAPS, body).is(status);
        assertThat(reply.message()).isEqualTo(message);
    }

    @Test
    void aTokenOfNoTimeThatThereIsWasReadLongAgo() {
        String token = Base64.getUrlEncoder()
                .encodeToString(
                        "{\"v\":\"meta.k8s.io/v1\",\"rv\":1,\"start\":\"default/a\\u0000\",\"since\":9223372036854775807}"
                                .getBytes(StandardCharsets.UTF_8));
        assertThat(api.send("GET", MAPS + "?limit=1&continue=" + token, "", Map.of())
                        .status())
                .isIn(200, 410);
    }

    @Test
    void aNameAgainstTheRules() {
        Reply reply = api.post(MAPS, "{\"metadata\":{\"name\":\"A_b\"}}").is(422);
        assertThat(reply.message())
                .isEqualTo("ConfigMap \"A_b\" is invalid: metadata.name: Invalid value: \"A_b\": a lowercase RFC 1123"
                        + " subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end"
                        + " with an alphanumeric character (e.g. 'example.com', regex used for validation is"
                        + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')");
        assertThat(reply.at("/details/causes/0/field")).isEqualTo("metadata.name");
        assertThat(reply.at("/details/causes/0/reason")).isEqualTo("FieldValueInvalid");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"labels\":{\"a b\":\"c\"}|metadata.labels: Invalid value: \"a b\": name part must consist of",
                "\"labels\":{\"a\":\"-\"}|metadata.labels: Invalid value: \"-\": a valid label must be",
                "\"annotations\":{\"/a\":\"c\"}|metadata.annotations: Invalid value: \"/a\": prefix part must be non-empty",
                "\"finalizers\":[\"a b\"]|metadata.finalizers: Invalid value: \"a b\": name part",
                "\"finalizers\":[\"orphan\",\"foregroundDeletion\"]|finalizer orphan and foregroundDeletion cannot be both set",
                "\"ownerReferences\":[{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"name\":\"p\",\"uid\":\"\"}]|metadata.ownerReferences.uid: Invalid value: \"\": must not be empty",
                "\"ownerReferences\":[{\"apiVersion\":\"v1\",\"kind\":\"A\",\"name\":\"p\",\"uid\":\"1\",\"controller\":true},{\"apiVersion\":\"v1\",\"kind\":\"B\",\"name\":\"q\",\"uid\":\"2\",\"controller\":true}]|Only one reference can have Controller set to true. Found \"true\" in references for A/p and B/q",
            })
    void metadataAgainstTheRules(String metadata, String message) {
        Reply reply = api.post(MAPS, "{\"metadata\":{\"name\":\"b\"," + metadata + "}}")
                .is(422);
        assertThat(reply.message()).contains(message);
    }

    @Test
    void aNameThatDoesNotFitThePath() {
        check(
                api.put(MAPS + "/a", "{\"metadata\":{\"name\":\"b\"}}"),
                400,
                "BadRequest",
                "the name of the object (b) does not match the name on the URL (a)");
        api.patch(MAPS + "/a", "merge-patch+json", "{\"metadata\":{\"name\":\"b\"}}")
                .is(400);
        check(api.put(MAPS + "/x", "{\"metadata\":{\"name\":\"x\"}}"), 404, "NotFound", "configmaps \"x\" not found");
    }

    @Test
    void unknownFieldsAreRefusedNamedOrIgnoredAsTheClientWishes() {
        String body = "{\"metadata\":{\"name\":\"%s\"},\"data\":{\"k\":\"v\"},\"foo\":1,\"data\":{\"k\":\"w\"}}";
        Reply strict =
                api.post(MAPS + "?fieldValidation=Strict", body.formatted("b")).is(400);
        assertThat(strict.message())
                .isEqualTo(
                        "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error: unknown"
                                + " field \"foo\", duplicate field \"data\"");
        Reply warned = api.post(MAPS, body.formatted("c")).is(201);
        assertThat(warned.headers().get("Warning"))
                .containsExactly("299 - \"unknown field \\\"foo\\\"\"", "299 - \"duplicate field \\\"data\\\"\"");
        assertThat(warned.json().has("foo")).isFalse();
        assertThat(warned.at("/data/k")).isEqualTo("w");
        Reply ignored =
                api.post(MAPS + "?fieldValidation=Ignore", body.formatted("d")).is(201);
        assertThat(ignored.headers()).doesNotContainKey("Warning");
        assertThat(api.post(MAPS + "?fieldValidation=Maybe", "{}").is(422).message())
                .isEqualTo("CreateOptions.meta.k8s.io \"\" is invalid: fieldValidation: Unsupported value: \"Maybe\":"
                        + " supported values: \"\", \"Ignore\", \"Strict\", \"Warn\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"metadata\":{\"labels\":\"no\"}}|map[metadata:map[labels:no]]|cannot restore map from string",
                "{\"metadata\":{\"labels\":{\"a\":1}}}|map[metadata:map[labels:map[a:1]]]|cannot convert int64 to string",
                "{\"spec\":{\"replicas\":\"two\"}}|map[spec:map[replicas:two]]|unrecognized type: int32",
                "{\"spec\":{\"replicas\":1.5}}|map[spec:map[replicas:1.5]]|cannot convert float64 to int32",
                "{\"spec\":{\"paused\":\"yes\"}}|map[spec:map[paused:yes]]|unrecognized type: bool",
                "{\"spec\":{\"template\":\"t\"}}|map[spec:map[template:t]]|cannot restore struct from: string",
                "{\"spec\":{\"template\":{\"spec\":{\"containers\":{}}}}}|map[spec:map[template:map[spec:map[containers:map[]]]]]|cannot restore slice from map",
                "{\"spec\":{\"template\":{\"spec\":{\"restartPolicy\":3}}}}|map[spec:map[template:map[spec:map[restartPolicy:3]]]]|cannot convert int64 to v1.RestartPolicy",
            })
    void wrongTypesInAStrategicPatchAreNamedAsUpstreamsConverterNamesThem(String patch, String shown, String why) {
        api.post(DEPLOYMENTS, ObjectLifecycleTest.deployment("web", 1)).is(201);
        Reply reply = api.patch(DEPLOYMENTS + "/web", "strategic-merge-patch+json", patch)
                .is(422);
        assertThat(reply.message()).isEqualTo(" \"\" is invalid: patch: Invalid value: \"" + shown + "\": " + why);
    }

    @Test
    void wrongTypesInAPatchAreRefused() {
        api.post(DEPLOYMENTS, ObjectLifecycleTest.deployment("web", 1)).is(201);
        Reply reply = api.patch(DEPLOYMENTS + "/web", "merge-patch+json", "{\"spec\":{\"replicas\":\"two\"}}")
                .is(422);
        assertThat(reply.message())
                .startsWith(" \"\" is invalid: patch: Invalid value:")
                .contains("cannot unmarshal string");
        api.patch(DEPLOYMENTS + "/web", "merge-patch+json", "{\"metadata\":5}").is(422);
        api.patch(DEPLOYMENTS + "/web", "merge-patch+json", "{\"kind\":\"Pod\"}")
                .is(422);
        api.patch(DEPLOYMENTS + "/web", "json-patch+json", "[{\"op\":\"remove\",\"path\":\"/metadata\"}]")
                .is(422);
        api.patch(DEPLOYMENTS + "/web", "json-patch+json", "[{\"op\":\"remove\",\"path\":\"\"}]")
                .is(422);
        api.patch(DEPLOYMENTS + "/web?fieldValidation=Strict", "merge-patch+json", "{\"spec\":{\"foo\":1}}")
                .is(422);
        assertThat(api.patch(DEPLOYMENTS + "/web", "merge-patch+json", "[")
                        .is(400)
                        .message())
                .startsWith("error decoding patch: ");
        assertThat(api.patch(DEPLOYMENTS + "/web", "strategic-merge-patch+json", "{\"spec\":{\"$patch\":\"jump\"}}")
                        .status())
                .isIn(400, 422);
    }

    @Test
    void patchTypesThatAreNotSupported() {
        assertThat(api.patch(MAPS + "/a", "json", "{}").is(415).message()).isEqualTo("415: Unsupported Media Type");
        assertThat(api.patch(MAPS + "/a?force=true", "merge-patch+json", "{}")
                        .is(422)
                        .message())
                .contains("force: Forbidden: may not be specified for non-apply patch");
    }

    @Test
    void mediaTypes() {
        assertThat(api.send("GET", MAPS, "", Map.of("Accept", "application/cbor"))
                        .is(406)
                        .message())
                .isEqualTo("only the following media types are accepted: application/json, application/yaml,"
                        + " application/vnd.kubernetes.protobuf");
        api.send("GET", MAPS, "", Map.of("Accept", "application/vnd.kubernetes.protobuf,application/json"))
                .is(200);
        api.send("GET", MAPS, "", Map.of("Accept", "text/html, */*;q=0.1")).is(200);
        assertThat(api.send("POST", MAPS, "{}", Map.of("Content-Type", "text/html"))
                        .is(415)
                        .message())
                .isEqualTo("the body of the request was in an unknown format - accepted media types include:"
                        + " application/json, application/yaml, application/vnd.kubernetes.protobuf");
        assertThat(api.send("POST", MAPS, "{}", Map.of("Content-Type", "application/vnd.kubernetes.protobuf"))
                        .is(400)
                        .message())
                .isEqualTo(
                        "the object provided is unrecognized (must be of type ConfigMap): provided data does not appear to"
                                + " be a protobuf message, expected prefix [107 56 115 0] ({})");
        api.send("GET", MAPS + "?watch=1", "", Map.of("Accept", "application/yaml"))
                .is(406);
    }

    @Test
    void bodiesThatAreTooLargeOrTooDeep() {
        Reply large = api.post(MAPS, " ".repeat(ApiRequest.BODY_LIMIT + 1)).is(413);
        assertThat(large.message()).isEqualTo("Request entity too large: limit is 3145728");
        api.post(MAPS, "{\"a\":".repeat(100_000)).is(400);
        api.post(MAPS, "[".repeat(1_000_000)).is(400);
        api.send("POST", MAPS, "a: ".repeat(100_000), Map.of("Content-Type", "application/yaml"))
                .is(400);
        api.delete(MAPS + "/a", "{\"a\":".repeat(100_000)).is(400);
        api.patch(MAPS + "/a", "merge-patch+json", "{\"a\":".repeat(100_000)).is(400);
        api.post(MAPS, "{\"metadata\":{\"name\":\"b\",\"generation\":1e999999999}}")
                .is(400);
    }

    @Test
    void optionsThatAreNotKnown() {
        check(
                api.post(MAPS + "?dryRun=Some", "{}"),
                422,
                "Invalid",
                "CreateOptions.meta.k8s.io \"\" is invalid: dryRun: Unsupported value: [\"Some\"]: supported values: \"All\"");
        check(
                api.delete(MAPS + "/a", "{\"propagationPolicy\":\"Later\"}"),
                422,
                "Invalid",
                "DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: Unsupported value: \"Later\": supported"
                        + " values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"");
        check(
                api.delete(MAPS + "/a", "{\"propagationPolicy\":\"Orphan\",\"orphanDependents\":true}"),
                422,
                "Invalid",
                "DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: Invalid value: \"Orphan\":"
                        + " orphanDependents and deletionPropagation cannot be both set");
        api.delete(MAPS + "/a", "{\"kind\":\"Pod\"}").is(400);
        api.delete(MAPS + "/a", "{\"gracePeriodSeconds\":\"x\"}").is(400);
        api.delete(MAPS + "/a?gracePeriodSeconds=x").is(400);
    }
}
