package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Small requests that would cost a careless server much: each is refused or served quickly. */
class BombTest {

    /** Of one request, on a machine that is busy. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final ApiFixture api = new ApiFixture();

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.gantry.api.Bombs#all")
    void aBombIsAnsweredCheaply(String name, String method, String path, String type, byte[] body) {
        api.post(Bombs.MAPS, "{\"metadata\":{\"name\":\"m\"},\"data\":{\"a\":\"b\"}}")
                .is(201);
        api.post(Bombs.DEPLOYMENTS, Bombs.deployment("\"replicas\":1").replace("\"d\"", "\"web\""))
                .is(201);
        ApiResponse.Complete answer = answered(method, path, type, body);
        assertThat(answer.status()).as(() -> shortened(answer)).isLessThan(500);
        assertThat(answer.body().length())
                .as("an answer is not much larger than its request")
                .isLessThan(body.length + path.length() + 1_000_000);
    }

    private ApiResponse.Complete answered(String method, String path, String type, byte[] body) {
        long began = System.nanoTime();
        ApiResponse response = api.server.handle(api.request(
                ApiFixture.ADMIN, method, path, body, type.isEmpty() ? Map.of() : Map.of("Content-Type", type)));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LIMIT);
        assertThat(response).isInstanceOf(ApiResponse.Complete.class);
        return (ApiResponse.Complete) response;
    }

    private static String shortened(ApiResponse.Complete answer) {
        String text = ApiFixture.complete(answer).text();
        return text.substring(0, Math.min(2000, text.length()));
    }

    @Test
    void aPatternThatAnObjectBringsIsBoundedToo() {
        CustomResourceFixture fixture = new CustomResourceFixture()
                .withSpec("{\"type\":\"object\",\"properties\":{\"p\":{\"type\":\"string\",\"maxLength\":200}},"
                        + "\"x-kubernetes-validations\":[{\"rule\":\"'a'.matches(self.p)\"}]}");
        assertThat(fixture.create("{\"p\":\"^a$\"}").status()).isEqualTo(201);
        assertThat(fixture.create("b", "{\"p\":\"^b$\"}").status()).isEqualTo(422);
        assertThat(fixture.create("c", "{\"p\":\"" + "(a{1,1000}){1,1000}".repeat(5) + "\"}")
                        .is(422)
                        .message())
                .contains("invalid repeat count: `{1,1000}`");
    }

    /** The managed fields of what is stored say every field once more. */
    @Test
    void whatIsNestedAsDeeplyAsABodyMayBeIsReadBack() {
        CustomResourceFixture fixture = new CustomResourceFixture()
                .withSpec("{\"type\":\"object\",\"x-kubernetes-preserve-unknown-fields\":true}");
        int depth = Json.MAX_DEPTH - 2;
        fixture.create("{\"a\":".repeat(depth) + "1" + "}".repeat(depth)).is(201);
        fixture.create("more", "{\"a\":".repeat(depth + 5) + "1" + "}".repeat(depth + 5))
                .is(400);
        String list = fixture.api.get(CustomResourceFixture.CRONTABS).is(200).text();
        assertThat(Json.read(list.getBytes(StandardCharsets.UTF_8)).path("items"))
                .hasSize(1);
    }

    /** Rules about texts are patterns, and patterns over long texts are slow or use up the stack. */
    @Test
    void longTextsInAnyFieldAreJudgedQuickly() {
        List<String> texts = Stream.of("a", "a.", "a-", "/", "1,", "a b ", "0.", ":", "%")
                .map(piece -> piece.repeat(40_000))
                .toList();
        for (FuzzSeed seed : FuzzSeed.all()) {
            ObjectNode tree = Json.read(seed.object());
            List<Consumer<String>> places = new ArrayList<>();
            collect(tree, places);
            IntStream.range(0, places.size()).forEach(i -> {
                ObjectNode copy = tree.deepCopy();
                List<Consumer<String>> ofCopy = new ArrayList<>();
                collect(copy, ofCopy);
                ofCopy.get(i).accept(texts.get(i % texts.size()));
                ApiResponse.Complete answer = answered(
                        "POST",
                        seed.path() + "?dryRun=All",
                        Bombs.JSON,
                        copy.toString().getBytes(StandardCharsets.UTF_8));
                assertThat(answer.status())
                        .as(() -> seed.path() + " place " + i + ": " + shortened(answer))
                        .isLessThan(500);
            });
        }
    }

    /** Every text in the tree, and how to replace it. */
    private static void collect(JsonNode node, List<Consumer<String>> places) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
                if (field.getValue().isTextual()) {
                    places.add(text -> object.put(field.getKey(), text));
                }
                collect(field.getValue(), places);
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int index = i;
                if (array.get(i).isTextual()) {
                    places.add(text ->
                            array.set(index, Json.MAPPER.getNodeFactory().textNode(text)));
                }
                collect(array.get(i), places);
            }
        }
    }
}
