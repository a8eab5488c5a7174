package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.api.ApiFixture.Reply;
import io.gantry.object.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Follows upstream's test/e2e/apimachinery/crd_conversion_webhook.go: v1 has a hostPort, v2 a host and a port. */
class ConversionWebhookTest {

    private static final String V1 = "/apis/stable.example.com/v1/namespaces/default/e2es";
    private static final String V2 = "/apis/stable.example.com/v2/namespaces/default/e2es";

    private final CustomResourceFixture fixture = new CustomResourceFixture();
    private final ApiFixture api = fixture.api;

    private static String versions(String stored) {
        return """
                [{"name": "v1", "served": true, "storage": %s, "schema": {"openAPIV3Schema": {"type": "object",
                   "properties": {"hostPort": {"type": "string"}}}},
                   "additionalPrinterColumns": [{"name": "at", "type": "string", "jsonPath": ".hostPort"}]},
                 {"name": "v2", "served": true, "storage": %s, "schema": {"openAPIV3Schema": {"type": "object",
                   "properties": {"host": {"type": "string"}, "port": {"type": "string"}}}},
                   "selectableFields": [{"jsonPath": ".host"}],
                   "additionalPrinterColumns": [{"name": "host", "type": "string", "jsonPath": ".host"}]}]""".formatted(stored.equals("v1"), stored.equals("v2"));
    }

    @BeforeEach
    void declare() {
        api.webhooks.on("convert", ConversionWebhookTest::converted);
        fixture.declare("""
                {"metadata": {"name": "e2es.stable.example.com"},
                 "spec": {"group": "stable.example.com", "scope": "Namespaced",
                  "names": {"plural": "e2es", "kind": "E2e"},
                  "conversion": {"strategy": "Webhook", "webhook": {"conversionReviewVersions": ["v1"],
                   "clientConfig": {"url": "https://hooks.test/convert"}}},
                  "versions": %s}}""".formatted(versions("v1"))).is(201);
    }

    private static ObjectNode converted(JsonNode request) {
        ObjectNode response = Json.object();
        response.putObject("result").put("status", "Success");
        String wanted = request.get("desiredAPIVersion").asText();
        for (JsonNode given : request.get("objects")) {
            ObjectNode object = given.deepCopy();
            if (wanted.endsWith("/v2")) {
                String[] parts = object.remove("hostPort").asText().split(":");
                object.put("host", parts[0]).put("port", parts[1]);
            } else {
                String host = object.remove("host").asText();
                object.put("hostPort", host + ":" + object.remove("port").asText());
            }
            response.withArray("convertedObjects").add(object.put("apiVersion", wanted));
        }
        return response;
    }

    private Reply create(String name) {
        return api.post(
                V1,
                "{\"apiVersion\":\"stable.example.com/v1\",\"kind\":\"E2e\",\"metadata\":{\"name\":\"" + name
                        + "\"},\"hostPort\":\"localhost:8080\"}");
    }

    @Test
    void anObjectIsShownInAnotherVersionAndCanBeChangedThere() {
        create("a").is(201);

        Reply shown = api.get(V2 + "/a").is(200);
        assertThat(shown.at("/host") + " " + shown.at("/port")).isEqualTo("localhost 8080");
        assertThat(shown.json().has("hostPort")).isFalse();

        api.patch(V2 + "/a", "merge-patch+json", "{\"port\":\"9090\"}").is(200);
        assertThat(api.get(V1 + "/a").at("/hostPort")).isEqualTo("localhost:9090");
    }

    @Test
    void aListOfMixedVersionsIsConvertedInOneReview() {
        create("a").is(201);
        api.patch(
                        CustomResourceFixture.DEFINITIONS + "/e2es.stable.example.com",
                        "merge-patch+json",
                        "{\"spec\":{\"versions\":" + versions("v2") + "}}")
                .is(200);
        fixture.settle();
        for (String name : List.of("b", "c")) {
            api.post(V2, "{\"metadata\":{\"name\":\"" + name + "\"},\"host\":\"localhost\",\"port\":\"8080\"}")
                    .is(201);
        }
        api.webhooks.asked.clear();

        assertThat(api.get(V1).json().get("items"))
                .extracting(item -> item.get("hostPort").asText())
                .containsExactly("localhost:8080", "localhost:8080", "localhost:8080");
        assertThat(api.webhooks.asked).hasSize(1);
        assertThat(api.webhooks.asked.getFirst().get("objects")).hasSize(2);
        assertThat(api.get(V2).json().get("items"))
                .extracting(item -> item.get("host").asText())
                .containsExactly("localhost", "localhost", "localhost");
    }

    @Test
    void eachRevisionIsConvertedOnceHoweverManyRead() {
        create("a").is(201);
        create("b").is(201);
        WatchStream one = api.watch(V2 + "?watch=true&resourceVersion=" + api.store.revision());
        WatchStream other = api.watch(V2 + "?watch=true&resourceVersion=" + api.store.revision());
        api.webhooks.asked.clear();

        api.get(V2 + "?fieldSelector=host%3Dlocalhost").is(200);
        api.get(V2).is(200);
        api.get(V2 + "/a").is(200);
        api.send("GET", V2, "", Map.of("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io"))
                .is(200);
        assertThat(api.webhooks.asked).hasSize(1);
        assertThat(api.webhooks.asked.getFirst().get("objects")).hasSize(2);

        api.patch(V1 + "/a", "merge-patch+json", "{\"hostPort\":\"there:1\"}").is(200);
        for (WatchStream watch : List.of(one, other)) {
            assertThat(ApiFixture.frames(watch).getLast().at("/object/host").asText())
                    .isEqualTo("there");
        }
        assertThat(api.get(V2).json().at("/items/0/host").asText()).isEqualTo("there");
        assertThat(api.webhooks.asked).hasSize(2);
        assertThat(api.webhooks.asked.getLast().get("objects")).hasSize(1);
    }

