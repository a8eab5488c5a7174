package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.api.ApiFixture.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Server-side apply as a client sees it. */
class ServerSideApplyTest {

    private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

    private final ApiFixture api = new ApiFixture();

    private Reply apply(String path, String manager, String body) {
        String separator = path.contains("?") ? "&" : "?";
        return api.patch(path + separator + "fieldManager=" + manager, "apply-patch+yaml", body);
    }

    private static String deployment(int replicas, String image) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: web
                  labels: {app: web}
                spec:
                  replicas: %d
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      containers:
                      - name: web
                        image: %s
                        ports:
                        - containerPort: 80
                """.formatted(replicas, image);
    }

    private static String map(String data) {
        return "{apiVersion: v1, kind: ConfigMap, metadata: {name: m}, data: {" + data + "}}";
    }

    private static Map<String, String> owners(Reply reply) {
        Map<String, String> owners = new TreeMap<>();
        for (JsonNode entry : reply.json().path("metadata").path("managedFields")) {
            String subresource = entry.path("subresource").asText("");
            owners.put(
                    entry.path("manager").asText() + " "
                            + entry.path("operation").asText() + (subresource.isEmpty() ? "" : " " + subresource),
                    entry.path("fieldsV1").toString());
        }
        return owners;
    }

    @Test
    void applyCreatesWhatIsAbsent() {
        Reply created =
                apply(DEPLOYMENTS + "/web", "me", deployment(2, "nginx")).is(201);
        assertThat(created.at("/spec/template/spec/restartPolicy")).isEqualTo("Always");
        assertThat(owners(created))
                .containsOnly(Map.entry(
                        "me Apply",
                        "{\"f:metadata\":{\"f:labels\":{\"f:app\":{}}},\"f:spec\":{\"f:replicas\":{},"
                                + "\"f:selector\":{},\"f:template\":{\"f:metadata\":{\"f:labels\":"
                                + "{\"f:app\":{}}},\"f:spec\":{\"f:containers\":{\"k:{\\\"name\\\":"
                                + "\\\"web\\\"}\":{\".\":{},\"f:image\":{},\"f:name\":{},\"f:ports\":"
                                + "{\"k:{\\\"containerPort\\\":80,\\\"protocol\\\":\\\"TCP\\\"}\":"
                                + "{\".\":{},\"f:containerPort\":{}}}}}}}}}"));
        JsonNode entry = created.json().at("/metadata/managedFields/0");
        assertThat(entry.path("apiVersion").asText()).isEqualTo("apps/v1");
        assertThat(entry.path("fieldsType").asText()).isEqualTo("FieldsV1");
        assertThat(entry.path("time").asText()).isEqualTo("2026-03-01T10:00:00Z");
    }

    @Test
    void theLastOwnedAnnotationGoesAndTheRestOfTheMetadataStays() {
        String data = "data: {a: b}}";
        apply(MAPS + "/m", "me", "{apiVersion: v1, kind: ConfigMap, metadata: {name: m, annotations: {x: y}}, " + data)
                .is(201);
        Reply applied = apply(MAPS + "/m", "me", "{apiVersion: v1, kind: ConfigMap, metadata: {name: m}, " + data)
                .is(200);
        JsonNode metadata = applied.json().path("metadata");
        assertThat(metadata.has("annotations")).isFalse();
        assertThat(metadata.path("name").asText()).isEqualTo("m");
        assertThat(metadata.path("uid").asText()).isNotEmpty();
        assertThat(owners(applied)).containsOnly(Map.entry("me Apply", "{\"f:data\":{\"f:a\":{}}}"));
    }

    @Test
    void theSameAgainChangesNothing() {
        apply(DEPLOYMENTS + "/web", "me", deployment(2, "nginx")).is(201);
        String before = api.get(DEPLOYMENTS + "/web").text();
        api.advance(Duration.ofMinutes(1));
        assertThat(apply(DEPLOYMENTS + "/web", "me", deployment(2, "nginx"))
                        .is(200)
                        .text())
                .isEqualTo(before);
    }

    @Test
    void aFieldOfAnotherIsAConflictUnlessForced() {
        apply(DEPLOYMENTS + "/web", "me", deployment(2, "nginx")).is(201);
        Reply refused =
                apply(DEPLOYMENTS + "/web", "you", deployment(3, "nginx:2")).is(409);
        assertThat(refused.message())
                .isEqualTo("Apply failed with 2 conflicts: conflicts with \"me\":\n- .spec.replicas\n"
                        + "- .spec.template.spec.containers[name=\"web\"].image");
        assertThat(refused.at("/reason")).isEqualTo("Conflict");
        assertThat(refused.at("/details/causes/0/reason")).isEqualTo("FieldManagerConflict");
        assertThat(refused.at("/details/causes/0/message")).isEqualTo("conflict with \"me\"");
        assertThat(refused.at("/details/causes/0/field")).isEqualTo(".spec.replicas");
        Reply forced = apply(DEPLOYMENTS + "/web?force=true", "you", deployment(3, "nginx:2"))
                .is(200);
        assertThat(forced.at("/spec/replicas")).isEqualTo("3");
        assertThat(owners(forced).get("me Apply")).doesNotContain("f:replicas").contains("f:selector");
    }

    @Test
    void whatIsNotAppliedAnyMoreGoes() {
        apply(MAPS + "/m", "me", map("a: '1', b: '2'")).is(201);
        api.patch(MAPS + "/m?fieldManager=you", "merge-patch+json", "{\"data\":{\"c\":\"3\"}}")
                .is(200);
        Reply applied = apply(MAPS + "/m", "me", map("b: '2'")).is(200);
        assertThat(applied.json().path("data").toString()).isEqualTo("{\"b\":\"2\",\"c\":\"3\"}");
        assertThat(owners(applied))
                .containsOnly(
                        Map.entry("me Apply", "{\"f:data\":{\"f:b\":{}}}"),
                        Map.entry("you Update", "{\"f:data\":{\"f:c\":{}}}"));
    }

    @Test
    void aDefaultReturnsWhenAFieldIsGivenUp() {
        apply(DEPLOYMENTS + "/web", "me", deployment(5, "nginx")).is(201);
        Reply applied = apply(DEPLOYMENTS + "/web", "me", deployment(5, "nginx").replace("  replicas: 5\n", ""))
                .is(200);
        assertThat(applied.at("/spec/replicas")).isEqualTo("1");
    }

    @Test
    void aStatusIsAppliedThroughItsSubresourceOnly() {
        apply(DEPLOYMENTS + "/web", "me", deployment(2, "nginx")).is(201);
        String status = """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, labels: {x: y}}
                spec: {replicas: 9}
                status:
                  replicas: 2
                  conditions:
                  - {type: Available, status: "True"}
                """;
        Reply applied = apply(DEPLOYMENTS + "/web/status", "ctl", status).is(200);
        assertThat(applied.at("/status/replicas")).isEqualTo("2");
        assertThat(applied.at("/spec/replicas")).isEqualTo("2");
        assertThat(owners(applied).get("ctl Apply status"))
                .contains("\"f:status\":{\"f:conditions\":{\"k:{\\\"type\\\":\\\"Available\\\"}\":{\".\":{}")
                .doesNotContain("f:spec");
        apply(DEPLOYMENTS + "/other/status", "ctl", status.replace("name: web", "name: other"))
                .is(404);
    }

    @Test
    void nobodyOwnsTheReplicasOfAScaleOfZero() {
        apply(DEPLOYMENTS + "/web", "me", deployment(2, "nginx")).is(201);
        for (int replicas : List.of(0, 3)) {
            String patch = "{\"spec\":{\"replicas\":" + replicas + "}}";
            api.patch(DEPLOYMENTS + "/web/scale?fieldManager=ctl", "merge-patch+json", patch)
                    .is(200);
            assertThat(owners(api.get(DEPLOYMENTS + "/web"))).doesNotContainKey("ctl Update scale");
        }
        apply(DEPLOYMENTS + "/web", "me", deployment(2, "nginx")).is(200);
    }

    @Test
    void aScaleTellsWhoOwnsTheReplicas() {
        apply(DEPLOYMENTS + "/web", "me", deployment(2, "nginx")).is(201);
        String scale =
                "{\"apiVersion\":\"autoscaling/v1\",\"kind\":\"Scale\",\"metadata\":{\"name\":\"web\"},\"spec\":{\"replicas\":4}}";
        assertThat(apply(DEPLOYMENTS + "/web/scale", "hpa", scale).is(409).message())
                .isEqualTo("Apply failed with 1 conflict: conflict with \"me\": .spec.replicas");
        api.patch(DEPLOYMENTS + "/web/scale?fieldManager=ctl", "merge-patch+json", "{\"spec\":{\"replicas\":3}}")
                .is(200);
        Map<String, String> owners = owners(api.get(DEPLOYMENTS + "/web"));
        assertThat(owners.get("ctl Update scale")).isEqualTo("{\"f:spec\":{\"f:replicas\":{}}}");
        assertThat(owners.get("me Apply")).doesNotContain("f:replicas");
        assertThat(apply(DEPLOYMENTS + "/web", "me", deployment(2, "nginx"))
                        .is(409)
                        .message())
                .isEqualTo("Apply failed with 1 conflict: conflict with \"ctl\" with subresource \"scale\" using"
                        + " apps/v1: .spec.replicas");
        apply(DEPLOYMENTS + "/web/scale?force=true", "hpa", scale).is(200);
        assertThat(owners(api.get(DEPLOYMENTS + "/web")))
                .doesNotContainKey("ctl Update scale")
                .containsEntry("hpa Apply scale", "{\"f:spec\":{\"f:replicas\":{}}}");
    }

    @Test
    void aDryRunShowsButDoesNotStore() {
        assertThat(apply(MAPS + "/m?dryRun=All", "me", map("a: '1'")).is(201).at("/data/a"))
                .isEqualTo("1");
        api.get(MAPS + "/m").is(404);
        apply(MAPS + "/m", "me", map("a: '1'")).is(201);
        assertThat(apply(MAPS + "/m?dryRun=All", "me", map("a: '2'")).is(200).at("/data/a"))
                .isEqualTo("2");
        assertThat(api.get(MAPS + "/m").at("/data/a")).isEqualTo("1");
    }

    @Test
    void theRevisionIsAPrecondition() {
        apply(MAPS + "/m", "me", map("a: '1'")).is(201);
        String stale = map("a: '2'").replace("name: m", "name: m, resourceVersion: '1'");
        assertThat(apply(MAPS + "/m", "me", stale).is(409).message()).contains("the object has been modified");
        String foreign = map("a: '2'").replace("name: m", "name: x, uid: abc");
        assertThat(apply(MAPS + "/x", "me", foreign).is(409).message()).contains("uid mismatch");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fieldManager=me|{apiVersion: v1, kind: ConfigMap, metadata: {name: n}}|400"
                        + "|the name of the object (n) does not match the name on the URL (m)",
                "fieldManager=me|{apiVersion: v1, kind: ConfigMap}|400"
                        + "|the name of the object (m based on URL) was undeterminable: name must be provided",
                "fieldManager=me|{apiVersion: v2, kind: ConfigMap, metadata: {name: m}}|400"
                        + "|invalid object type: /v2, Kind=ConfigMap",
                "fieldManager=me|{kind: ConfigMap}|400|invalid object type: /, Kind=ConfigMap",
                "fieldManager=me|{apiVersion: apps/v1, kind: Deployment}|400"
                        + "|invalid object type: apps/v1, Kind=Deployment",
                "fieldManager=me|[]|400|error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot"
                        + " unmarshal array into Go value of type map[string]interface {}",
                "fieldManager=me|{apiVersion: v1, kind: ConfigMap, metadata: {name: m, managedFields: []}}|400"
                        + "|metadata.managedFields must be nil",
                "fieldManager=me|{apiVersion: v1, kind: ConfigMap, metadata: {name: m}, dataa: {}}|500"
                        + "|failed to create typed patch object (/m; /v1, Kind=ConfigMap): .dataa: field not declared in"
                        + " schema",
                "fieldManager=me|{apiVersion: v1, kind: ConfigMap, metadata: {name: m}, data: {a: 1}}|500"
                        + "|failed to create typed patch object (/m; /v1, Kind=ConfigMap): .data.a: expected string, got"
                        + " &value.valueUnstructured{Value:1}",
                "fieldManager=me|{apiVersion: v1, kind: Secret, metadata: {name: m}, data: {a: '-'}}|500"
                        + "|failed to convert new object (/m; /v1, Kind=Secret) to proper version: unable to"
                        + " convert unstructured object to /v1, Kind=Secret: error decoding from json: illegal base64"
                        + " data at input byte 0",
                "force=true|{apiVersion: v1, kind: ConfigMap}|422|PatchOptions.meta.k8s.io \"\" is invalid:"
                        + " fieldManager: Required value: is required for apply patch",
                "fieldManager=a%07|{apiVersion: v1, kind: ConfigMap}|422|PatchOptions.meta.k8s.io \"\" is invalid:"
                        + " fieldManager: Invalid value: \"a\\a\": invalid character U+0007 (at position 1)",
                "fieldManager=me&dryRun=x|{apiVersion: v1, kind: ConfigMap}|422|PatchOptions.meta.k8s.io \"\" is"
                        + " invalid: dryRun: Unsupported value: [\"x\"]: supported values: \"All\"",
            })
    void refuses(String query, String body, int status, String message) {
        String path = body.contains("Secret") ? MAPS.replace("configmaps", "secrets") : MAPS;
        Reply refused =
                api.patch(path + "/m?" + query, "apply-patch+yaml", body).is(status);
        assertThat(refused.message()).isEqualTo(message);
    }

    @Test
    void itemsOfOneNameAreRefused() {
        String twice = deployment(1, "nginx") + "      - name: web\n        image: other\n";
        assertThat(apply(
                                DEPLOYMENTS + "/web",
                                "me",
                                twice.replace(
                                        "      - name: web\n        image: other", "      - {name: web, image: other}"))
                        .is(500)
                        .message())
                .isEqualTo("failed to create typed patch object (/web; apps/v1, Kind=Deployment):"
                        + " .spec.template.spec.containers: duplicate entries for key [name=\"web\"]");
    }

    @Test
    void cborIsNotTaken() {
        assertThat(api.patch(MAPS + "/m?fieldManager=me", "apply-patch+cbor", "x")
                        .is(415)
                        .message())
                .isEqualTo("415: Unsupported Media Type");
    }

    @Test
    void repeatedFieldsAreToldOfAsTheClientWants() {
        String twice = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: m\ndata:\n  a: '1'\n  a: '2'\n";
        assertThat(apply(MAPS + "/m?fieldValidation=Strict", "me", twice)
                        .is(400)
                        .message())
                .isEqualTo("error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n"
                        + "  line 7: key \"a\" already set in map");
        Reply warned = apply(MAPS + "/m", "me", twice).is(201);
        assertThat(warned.headers().get("Warning"))
                .isEqualTo(List.of("299 - \"line 7: key \\\"a\\\" already set in map\""));
        assertThat(warned.at("/data/a")).isEqualTo("2");
        assertThat(apply(MAPS + "/m?fieldValidation=Ignore", "me", twice)
                        .is(200)
                        .headers())
                .doesNotContainKey("Warning");
    }
}
