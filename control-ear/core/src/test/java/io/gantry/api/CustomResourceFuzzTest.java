package io.gantry.api;

import static io.gantry.api.CustomResourceFixture.DEFINITIONS;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.api.ApiFixture.Reply;
import io.gantry.object.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a definition says, and whatever an object of it holds, the answer is never an internal error. */
class CustomResourceFuzzTest {

    private static final int DEFINITIONS_A_SEED = 600;
    private static final String NAME = DEFINITIONS + "/crontabs.stable.example.com";
    private static final String SCHEMA = """
            {"type": "object", "properties": {"spec": {"type": "object", "required": ["a"], "properties": {
              "a": {"type": "string", "pattern": "^a*$", "default": "aa", "format": "date"},
              "b": {"type": "array", "items": {"type": "object", "required": ["k"], "properties": {"k": {"type": "string"}}},
                    "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["k"], "maxItems": 3},
              "c": {"x-kubernetes-int-or-string": true, "anyOf": [{"type": "integer"}, {"type": "string"}]},
              "d": {"type": "number", "minimum": 0.5, "multipleOf": 0.1, "enum": [1, 2]},
              "e": {"type": "object", "additionalProperties": {"type": "string", "nullable": true}, "minProperties": 1},
              "f": {"type": "object", "x-kubernetes-embedded-resource": true, "x-kubernetes-preserve-unknown-fields": true}}}}}
            """;
    private static final String SPEC = """
            {"a": "a", "b": [{"k": "x"}, {"k": "y"}], "c": 3, "d": 1, "e": {"m": null},
             "f": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "x"}}}
            """;
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "3",
            "-1",
            "1.5",
            "1e300",
            "\"\"",
            "\"a\"",
            "\"(\"",
            "[]",
            "{}",
            "[1, \"a\", null]",
            "{\"type\": 3}",
            "\"object\"",
            "\"array\"",
            "\"string\"",
            "\"set\"",
            "\"map\"",
            "[\"k\", \"k\"]",
            "\".spec.a\"",
            "[{}]",
            "[null]",
            "{\"a\": null}",
            "{\"type\": \"string\"}",
            "\"9007199254740993\"",
            "12345678901234567890");

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void definitionsAndObjectsAreTakenOrRefused(long seed) throws Exception {
        Random random = new Random(seed);
        CustomResourceFixture fixture = new CustomResourceFixture();
        for (int i = 0; i < DEFINITIONS_A_SEED; i++) {
            String subresources = ", \"subresources\": {\"status\": {}, \"scale\": {\"specReplicasPath\": \".spec.d\","
                    + " \"statusReplicasPath\": \".status.d\"}}, \"additionalPrinterColumns\": [{\"name\": \"A\", \"type\": \"string\","
                    + " \"jsonPath\": \".spec.b[0].k\"}], \"selectableFields\": [{\"jsonPath\": \".spec.a\"}]";
            String definition = changed(CustomResourceFixture.definition(SCHEMA, subresources), random);
            Reply declared = fixture.declare(definition);
            assertNoInternalError(declared, seed, definition);
            if (declared.status() != 201) {
                continue;
            }
            for (int j = 0; j < 5; j++) {
                String spec = changed(SPEC, random);
                assertNoInternalError(fixture.create("o" + j, spec), seed, definition + spec);
            }
            for (String read :
                    List.of(CustomResourceFixture.CRONTABS, "/apis", "/openapi/v3/apis/stable.example.com/v1")) {
                assertNoInternalError(fixture.api.get(read), seed, definition);
            }
            String name = declared.at("/metadata/name");
            fixture.api.delete(DEFINITIONS + "/" + name).is(200);
            fixture.settle();
            fixture.api.get(NAME).is(404);
        }
        assertNoInternalError(fixture.api.get("/openapi/v2"), seed, "");
    }

    private static void assertNoInternalError(Reply reply, long seed, String what) {
        assertTrue(reply.status() < 500, () -> "seed " + seed + ": " + reply.text() + "\n" + what);
    }

    /** The text with up to two values at random places replaced or removed. */
    private static String changed(String text, Random random) throws Exception {
        JsonNode tree = Json.read(text);
        for (int i = random.nextInt(3); i > 0; i--) {
            List<JsonNode> containers = new ArrayList<>();
            collect(tree, containers);
            JsonNode container = containers.get(random.nextInt(containers.size()));
            JsonNode value = Json.MAPPER.readTree(VALUES.get(random.nextInt(VALUES.size())));
            if (container instanceof ArrayNode array && !array.isEmpty()) {
                array.set(random.nextInt(array.size()), value);
            } else if (container instanceof ObjectNode object && !object.isEmpty()) {
                List<String> names = new ArrayList<>();
                object.fieldNames().forEachRemaining(names::add);
                object.set(names.get(random.nextInt(names.size())), value);
            }
        }
        return tree.toString();
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }
}
