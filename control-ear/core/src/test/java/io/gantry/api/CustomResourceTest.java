package io.gantry.api;

import static io.gantry.api.CustomResourceDefinitionTest.assertContains;
import static io.gantry.api.CustomResourceFixture.CRONTABS;
import static io.gantry.api.CustomResourceFixture.DEFINITIONS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.api.ApiFixture.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Custom resources: every verb, pruning, defaults, validation, subresources, versions. */
class CustomResourceTest {

    private static final String REPLICAS = """
            {"type": "object", "properties": {
              "spec": {"type": "object", "properties": {"replicas": {"type": "integer"}, "color": {"type": "string"}}},
              "status": {"type": "object", "properties": {"replicas": {"type": "integer"}, "selector": {"type": "string"}}}}}
            """;
    private static final String SUBRESOURCES = """
            , "subresources": {"status": {}, "scale": {"specReplicasPath": ".spec.replicas",
              "statusReplicasPath": ".status.replicas", "labelSelectorPath": ".status.selector"}},
              "selectableFields": [{"jsonPath": ".spec.color"}]
            """;

    private final CustomResourceFixture fixture = new CustomResourceFixture();
    private final ApiFixture api = fixture.api;

    @Test
    void allVerbsWork() {
        fixture.withSpec("{\"type\": \"object\", \"x-kubernetes-preserve-unknown-fields\": true}");
        WatchStream watch = api.watch(CRONTABS + "?watch=true&resourceVersion=0");
        Reply created = fixture.create("{\"a\": 1}").is(201);
        assertEquals("1", created.at("/metadata/generation"));
        String changed = created.text().replace("\"a\":1", "\"a\":2");
        Reply updated = api.put(CRONTABS + "/my", changed).is(200);
        assertEquals("2", updated.at("/metadata/generation"));
        api.put(CRONTABS + "/my", changed).is(409);
        assertContains(
                api.put(CRONTABS + "/my", CustomResourceFixture.crontab("my", "{}"))
                        .is(422)
                        .message(),
                "metadata.resourceVersion: Invalid value: 0: must be specified for an update");
        assertEquals(
                "3",
                api.patch(CRONTABS + "/my", "merge-patch+json", "{\"spec\": {\"a\": 3}}")
                        .at("/spec/a"));
        assertEquals(
                "4",
                api.patch(
                                CRONTABS + "/my",
                                "json-patch+json",
                                "[{\"op\": \"replace\", \"path\": \"/spec/a\", \"value\": 4}]")
                        .at("/spec/a"));
        api.patch(CRONTABS + "/my", "strategic-merge-patch+json", "{\"spec\": {\"a\": 3}}")
                .is(415);
        assertEquals("my", api.get("/apis/stable.example.com/v1/crontabs").at("/items/0/metadata/name"));
        api.delete(CRONTABS + "/my").is(200);
        assertEquals(
                List.of("ADDED my", "MODIFIED my", "MODIFIED my", "MODIFIED my", "DELETED my"),
                ApiFixture.events(watch));
        fixture.create("{}").is(201);
        api.delete(CRONTABS).is(200);
        assertTrue(api.get(CRONTABS).json().path("items").isEmpty());
    }

    @Test
    void listsSayThatThereIsNoMoreAndGeneratedNamesAreNone() {
        fixture.withSpec("{\"type\": \"object\"}");
        assertEquals("", api.get(CRONTABS).json().at("/metadata/continue").asText("absent"));
        String generated = CustomResourceFixture.definition("{\"type\": \"object\"}")
                .replaceFirst("\"name\": *\"crontabs.stable.example.com\"", "\"generateName\": \"x-\"");
        assertContains(
                api.post(CustomResourceFixture.DEFINITIONS, generated).is(422).message(),
                "metadata.generateName: Invalid value: \"x-\": must be spec.names.plural+\".\"+spec.group");
    }

    @Test
    void onlyMetadataIsInProtobuf() {
        fixture.withSpec("{\"type\": \"object\"}");
        String protobuf = "application/vnd.kubernetes.protobuf";
        String partials = protobuf + ";as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
        api.send("GET", CRONTABS, "", Map.of("Accept", protobuf)).is(406);
        api.send("GET", CRONTABS, "", Map.of("Accept", protobuf + ",application/json"))
                .is(200);
        assertEquals(
                protobuf,
                api.send("GET", CRONTABS, "", Map.of("Accept", partials))
                        .is(200)
                        .contentType());
    }