    @Test
    void anotherDefinitionConvertsAnew() {
        create("a").is(201);
        api.get(V2).is(200);
        api.webhooks.on("otherwise", asked -> {
            ObjectNode response = converted(asked);
            response.withArray("convertedObjects").forEach(object -> ((ObjectNode) object).put("host", "elsewhere"));
            return response;
        });
        api.patch(
                        CustomResourceFixture.DEFINITIONS + "/e2es.stable.example.com",
                        "merge-patch+json",
                        "{\"spec\":{\"conversion\":{\"webhook\":{\"clientConfig\":{\"url\":\"https://hooks.test/otherwise\"}}}}}")
                .is(200);
        fixture.settle();
        assertThat(api.get(V2).json().at("/items/0/host").asText()).isEqualTo("elsewhere");
    }

    @Test
    void whoeverComesWhileAnObjectIsConvertedWaitsForIt() throws Exception {
        create("a").is(201);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        api.webhooks.asked.clear();
        api.webhooks.on("convert", request -> {
            asked.countDown();
            try {
                answer.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return converted(request);
        });
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Reply> first = readers.submit(() -> api.get(V2));
            asked.await();
            Future<Reply> second = readers.submit(() -> api.get(V2));
            answer.countDown();
            assertThat(first.get().at("/items/0/host")).isEqualTo("localhost");
            assertThat(second.get().at("/items/0/host")).isEqualTo("localhost");
        }
        assertThat(api.webhooks.asked).hasSize(1);
    }

    @Test
    void watchesTablesAndSelectorsSeeTheirVersion() {
        create("a").is(201);

        Reply table = api.send("GET", V2, "", Map.of("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io"));
        assertThat(table.json().at("/rows/0/cells"))
                .isEqualTo(Json.MAPPER.createArrayNode().add("a").add("localhost"));
        assertThat(api.get(V2 + "?fieldSelector=host%3Dlocalhost").json().get("items"))
                .hasSize(1);
        assertThat(api.get(V2 + "?fieldSelector=host%3Dother").json().get("items"))
                .isEmpty();

        WatchStream watch = api.watch(V2 + "?watch=true&resourceVersion=" + api.store.revision());
        create("b").is(201);
        assertThat(ApiFixture.frames(watch).getFirst().at("/object/host").asText())
                .isEqualTo("localhost");
    }

    @Test
    void aWatchEndsWithAnErrorWhenNobodyConverts() {
        WatchStream watch = api.watch(V2 + "?watch=true&resourceVersion=" + api.store.revision());
        api.webhooks.on("convert", asked -> Json.read("{\"result\":{\"status\":\"Failure\",\"message\":\"away\"}}"));
        create("b").is(201);

        List<JsonNode> frames = ApiFixture.frames(watch);

        assertThat(frames.getFirst().get("type").asText()).isEqualTo("ERROR");
        assertThat(watch.ended()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"result":{"status":"Failure","message":"no way"}}  | failed: no way
            {"result":{"status":"Failure"}}                     | failed: response.result.status was 'Failure', not 'Success'
            {"result":{"status":"Success"}}                     | returned 0 objects, expected 1
            {"result":{"status":"Success"},"convertedObjects":[{"apiVersion":"stable.example.com/v3","kind":"E2e"}]} | returned invalid object at index 0: invalid groupVersion (expected stable.example.com/v2, received stable.example.com/v3)
            {"result":{"status":"Success"},"convertedObjects":[{"apiVersion":"stable.example.com/v2","kind":"Other"}]} | returned invalid object at index 0: invalid kind (expected E2e, received Other)
            {"result":{"status":"Success"},"convertedObjects":[{"apiVersion":"stable.example.com/v2","kind":"E2e","metadata":{"name":"b"}}]} | returned invalid object: must have the same name: a != b
            """)
    void answersThatMakeNoSenseAreErrors(String response, String message) {
        create("a").is(201);
        api.webhooks.on("convert", asked -> Json.read(response));

        assertThat(api.get(V2 + "/a").is(500).message())
                .isEqualTo("conversion webhook for stable.example.com/v1, Kind=E2e " + message.replace("\\'", "'"));
    }

    @Test
    void convertedLabelsAreCheckedLikeAnyOther() {
        create("a").is(201);
        api.webhooks.on("convert", asked -> {
            ObjectNode response = converted(asked);
            ((ObjectNode) response.at("/convertedObjects/0/metadata"))
                    .putObject("labels")
                    .put("bad key", "");
            return response;
        });

        assertThat(api.get(V2 + "/a").is(500).message())
                .startsWith("conversion webhook for stable.example.com/v1, Kind=E2e returned invalid metadata:"
                        + " metadata.labels: Invalid value: \"bad key\": name part must");
    }

    @Test
    void onlyLabelsAndAnnotationsOfMetadataMayBeConverted() {
        create("a").is(201);
        api.webhooks.on("convert", asked -> {
            ObjectNode response = converted(asked);
            ObjectNode metadata = (ObjectNode) response.at("/convertedObjects/0/metadata");
            metadata.putObject("labels").put("made", "up");
            metadata.putArray("finalizers").add("x.y/z");
            return response;
        });

        Reply shown = api.get(V2 + "/a").is(200);

        assertThat(shown.at("/metadata/labels/made")).isEqualTo("up");
        assertThat(shown.json().at("/metadata/finalizers").isMissingNode()).isTrue();
    }
}
