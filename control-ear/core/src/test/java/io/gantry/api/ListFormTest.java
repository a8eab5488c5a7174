package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.gantry.object.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The form of answers with objects, and which of them say their kind and version, as upstream's do. */
class ListFormTest {

    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String SCALERS = "/namespaces/default/horizontalpodautoscalers";
    private static final String TABLE = "application/json;as=Table;g=meta.k8s.io;v=v1";
    private static final String PARTIALS = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

    /** Another writer of the same form. */
    private static final ObjectWriter INDENTED =
            Json.MAPPER.writer(new DefaultPrettyPrinter(Separators.createDefaultInstance()
                            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                            .withArrayEmptySeparator("")
                            .withObjectEmptySeparator(""))
                    .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                    .withArrayIndenter(new DefaultIndenter("  ", "\n")));

    private final CustomResourceFixture custom = new CustomResourceFixture();
    private final ApiFixture api = custom.api;

    @BeforeEach
    void makeObjects() {
        custom.withSpec("{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"number\"}}}");
        custom.create("{\"n\":1.5}").is(201);
        String data = "{\"empty\":\"\",\"text\":\"a \\\"b\\\" \\\\ {[<&>]}:,\\n é 😀\"}";
        for (String name : new String[] {"a", "b", "c"}) {
            api.post(MAPS, "{\"metadata\":{\"name\":\"" + name + "\",\"labels\":{}},\"data\":" + data + "}")
                    .is(201);
        }
        api.post(
                        "/apis/autoscaling/v2" + SCALERS,
                        "{\"metadata\":{\"name\":\"h\"},\"spec\":{\"maxReplicas\":3,\"scaleTargetRef\":"
                                + "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"name\":\"d\"}}}")
                .is(201);
        api.post(
                        "/api/v1/namespaces/default/events",
                        "{\"metadata\":{\"name\":\"e\"},\"involvedObject\":{\"namespace\":\"default\",\"name\":\"p\"}}")
                .is(201);
    }

    private byte[] get(String path, String accept) {
        ApiResponse.Complete answer = (ApiResponse.Complete)
                api.server.handle(api.request(ApiFixture.ADMIN, "GET", path, new byte[0], Map.of("Accept", accept)));
        byte[] bytes = answer.body().bytes();
        assertThat(answer.body().length()).isEqualTo(bytes.length);
        return bytes;
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/namespaces/default/configmaps, application/json",
        "/api/v1/namespaces/default/configmaps?limit=1, application/json",
        "/api/v1/namespaces/default/configmaps?labelSelector=none, application/json",
        "/api/v1/namespaces/default/configmaps/a, application/json",
        "/api/v1/namespaces/default/configmaps/none, application/json",
        "/api/v1/namespaces/default/configmaps, " + TABLE,
        "/api/v1/namespaces/default/configmaps?includeObject=Object, " + TABLE,
        "/api/v1/namespaces/default/configmaps/a, " + TABLE,
        "/api/v1/namespaces/default/configmaps, " + PARTIALS,
        "/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers, application/json",
        "/apis/events.k8s.io/v1/namespaces/default/events, application/json",
        "/apis/stable.example.com/v1/namespaces/default/crontabs, application/json",
        "/apis/stable.example.com/v1/namespaces/default/crontabs/my, application/json",
    })
    void indentedAnswersSayTheSameAsCompactOnesByteForByte(String path, String accept) throws JsonProcessingException {
        JsonNode compact = Json.read(get(path, accept));
        byte[] indented = get(path + (path.contains("?") ? "&" : "?") + "pretty=true", accept);
        assertThat(text(indented)).isEqualTo(text(INDENTED.writeValueAsBytes(compact)));
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/namespaces/default/configmaps, 3, ,",
        "/api/v1/namespaces/default/configmaps?limit=1, 1, ,",
        "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers, 1, ,",
        "/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers, 1, ,",
        "/api/v1/namespaces/default/events, 1, ,",
        "/apis/events.k8s.io/v1/namespaces/default/events, 1, ,",
        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions, 1, ,",
        "/apis/stable.example.com/v1/namespaces/default/crontabs, 1, CronTab, stable.example.com/v1",
    })
    void onlyItemsOfCustomResourcesSayTheirKind(String path, int count, String kind, String apiVersion)
            throws MalformedBodyException {
        JsonNode json = Json.read(get(path, "application/json"));
        JsonNode yaml = YamlReader.read(get(path, "application/yaml")).tree();
        for (JsonNode list : List.of(json, yaml)) {
            assertThat(list.path("kind").asText()).endsWith("List");
            assertThat(list.path("items")).hasSize(count).allSatisfy(item -> {
                assertThat(item.path("kind").textValue()).isEqualTo(kind);
                assertThat(item.path("apiVersion").textValue()).isEqualTo(apiVersion);
                assertThat(item.at("/metadata/resourceVersion").asLong()).isPositive();
            });
        }
    }

    @Test
    void listsOfThePastLeaveTheKindOutToo() {
        String revision = api.get(MAPS).at("/metadata/resourceVersion");
        api.delete(MAPS + "/a").is(200);
        JsonNode past = api.get(MAPS + "?resourceVersionMatch=Exact&resourceVersion=" + revision)
                .is(200)
                .json();
        assertThat(past.path("items")).hasSize(3);
        assertThat(past.at("/items/0").has("kind")).isFalse();
        JsonNode deleted = api.delete(MAPS).is(200).json();
        assertThat(deleted.path("items")).hasSize(2);
        assertThat(deleted.at("/items/0").has("kind")).isFalse();
    }

    @Test
    void objectsOutsideOfListsSayTheirKind() {
        assertThat(api.get(MAPS + "/a").at("/kind")).isEqualTo("ConfigMap");
        WatchStream watch = api.watch(
                MAPS + "?watch=1&sendInitialEvents=1&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=1");
        assertThat(ApiFixture.frames(watch))
                .hasSize(4)
                .allSatisfy(
                        event -> assertThat(event.at("/object/kind").asText()).isEqualTo("ConfigMap"));
        watch.close();
        for (String path : new String[] {MAPS, "/apis/autoscaling/v1" + SCALERS}) {
            assertThat(Json.read(get(path, TABLE)).at("/rows/0/object/kind").asText())
                    .isEqualTo("PartialObjectMetadata");
            assertThat(Json.read(get(path, PARTIALS)).at("/items/0/kind").asText())
                    .isEqualTo("PartialObjectMetadata");
        }
        JsonNode whole = Json.read(get(MAPS + "?includeObject=Object", TABLE));
        assertThat(whole.at("/rows/0/object/kind").asText()).isEqualTo("ConfigMap");
    }
}