    @Test
    void unknownFieldsArePruned() {
        fixture.withSpec("""
                {"type": "object", "properties": {"known": {"type": "string"},
                 "free": {"type": "object", "x-kubernetes-preserve-unknown-fields": true, "properties": {"tight": {"type": "object"}}},
                 "list": {"type": "array", "items": {"type": "object", "properties": {"a": {"type": "string"}}}},
                 "map": {"type": "object", "additionalProperties": {"type": "string"}}}}
                """);
        String spec = """
                {"known": "k", "unknown": 1, "free": {"x": {"y": 1}, "tight": {"z": 1}}, "list": [{"a": "a", "b": "b"}], "map": {"m": "n"}}
                """;
        JsonNode stored = fixture.create(spec).is(201).json().path("spec");
        assertEquals(
                "{\"known\":\"k\",\"free\":{\"x\":{\"y\":1},\"tight\":{}},\"list\":[{\"a\":\"a\"}],\"map\":{\"m\":\"n\"}}",
                stored.toString());
        String strict = fixture.strictly(spec).is(400).message();
        for (String path : List.of("spec.unknown", "spec.free.tight.z", "spec.list[0].b")) {
            assertContains(strict, "unknown field \"" + path + "\"");
        }
        Reply warned = api.send(
                "POST",
                CRONTABS + "?fieldValidation=Warn",
                CustomResourceFixture.crontab("warned", "{\"x\": 1}"),
                Map.of());
        assertContains(warned.headers().get("Warning").toString(), "unknown field \\\"spec.x\\\"");
    }

    @Test
    void defaultsAreFilledInOnCreateOnUpdateAndOnRead() {
        fixture.withSpec("""
                {"type": "object", "properties": {"a": {"type": "string", "default": "x"},
                 "n": {"type": "string", "nullable": true, "default": "y"},
                 "o": {"type": "object", "default": {}, "properties": {"deep": {"type": "integer", "default": 5}}}}}
                """);
        assertEquals(
                "{\"a\":\"x\",\"n\":null,\"o\":{\"deep\":5}}",
                sorted(fixture.create("{\"a\": null, \"n\": null}")
                        .is(201)
                        .json()
                        .path("spec")));
        api.patch(
                        DEFINITIONS + "/crontabs.stable.example.com",
                        "json-patch+json",
                        "[{\"op\": \"add\", \"path\": \"/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/late\","
                                + " \"value\": {\"type\": \"string\", \"default\": \"new\"}}]")
                .is(200);
        assertEquals("new", api.get(CRONTABS + "/my").at("/spec/late"));
        assertEquals("new", api.get(CRONTABS).at("/items/0/spec/late"));
    }

    private static String sorted(JsonNode object) {
        StringBuilder text = new StringBuilder("{");
        object.properties().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(e -> text.append(text.length() > 1 ? "," : "")
                        .append('"')
                        .append(e.getKey())
                        .append("\":")
                        .append(e.getValue()));
        return text.append('}').toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type": "string"} | null | {}
            {"type": "string", "nullable": true} | null | {"x":null}
            {"type": "string", "nullable": true, "default": "d"} | null | {"x":null}
            {"type": "string", "default": "d"} | null | {"x":"d"}
            {"type": "object", "additionalProperties": {"type": "string"}} | {"a": null, "b": "c"} | {"x":{"b":"c"}}
            {"type": "object", "properties": {"a": {"type": "object"}}} | {"a": null} | {"x":{}}
            {"type": "array", "items": {"type": "object"}, "x-kubernetes-preserve-unknown-fields": true} | [{"a": 1}] | {"x":[{"a":1}]}
            {"type": "number"} | 100.0 | {"x":100}
            {"type": "number"} | 1.50e2 | {"x":150}
            {"type": "number"} | 0.10 | {"x":0.1}
            """)
    void keepsOfAValue(String schema, String value, String expected) {
        fixture.withSpec("{\"type\": \"object\", \"properties\": {\"x\": " + schema + "}}");
        Reply created = fixture.create("{\"x\": " + value + "}").is(201);
        assertEquals(expected, created.json().path("spec").toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            .spec.list[].name | "first"
            .spec.list[1].name | "second"
            .spec.labels['a\\\\.b/c'] | "dotted"
            .spec.none | "<no value>"
            .spec.absent | null
            """)
    void aColumnShows(String path, String expected) {
        fixture.declare(CustomResourceFixture.definition(
                        "{\"type\": \"object\", \"x-kubernetes-preserve-unknown-fields\": true}",
                        ", \"additionalPrinterColumns\": [{\"name\": \"X\", \"type\": \"string\", \"jsonPath\": \""
                                + path + "\"}]"))
                .is(201);
        fixture.create(
                        "{\"list\": [{\"name\": \"first\"}, {\"name\": \"second\"}], \"labels\": {\"a.b/c\": \"dotted\"}, \"none\":"
                                + " null}")
                .is(201);
        Map<String, String> table = Map.of("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io");
        JsonNode shown = api.send("GET", CRONTABS, "", table).is(200).json();
        assertEquals(expected, shown.at("/rows/0/cells/1").toString());
    }

