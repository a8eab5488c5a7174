package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.ApiFixture.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Unknown and repeated fields, in upstream's words and order (its integration tests have the same bodies). */
class FieldValidationTest {

    private static final String PATH = "/apis/apps/v1/namespaces/default/deployments";

    private static final String JSON = """
            {"apiVersion":"apps/v1","kind":"Deployment",
            "metadata":{"name":"dupename","name":"web","labels":{"app":"nginx"},"unknownMeta":"metaVal"},
            "spec":{"unknown1":"val1","unknownDupe":"valDupe","unknownDupe":"valDupe2","paused":true,"paused":false,
            "selector":{"matchLabels":{"app":"nginx"}},"template":{"metadata":{"labels":{"app":"nginx"}},
            "spec":{"containers":[{"name":"nginx","image":"nginx:latest","unknownNested":"val1",
            "imagePullPolicy":"Always","imagePullPolicy":"Never"}]}}}}""";

    private static final List<String> JSON_FINDINGS = List.of(
            "duplicate field \"metadata.name\"",
            "unknown field \"metadata.unknownMeta\"",
            "unknown field \"spec.unknown1\"",
            "unknown field \"spec.unknownDupe\"",
            "duplicate field \"spec.paused\"",
            "unknown field \"spec.template.spec.containers[0].unknownNested\"",
            "duplicate field \"spec.template.spec.containers[0].imagePullPolicy\"");

    private static final String YAML = """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: dupename
              name: web
              unknownMeta: metaVal
              labels:
                app: nginx
            spec:
              unknown1: val1
              unknownDupe: valDupe
              unknownDupe: valDupe2
              paused: true
              paused: false
              selector:
                matchLabels:
                  app: nginx
              template:
                metadata:
                  labels:
                    app: nginx
                spec:
                  containers:
                  - name: nginx
                    image: nginx:latest
                    unknownNested: val1
                    imagePullPolicy: Always
                    imagePullPolicy: Never""";

    private static final String YAML_ERROR = """
            strict decoding error: yaml: unmarshal errors:
              line 5: key "name" already set in map
              line 12: key "unknownDupe" already set in map
              line 14: key "paused" already set in map
              line 28: key "imagePullPolicy" already set in map, unknown field "metadata.unknownMeta", \
            unknown field "spec.template.spec.containers[0].unknownNested", unknown field "spec.unknown1", \
            unknown field "spec.unknownDupe\"""";

    private static final String PATCH = """
            {"spec":{"unknown1":"val1","unknownDupe":"valDupe","unknownDupe":"valDupe2","paused":true,"paused":false,
            "template":{"spec":{"containers":[{"name":"nginx","image":"nginx:latest","unknownNested":"val1",
            "imagePullPolicy":"Always","imagePullPolicy":"Never"}]}}}}""";

    private static final List<String> PATCH_FINDINGS = List.of(
            "duplicate field \"spec.unknownDupe\"",
            "duplicate field \"spec.paused\"",
            "duplicate field \"spec.template.spec.containers[0].imagePullPolicy\"",
            "unknown field \"spec.template.spec.containers[0].unknownNested\"",
            "unknown field \"spec.unknown1\"",
            "unknown field \"spec.unknownDupe\"");

    private final ApiFixture api = new ApiFixture();

    private Reply yaml(String method, String path) {
        return api.send(method, path, YAML, Map.of("Content-Type", "application/yaml"));
    }

    private static List<String> warnings(Reply reply) {
        return reply.headers().getOrDefault("Warning", List.of()).stream()
                .map(header -> header.substring("299 - \"".length(), header.length() - 1)
                        .replace("\\\"", "\"")
                        .replace("\\\\", "\\"))
                .toList();
    }

    @Test
    void strictRefusesInUpstreamsWords() {
        assertThat(api.post(PATH + "?fieldValidation=Strict", JSON).is(400).message())
                .isEqualTo("Deployment in version \"v1\" cannot be handled as a Deployment: strict decoding error: "
                        + String.join(", ", JSON_FINDINGS));
        assertThat(yaml("POST", PATH + "?fieldValidation=Strict").is(400).message())
                .endsWith(YAML_ERROR);
        api.post(PATH, JSON).is(201);
        assertThat(api.put(PATH + "/web?fieldValidation=Strict", JSON).is(400).message())
                .endsWith("strict decoding error: " + String.join(", ", JSON_FINDINGS));
        assertThat(yaml("PUT", PATH + "/web?fieldValidation=Strict").is(400).message())
                .endsWith(YAML_ERROR);
    }

    @Test
    void warningsAreTheDefault() {
        assertThat(warnings(api.post(PATH, JSON).is(201))).isEqualTo(JSON_FINDINGS);
        assertThat(warnings(yaml("PUT", PATH + "/web").is(200)))
                .containsExactly(
                        "line 5: key \"name\" already set in map",
                        "line 12: key \"unknownDupe\" already set in map",
                        "line 14: key \"paused\" already set in map",
                        "line 28: key \"imagePullPolicy\" already set in map",
                        "unknown field \"metadata.unknownMeta\"",
                        "unknown field \"spec.template.spec.containers[0].unknownNested\"",
                        "unknown field \"spec.unknown1\"",
                        "unknown field \"spec.unknownDupe\"");
        assertThat(api.get(PATH + "/web").at("/spec/template/spec/containers/0/imagePullPolicy"))
                .isEqualTo("Never");
    }

    @Test
    void ignoreSaysNothing() {
        assertThat(warnings(api.post(PATH + "?fieldValidation=Ignore", JSON).is(201)))
                .isEmpty();
        assertThat(warnings(yaml("PUT", PATH + "/web?fieldValidation=Ignore").is(200)))
                .isEmpty();
        for (String type : List.of("merge-patch+json", "strategic-merge-patch+json")) {
            assertThat(warnings(api.patch(PATH + "/web?fieldValidation=Ignore", type, PATCH)
                            .is(200)))
                    .isEmpty();
        }
    }

    @Test
    void patchesAreCheckedAsWell() {
        api.post(PATH + "?fieldValidation=Ignore", JSON).is(201);
        for (String type : List.of("merge-patch+json", "strategic-merge-patch+json")) {
            assertThat(api.patch(PATH + "/web?fieldValidation=Strict", type, PATCH)
                            .is(422)
                            .message())
                    .endsWith("strict decoding error: " + String.join(", ", PATCH_FINDINGS));
            assertThat(warnings(api.patch(PATH + "/web?fieldValidation=Warn", type, PATCH)
                            .is(200)))
                    .isEqualTo(PATCH_FINDINGS);
        }
        String operations = """
                [{"op":"add","path":"/spec/unknown1","value":"val1","foo":"bar"},
                {"op":"add","path":"/spec/unknown2","path":"/spec/unknown3","value":"val1"},
                {"op":"replace","path":"/spec/replicas","value":2}]""";
        assertThat(api.patch(PATH + "/web?fieldValidation=Strict", "json-patch+json", operations)
                        .is(422)
                        .message())
                .endsWith("strict decoding error: json patch unknown field \"[0].foo\", json patch duplicate field"
                        + " \"[1].path\", unknown field \"spec.unknown1\", unknown field \"spec.unknown3\"");
    }

    @Test
    void warningsAreBounded() {
        StringBuilder unknown = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            unknown.append("\"unknown").append("x".repeat(200)).append(i).append("\":1,");
        }
        Reply created = api.post(PATH, JSON.replace("\"unknown1\":\"val1\",", unknown));
        assertThat(warnings(created.is(201)).stream().mapToInt(String::length).sum())
                .isBetween(4000, 4400);
    }
}