    @Test
    void whatASubresourceNeedsMustBeThere() {
        fixture.declare(CustomResourceFixture.definition(
                        REPLICAS,
                        ", \"subresources\": {\"scale\": {\"specReplicasPath\": \".spec.replicas\","
                                + " \"statusReplicasPath\": \".status.replicas\"}}"))
                .is(201);
        assertContains(
                fixture.create("{\"replicas\": [1]}").is(422).message(),
                ".spec.replicas accessor error: [1] is of the type []interface {}, expected int64");
        assertContains(
                fixture.create("5").is(422).message(),
                ".spec.replicas accessor error: 5 is of the type int64, expected map[string]interface{}");
        fixture.create("{}").is(201);
        assertEquals(
                "Internal error occurred: the spec replicas field \".spec.replicas\" does not exist",
                api.get(CRONTABS + "/my/scale").is(500).message());
        Reply missing = api.get(CRONTABS + "/my/status").is(404);
        assertEquals("crontabs.stable.example.com \"my\" not found", missing.message());
        assertEquals("my", missing.at("/details/name"));
    }

    @Test
    void unknownFieldsAreNamedInOrderAndAFreeObjectMayBeApplied() {
        fixture.withSpec("{\"type\": \"object\", \"properties\": {\"free\": {\"type\": \"object\"}}}");
        assertContains(
                fixture.strictly("{\"b\": 1, \"free\": {\"c\": 1}, \"a\": 1}")
                        .is(400)
                        .message(),
                "unknown field \"spec.a\", unknown field \"spec.b\", unknown field \"spec.free.c\"");
        Reply applied = api.patch(
                        CRONTABS + "/my?fieldManager=me",
                        "apply-patch+yaml",
                        CustomResourceFixture.crontab("my", "{\"free\": {\"c\": 1}}"))
                .is(201);
        assertEquals("{\"free\":{}}", applied.json().path("spec").toString());
        assertContains(applied.text(), "\"f:free\":{\"f:c\":{}}");
    }

    @Test
    void aDefaultOfStatusShowsThoughWritersMayNotSetStatus() {
        fixture.declare(CustomResourceFixture.definition("""
                {"type": "object", "properties": {
                  "spec": {"type": "object"},
                  "status": {"type": "object", "default": {"phase": "Waiting"}, "properties": {"phase": {"type": "string"}}}}}
                """, ", \"subresources\": {\"status\": {}}"))
                .is(201);
        Reply created = fixture.create("{}").is(201);
        assertEquals("{\"phase\":\"Waiting\"}", created.json().path("status").toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type": "integer"} | "a" | spec.x: Invalid value: "string": spec.x in body must be of type integer: "string"
            {"type": "array", "items": {"type": "string"}} | [null] | spec.x[0]: Invalid value: "null": spec.x[0] in body must be of type string: "null"
            {"type": "integer", "minimum": 1} | 0 | spec.x: Invalid value: 0: spec.x in body should be greater than or equal to 1
            {"type": "integer", "maximum": 5, "exclusiveMaximum": true} | 5 | spec.x: Invalid value: 5: spec.x in body should be less than 5
            {"type": "number", "multipleOf": 0.5} | 1.2 | spec.x: Invalid value: 1.2: spec.x in body should be a multiple of 0.5
            {"type": "string", "pattern": "^a+$"} | "b" | spec.x: Invalid value: "b": spec.x in body should match '^a+$'
            {"type": "string", "minLength": 2} | "b" | spec.x: Invalid value: "b": spec.x in body should be at least 2 chars long
            {"type": "string", "maxLength": 2} | "bbb" | spec.x: Too long: may not be more than 2 bytes
            {"type": "string", "enum": ["a", "b"]} | "c" | spec.x: Unsupported value: "c": supported values: "a", "b"
            {"type": "string", "format": "date-time"} | "now" | spec.x: Invalid value: "now": spec.x in body must be of type date-time: "now"
            {"type": "string", "format": "ipv4"} | "1.2.3" | spec.x: Invalid value: "1.2.3": spec.x in body must be of type ipv4: "1.2.3"
            {"type": "array", "items": {"type": "string"}, "maxItems": 1} | ["a", "b"] | spec.x: Too many: 2: must have at most 1 item
            {"type": "array", "items": {"type": "string"}, "minItems": 1} | [] | spec.x: Invalid value: 0: spec.x in body should have at least 1 items
            {"type": "array", "items": {"type": "string"}} | [1] | spec.x[0]: Invalid value: "integer": spec.x[0] in body must be of type string: "integer"
            {"type": "array", "items": {"type": "string"}, "x-kubernetes-list-type": "set"} | ["a", "a"] | spec.x[1]: Duplicate value: "a"
            {"type": "array", "items": {"type": "object", "required": ["k"], "properties": {"k": {"type": "string"}}}, "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["k"]} | [{"k": "a"}, {"k": "a"}] | spec.x[1]: Duplicate value: {"k":"a"}
            {"type": "object", "required": ["k"], "properties": {"k": {"type": "string"}}} | {} | spec.x.k: Required value
            {"type": "object", "additionalProperties": {"type": "string"}} | {"k": 1} | spec.x.k: Invalid value: "integer": spec.x.k in body must be of type string: "integer"
            {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "oneOf": [{"required": ["a"]}, {"required": ["b"]}]} | {} | <nil>: Invalid value: "": "spec.x" must validate one and only one schema (oneOf). Found none valid
            {"type": "integer", "not": {"enum": [3]}} | 3 | <nil>: Invalid value: "": "spec.x" must not validate the schema (not)
            {"type": "integer", "anyOf": [{"minimum": 5}, {"maximum": 2}]} | 3 | <nil>: Invalid value: "": "spec.x" must validate at least one schema (anyOf)
            {"type": "integer", "format": "int32"} | true | spec.x: Invalid value: "": spec.x in body must be of type int32: ""
            {"type": "string", "format": "date-time"} | 5 | spec.x: Invalid value: "int64": spec.x in body must be of type date-time: "int64"
            {"type": "integer"} | 18446744073709551616 | spec.x: Invalid value: "number": spec.x in body must be of type integer: "number"
            {"type": "string", "pattern": "a"} | "\\u2028" | spec.x: Invalid value: "\\u2028": spec.x in body should match 'a'
            {"type": "integer", "format": "int32"} | 3000000000 | Checked value must be of type integer with format int32 in spec.x
            {"x-kubernetes-int-or-string": true} | true | spec.x: Invalid value: "boolean": spec.x in body must be of type integer,string: "boolean"
            {"type": "object", "x-kubernetes-embedded-resource": true, "x-kubernetes-preserve-unknown-fields": true} | {"kind": "X"} | spec.x.apiVersion: Required value
            {"type": "object", "x-kubernetes-embedded-resource": true, "x-kubernetes-preserve-unknown-fields": true} | {"apiVersion": "a/b/c", "kind": "X"} | spec.x.apiVersion: Invalid value: "a/b/c": unexpected GroupVersion string: a/b/c
            {"type": "object", "x-kubernetes-embedded-resource": true, "x-kubernetes-preserve-unknown-fields": true} | {"apiVersion": "v1", "kind": "no kind"} | spec.x.kind: Invalid value: "no kind": may have mixed case, but should otherwise match: a DNS-1035 label must consist
            {"type": "object", "x-kubernetes-embedded-resource": true, "x-kubernetes-preserve-unknown-fields": true} | {"apiVersion": "v1", "kind": "X", "metadata": {"name": "a/b"}} | spec.x.metadata.name: Invalid value: "a/b": may not contain '/'
            {"type": "object", "x-kubernetes-embedded-resource": true, "x-kubernetes-preserve-unknown-fields": true} | {"apiVersion": "v1", "kind": "X", "metadata": {"namespace": "A"}} | spec.x.metadata.namespace: Invalid value: "A": a lowercase RFC 1123 label must consist
            {"type": "object", "x-kubernetes-embedded-resource": true, "x-kubernetes-preserve-unknown-fields": true} | {"apiVersion": "v1", "kind": "X", "metadata": {"annotations": {"-": "a"}}} | spec.x.metadata.annotations: Invalid value: "-": name part must consist
            {"type": "object", "x-kubernetes-embedded-resource": true, "x-kubernetes-preserve-unknown-fields": true} | {"apiVersion": "v1", "kind": "X", "metadata": {"ownerReferences": [{"apiVersion": "v1", "kind": "Pod", "name": "a"}]}} | spec.x.metadata.ownerReferences.uid: Invalid value: "": must not be empty
            {"type": "object", "x-kubernetes-embedded-resource": true, "x-kubernetes-preserve-unknown-fields": true} | {"apiVersion": "v1", "kind": "X", "metadata": {"labels": 1}} | spec.x.metadata: Invalid value: {"labels":1}: json: cannot unmarshal number into Go struct field ObjectMeta.labels of type map[string]string
            """)
    void refusesAValue(String schema, String value, String expected) {
        fixture.withSpec("{\"type\": \"object\", \"properties\": {\"x\": " + schema + "}}");
        assertContains(fixture.create("{\"x\": " + value + "}").is(422).message(), expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"x-kubernetes-int-or-string": true, "anyOf": [{"type": "integer"}, {"type": "string"}]} | "80%"
            {"x-kubernetes-int-or-string": true} | 80
            {"type": "number"} | 1
            {"type": "integer"} | 1.0
            {"type": "string", "nullable": true} | null
            {"type": "string", "format": "no-such-format"} | "anything"
            {"type": "object", "x-kubernetes-embedded-resource": true, "x-kubernetes-preserve-unknown-fields": true} | {"apiVersion": "v1", "kind": "Pod", "spec": {}}
            """)
    void takesAValue(String schema, String value) {
        fixture.withSpec("{\"type\": \"object\", \"properties\": {\"x\": " + schema + "}}");
        fixture.create("{\"x\": " + value + "}").is(201);
    }

    @Test
    void whatHasNotChangedIsNotJudgedAgain() {
        fixture.withSpec(
                "{\"type\": \"object\", \"properties\": {\"old\": {\"type\": \"string\"}, \"new\": {\"type\": \"string\"}}}");
        fixture.create("{\"old\": \"long text\"}").is(201);
        api.patch(
                        DEFINITIONS + "/crontabs.stable.example.com",
                        "json-patch+json",
                        "[{\"op\": \"add\", \"path\": \"/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/old/maxLength\","
                                + " \"value\": 3}]")
                .is(200);
        api.patch(CRONTABS + "/my", "merge-patch+json", "{\"spec\": {\"new\": \"x\"}}")
                .is(200);
        api.patch(CRONTABS + "/my", "merge-patch+json", "{\"spec\": {\"old\": \"other text\"}}")
                .is(422);
    }

    @Test
    void metadataIsAlwaysMetadata() {
        fixture.withSpec("{\"type\": \"object\"}");
        api.post(CRONTABS, "{\"metadata\": {\"name\": \"My\"}}").is(422);
        api.post(CRONTABS, "{\"metadata\": {\"name\": \"my\", \"labels\": {\"a\": 1}}}")
                .is(400);
    }

    @Test
    void metadataOfAnEmbeddedResourceIsMetadata() {
        fixture.withSpec("{\"type\": \"object\", \"properties\": {\"x\": {\"type\": \"object\","
                + " \"x-kubernetes-embedded-resource\": true, \"properties\": {\"items\": {\"type\": \"array\", \"items\":"
                + " {\"type\": \"object\", \"x-kubernetes-embedded-resource\": true,"
                + " \"x-kubernetes-preserve-unknown-fields\": true}}}}}}");
        String item = "{\"apiVersion\": \"v1\", \"kind\": \"A\", \"metadata\": {\"name\": \"a\", \"tint\": 1}}";
        String spec = "{\"x\": {\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": [" + item
                + "], \"metadata\": {\"labels\": {}, \"color\": 1, \"name\": null, \"ownerReferences\": [{\"hue\": 2,"
                + " \"apiVersion\": \"v1\", \"kind\": \"Pod\", \"name\": \"a\", \"uid\": \"b\"}]}}}";
        assertContains(
                fixture.strictly(spec).is(400).message(),
                "unknown field \"spec.x.items[0].metadata.tint\", unknown field \"spec.x.metadata.color\","
                        + " unknown field \"spec.x.metadata.ownerReferences[0].hue\"");
        assertEquals(
                "{\"ownerReferences\":[{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"name\":\"a\",\"uid\":\"b\"}]}",
                fixture.create(spec).is(201).json().at("/spec/x/metadata").toString());
    }

    @Test
    void statusAndScaleAreSubresources() {
        fixture.declare(CustomResourceFixture.definition(REPLICAS, SUBRESOURCES))
                .is(201);
        Reply created = fixture.create("{\"replicas\": 3}").is(201);
        assertFalse(created.json().has("status"));
        Reply status = api.patch(
                        CRONTABS + "/my/status",
                        "merge-patch+json",
                        "{\"metadata\": {\"labels\": {\"no\": \"no\"}}, \"spec\": {\"replicas\": 9}, \"status\": {\"replicas\": 2, \"selector\":"
                                + " \"a=b\"}}")
                .is(200);
        assertEquals("3", status.at("/spec/replicas"));
        assertEquals("1", status.at("/metadata/generation"));
        assertFalse(status.json().path("metadata").has("labels"));
        Reply scale = api.get(CRONTABS + "/my/scale").is(200);
        assertEquals(
                "3 2 a=b",
                scale.at("/spec/replicas") + " " + scale.at("/status/replicas") + " " + scale.at("/status/selector"));
        api.patch(CRONTABS + "/my/scale", "merge-patch+json", "{\"spec\": {\"replicas\": 5}}")
                .is(200);
        Reply after = api.get(CRONTABS + "/my");
        assertEquals("5", after.at("/spec/replicas"));
        assertEquals("2", after.at("/metadata/generation"));
        assertContains(
                api.patch(CRONTABS + "/my/status", "merge-patch+json", "{\"status\": {\"replicas\": \"x\"}}")
                        .is(422)
                        .message(),
                "status.replicas: Invalid value: \"string\"");
    }

    @Test
    void withoutASubresourceStatusIsWantedLikeTheRest() {
        fixture.declare(CustomResourceFixture.definition(REPLICAS)).is(201);
        fixture.create("{}").is(201);
        Reply changed = api.patch(CRONTABS + "/my", "merge-patch+json", "{\"status\": {\"replicas\": 1}}")
                .is(200);
        assertEquals("1", changed.at("/status/replicas"));
        assertEquals("2", changed.at("/metadata/generation"));
        api.get(CRONTABS + "/my/status").is(404);
    }

    @Test
    void fieldsOfTheDefinitionSelect() {
        fixture.declare(CustomResourceFixture.definition(REPLICAS, SUBRESOURCES))
                .is(201);
        fixture.create("red", "{\"color\": \"red\"}").is(201);
        fixture.create("blue", "{\"color\": \"blue\"}").is(201);
        JsonNode items = api.get(CRONTABS + "?fieldSelector=spec.color%3Dblue")
                .is(200)
                .json()
                .path("items");
        assertEquals("[\"blue\"]", "[" + items.path(0).at("/metadata/name") + "]");
        assertEquals(1, items.size());
        api.get(CRONTABS + "?fieldSelector=spec.replicas%3D1").is(400);
    }

    @Test
    void tablesHaveTheColumnsOfTheDefinition() {
        fixture.declare(CustomResourceFixture.definition(REPLICAS, """
                , "additionalPrinterColumns": [{"name": "Replicas", "type": "integer", "jsonPath": ".spec.replicas"},
                 {"name": "Color", "type": "string", "jsonPath": ".spec.color", "priority": 1},
                 {"name": "Age", "type": "date", "jsonPath": ".metadata.creationTimestamp"}]
                """)).is(201);
        fixture.create("{\"replicas\": 3}").is(201);
        Map<String, String> table = Map.of("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io");
        JsonNode shown = api.send("GET", CRONTABS, "", table).is(200).json();
        assertEquals("Name", shown.at("/columnDefinitions/0/name").asText());
        assertEquals("Color", shown.at("/columnDefinitions/2/name").asText());
        assertEquals("[\"my\",3,null,\"0s\"]", shown.at("/rows/0/cells").toString());
    }

    @Test
    void everyVersionIsServedAndTheStoredOneMayChange() {
        String schema =
                "{\"openAPIV3Schema\": {\"type\": \"object\", \"properties\": {\"spec\": {\"type\": \"object\", \"properties\": {\"a\":"
                        + " {\"type\": \"string\"}}}}}}";
        String versions = "[{\"name\": \"v1\", \"served\": true, \"storage\": %s, \"deprecated\": true, \"schema\": "
                + schema + "}, {\"name\": \"v2\", \"served\": true, \"storage\": %s, \"schema\": " + schema + "}]";
        String definition = CustomResourceFixture.definition("{\"type\": \"object\"}");
        int start = definition.indexOf("[{\"name\": \"v1\"");
        String two = definition.substring(0, start) + versions.formatted("true", "false") + "}}";
        fixture.declare(two).is(201);
        assertEquals("v2", api.get("/apis/stable.example.com").at("/preferredVersion/version"));
        Reply created = fixture.create("{\"a\": \"x\"}").is(201);
        assertContains(
                created.headers().get("Warning").toString(),
                "stable.example.com/v1 CronTab is deprecated; use stable.example.com/v2 CronTab");
        String second = CRONTABS.replace("/v1/", "/v2/");
        assertEquals("stable.example.com/v2", api.get(second + "/my").is(200).at("/apiVersion"));
        assertEquals("x", api.get(second + "/my").at("/spec/a"));
        String path = DEFINITIONS + "/crontabs.stable.example.com";
        Reply changed = api.patch(
                        path,
                        "merge-patch+json",
                        "{\"spec\": {\"versions\": " + versions.formatted("false", "true") + "}}")
                .is(200);
        assertEquals(
                "[\"v1\",\"v2\"]", changed.json().at("/status/storedVersions").toString());
        assertEquals("stable.example.com/v1", api.get(CRONTABS + "/my").is(200).at("/apiVersion"));
        assertEquals("stable.example.com/v2", api.get(second).is(200).at("/items/0/apiVersion"));
        String revision = api.get(second + "/my").at("/metadata/resourceVersion");
        Reply migrated = api.patch(second + "/my", "merge-patch+json", "{}").is(200);
        assertNotEquals(revision, migrated.at("/metadata/resourceVersion"));
        assertEquals(
                migrated.at("/metadata/resourceVersion"),
                api.patch(second + "/my", "merge-patch+json", "{}").at("/metadata/resourceVersion"));
        api.patch(second + "/my", "merge-patch+json", "{\"spec\": {\"a\": \"y\"}}")
                .is(200);
        assertEquals("y", api.get(CRONTABS + "/my").at("/spec/a"));
    }

    @Test
    void serverSideApplyMergesAsTheSchemaSays() {
        fixture.withSpec("""
                {"type": "object", "properties": {
                 "ports": {"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"],
                  "items": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}, "port": {"type": "integer"}}}},
                 "plain": {"type": "array", "items": {"type": "string"}}}}
                """);
        Reply created = apply("one", "{\"ports\": [{\"name\": \"a\", \"port\": 1}], \"plain\": [\"x\"]}")
                .is(201);
        assertEquals("one", created.at("/metadata/managedFields/0/manager"));
        Reply second =
                apply("two", "{\"ports\": [{\"name\": \"b\", \"port\": 2}]}").is(200);
        assertEquals(
                "[{\"name\":\"a\",\"port\":1},{\"name\":\"b\",\"port\":2}]",
                second.json().at("/spec/ports").toString());
        assertContains(apply("two", "{\"plain\": [\"y\"]}").is(409).message(), "conflict with \"one\": .spec.plain");
        assertContains(apply("two", "{\"unknown\": 1}").text(), "field not declared in schema");
    }

    private Reply apply(String manager, String spec) {
        return api.patch(
                CRONTABS + "/my?fieldManager=" + manager,
                "apply-patch+yaml",
                CustomResourceFixture.crontab("my", spec));
    }
}
