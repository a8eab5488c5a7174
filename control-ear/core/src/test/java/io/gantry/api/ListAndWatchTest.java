package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.api.ApiFixture.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListAndWatchTest {

    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

    private final ApiFixture api = new ApiFixture();

    private long create(String name, String labels) {
        return api.post(MAPS, "{\"metadata\":{\"name\":\"" + name + "\",\"labels\":{" + labels + "}}}")
                .is(201)
                .json()
                .at("/metadata/resourceVersion")
                .asLong();
    }

    private static List<String> names(Reply list) {
        List<String> names = new ArrayList<>();
        list.json()
                .path("items")
                .forEach(item -> names.add(item.at("/metadata/name").asText()));
        return names;
    }

    @Test
    void anEmptyListIsAList() {
        Reply list = api.get(MAPS).is(200);
        assertThat(list.text())
                .matches("\\{\"kind\":\"ConfigMapList\",\"apiVersion\":\"v1\",\"metadata\":"
                        + "\\{\"resourceVersion\":\"\\d+\"},\"items\":\\[]}\n");
    }

    @Test
    void aListIsReadInPagesAsOfOneRevision() {
        for (String name : List.of("a", "b", "c", "d", "e")) {
            create(name, "");
        }
        Reply first = api.get(MAPS + "?limit=2").is(200);
        assertThat(names(first)).containsExactly("a", "b");
        assertThat(first.json().at("/metadata/remainingItemCount").asLong()).isEqualTo(3);
        create("bb", "");
        api.delete(MAPS + "/d").is(200);
        Reply second = api.get(MAPS + "?limit=2&continue=" + first.at("/metadata/continue"))
                .is(200);
        assertThat(names(second)).containsExactly("c", "d");
        assertThat(second.at("/metadata/resourceVersion")).isEqualTo(first.at("/metadata/resourceVersion"));
        Reply third = api.get(MAPS + "?limit=2&continue=" + second.at("/metadata/continue"))
                .is(200);
        assertThat(names(third)).containsExactly("e");
        assertThat(third.json().at("/metadata").has("continue")).isFalse();
        assertThat(names(api.get(MAPS))).containsExactly("a", "b", "bb", "c", "e");
    }

    @Test
    void pagesOfASelectionHoldAsManyAsAskedFor() {
        for (int i = 0; i < 6; i++) {
            create("m" + i, "\"odd\":\"" + (i % 2 == 1) + "\"");
        }
        Reply first = api.get(MAPS + "?limit=2&labelSelector=odd%3Dtrue").is(200);
        assertThat(names(first)).containsExactly("m1", "m3");
        assertThat(first.json().at("/metadata").has("remainingItemCount")).isFalse();
        Reply second = api.get(MAPS + "?limit=2&labelSelector=odd%3Dtrue&continue=" + first.at("/metadata/continue"));
        assertThat(names(second)).containsExactly("m5");
    }

    @ParameterizedTest
    @CsvSource({
        "labelSelector=app%3Da7, m7 m27 m47",
        "labelSelector=app%3Da7&limit=2, m27 m47",
        "'labelSelector=app%3Da7,app%3Da8', ''",
        "'labelSelector=app%3Da7,all!%3Dyes', ''",
        "labelSelector=app+in+(a7), m7 m27 m47",
        "labelSelector=app%3D, bare",
        "fieldSelector=metadata.name%3Dm12, m12",
        "'fieldSelector=metadata.name%3Dm12,metadata.namespace%3Dother', ''",
        "'fieldSelector=metadata.name%3Dm12&labelSelector=app%3Da7', ''",
    })
    void fewOutOfManyAreFoundByTheirLabelsAndNames(String query, String found) {
        for (int i = 0; i < 60; i++) {
            create("m%d".formatted(i), "\"app\":\"a" + i % 20 + "\",\"all\":\"yes\"");
        }
        create("bare", "\"app\":\"\"");
        List<String> expected = found.isEmpty() ? List.of() : List.of(found.split(" "));
        assertThat(names(api.get(MAPS + "?" + query).is(200))).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(names(api.get("/api/v1/configmaps?" + query).is(200))).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void eventsAreFoundByWhatTheyAreAboutInBothGroups() {
        for (int i = 0; i < 9; i++) {
            api.post(
                            "/api/v1/namespaces/default/events",
                            "{\"metadata\":{\"name\":\"e" + i + "\"},\"type\":\"Normal\",\"reason\":\"R" + i % 2
                                    + "\",\"involvedObject\":{\"kind\":\"Pod\",\"namespace\":\"default\",\"name\":\"p"
                                    + i % 3
                                    + "\"}}")
                    .is(201);
        }
        String list = "/api/v1/namespaces/default/events?fieldSelector=";
        assertThat(names(api.get(list + "involvedObject.name%3Dp1"))).containsExactly("e1", "e4", "e7");
        assertThat(names(api.get(list + "involvedObject.name%3Dp1,reason%3DR1")))
                .containsExactly("e1", "e7");
        assertThat(names(api.get(list + "involvedObject.name%3Dp1,involvedObject.kind%3DNode")))
                .isEmpty();
        assertThat(names(api.get(list + "involvedObject.name!%3Dp1"))).hasSize(6);
        assertThat(names(api.get("/apis/events.k8s.io/v1/events?fieldSelector=regarding.name%3Dp2")))
                .containsExactly("e2", "e5", "e8");
    }

    @Test
    void aPastThatIsForgottenIsRefusedWithAWayOn() {
        create("a", "");
        create("b", "");
        Reply first = api.get(MAPS + "?limit=1").is(200);
        ContinueToken token = ContinueToken.parse(first.at("/metadata/continue"));
        create("c", "");
        api.delete(MAPS + "/c").is(200);
        // a revision that no page was read at, and behind which something was removed
        String unknown = new ContinueToken(
                        token.revision() + 1, token.afterNamespace(), token.afterName(), token.since())
                .encode();
        Reply gone = api.get(MAPS + "?limit=1&continue=" + unknown).is(410);
        assertThat(gone.at("/reason")).isEqualTo("Expired");
        assertThat(gone.message()).startsWith("The provided continue parameter is too old");
        assertThat(names(api.get(MAPS + "?continue=" + gone.at("/metadata/continue"))
                        .is(200)))
                .containsExactly("b");
    }

    @Test
    void aListInPagesMustEndInTimeThoughNothingHasChanged() {
        create("a", "");
        create("b", "");
        create("c", "");
        String token = api.get(MAPS + "?limit=1").is(200).at("/metadata/continue");
        api.advance(Duration.ofMinutes(4));
        String second = api.get(MAPS + "?limit=1&continue=" + token).is(200).at("/metadata/continue");
        api.advance(Duration.ofSeconds(61));
        api.get(MAPS + "?limit=1&continue=" + second).is(410);
        Reply gone = api.get(MAPS + "?limit=1&continue=" + token).is(410);
        Reply rest = api.get(MAPS + "?limit=1&continue=" + gone.at("/metadata/continue"))
                .is(200);
        assertThat(names(rest)).containsExactly("b");
        assertThat(rest.json().at("/metadata/remainingItemCount").asInt()).isEqualTo(1);
        assertThat(names(api.get(MAPS + "?limit=1&continue=" + rest.at("/metadata/continue"))
                        .is(200)))
                .containsExactly("c");
    }

    @Test
    void anExactRevisionIsServedWhileItCanBeTold() {
        long first = create("a", "");
        create("b", "");
        api.patch(MAPS + "/a", "merge-patch+json", "{\"data\":{\"x\":\"1\"}}").is(200);
        Reply past = api.get(MAPS + "?resourceVersionMatch=Exact&resourceVersion=" + first)
                .is(200);
        assertThat(names(past)).containsExactly("a");
        assertThat(past.json().at("/items/0").has("data")).isFalse();
        assertThat(past.json().at("/metadata/resourceVersion").asLong()).isEqualTo(first);
        api.delete(MAPS + "/b").is(200);
        assertThat(names(api.get(MAPS + "?resourceVersionMatch=Exact&resourceVersion=" + (first + 1))))
                .containsExactly("a", "b");
        api.store.compact(first + 3);
        Reply gone = api.get(MAPS + "?resourceVersionMatch=Exact&resourceVersion=" + first)
                .is(410);
        assertThat(gone.message()).isEqualTo("The resourceVersion for the provided list is too old.");
        api.get(MAPS + "?resourceVersionMatch=NotOlderThan&resourceVersion=" + first)
                .is(200);
        api.get(MAPS + "?resourceVersion=0").is(200);
    }

    @Test
    void listsGoOverOneNamespaceOrAll() {
        api.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"other\"}}").is(201);
        create("a", "");
        api.post("/api/v1/namespaces/other/configmaps", "{\"metadata\":{\"name\":\"b\"}}")
                .is(201);
        assertThat(names(api.get("/api/v1/configmaps"))).containsExactly("a", "b");
        assertThat(names(api.get("/api/v1/namespaces/other/configmaps"))).containsExactly("b");
        assertThat(names(api.get("/api/v1/configmaps?fieldSelector=metadata.namespace%3Dother")))
                .containsExactly("b");
        assertThat(names(api.get("/api/v1/configmaps?fieldSelector=metadata.name!%3Db")))
                .containsExactly("a");
        assertThat(names(api.get("/api/v1/namespaces/none/configmaps"))).isEmpty();
    }

    @Test
    void aSelectorTurnsChangesIntoArrivalsAndDepartures() {
        create("a", "\"in\":\"no\"");
        WatchStream watch = api.watch(MAPS + "?watch=true&labelSelector=in%3Dyes");
        assertThat(ApiFixture.events(watch)).isEmpty();
        label("a", "yes");
        label("a", "yes\",\"more\":\"x");
        long left = label("a", "no");
        label("a", "never");
        List<JsonNode> events = ApiFixture.frames(watch);
        assertThat(events.stream().map(event -> event.path("type").asText()))
                .containsExactly("ADDED", "MODIFIED", "DELETED");
        JsonNode last = events.getLast().path("object");
        assertThat(last.at("/metadata/labels/in").asText()).isEqualTo("yes");
        assertThat(last.at("/metadata/resourceVersion").asLong()).isEqualTo(left);
    }

    private long label(String name, String value) {
        return api.patch(
                        MAPS + "/" + name, "merge-patch+json", "{\"metadata\":{\"labels\":{\"in\":\"" + value + "\"}}}")
                .is(200)
                .json()
                .at("/metadata/resourceVersion")
                .asLong();
    }

    @Test
    void aWatchGoesOnFromARevision() {
        long first = create("a", "");
        create("b", "");
        assertThat(ApiFixture.events(api.watch(MAPS + "?watch=1&resourceVersion=" + first)))
                .containsExactly("ADDED b");
        assertThat(ApiFixture.events(api.watch(MAPS + "?watch=1"))).containsExactly("ADDED a", "ADDED b");
        assertThat(ApiFixture.events(api.watch(MAPS + "?watch=1&resourceVersion=0")))
                .containsExactly("ADDED a", "ADDED b");
        assertThat(ApiFixture.events(api.watch("/api/v1/watch/namespaces/default/configmaps/b")))
                .containsExactly("ADDED b");
        assertThat(ApiFixture.events(api.watch("/api/v1/watch/configmaps?resourceVersion=" + first)))
                .containsExactly("ADDED b");
    }

    @Test
    void initialEventsEndWithABookmark() {
        create("a", "");
        WatchStream watch = api.watch(
                MAPS + "?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true");
        List<JsonNode> events = ApiFixture.frames(watch);
        assertThat(events).hasSize(2);
        assertThat(events.getLast().path("type").asText()).isEqualTo("BOOKMARK");
        assertThat(events.getLast().at("/object/kind").asText()).isEqualTo("ConfigMap");
        assertThat(events.getLast()
                        .at("/object/metadata/annotations")
                        .path("k8s.io/initial-events-end")
                        .asText())
                .isEqualTo("true");
        long end = events.getLast().at("/object/metadata/resourceVersion").asLong();
        assertThat(end).isEqualTo(api.store.revision());
    }

    @Test
    void aWatchWithoutARevisionBeginsWithWhatIsThereAndSaysNothingOfItsEnd() {
        create("a", "");
        WatchStream stream = api.watch(MAPS + "?watch=1&allowWatchBookmarks=true");
        assertThat(ApiFixture.events(stream)).containsExactly("ADDED a");
    }

    @Test
    void bookmarksComeEveryMinuteAndBeforeTheEnd() {
        long revision = create("a", "");
        WatchStream watch = api.watch(
                MAPS + "?watch=1&resourceVersion=" + revision + "&allowWatchBookmarks=true&timeoutSeconds=90");
        assertThat(ApiFixture.frames(watch)).isEmpty();
        assertThat(watch.wakeAt()).isEqualTo(api.now().plusSeconds(60));
        api.advance(Duration.ofSeconds(60));
        assertThat(ApiFixture.frames(watch)).singleElement().satisfies(event -> {
            assertThat(event.path("type").asText()).isEqualTo("BOOKMARK");
            assertThat(event.at("/object/metadata/resourceVersion").asLong()).isEqualTo(api.store.revision());
        });
        assertThat(watch.wakeAt()).isEqualTo(api.now().plusSeconds(28));
        api.advance(Duration.ofSeconds(28));
        assertThat(ApiFixture.frames(watch)).hasSize(1);
        assertThat(watch.ended()).isFalse();
        assertThat(watch.wakeAt()).isEqualTo(api.now().plusSeconds(2));
        api.advance(Duration.ofSeconds(2));
        assertThat(watch.ended()).isTrue();
    }

    @Test
    void theServerIsToldWhenSomethingIsReady() {
        WatchStream watch = api.watch(MAPS + "?watch=1&resourceVersion=" + api.store.revision());
        AtomicInteger wakes = new AtomicInteger();
        watch.onReady(wakes::incrementAndGet);
        int before = wakes.get();
        create("a", "");
        assertThat(wakes.get()).isGreaterThan(before);
        assertThat(ApiFixture.events(watch)).containsExactly("ADDED a");
        watch.close();
        assertThat(watch.ended()).isTrue();
        assertThat(watch.poll()).isEmpty();
    }

    @Test
    void allWatchersShareTheBytesOfAnObject() {
        WatchStream one = api.watch(MAPS + "?watch=1&resourceVersion=" + api.store.revision());
        WatchStream two = api.watch(MAPS + "?watch=1&resourceVersion=" + api.store.revision());
        create("a", "");
        assertThat(one.poll().get(1)).isSameAs(two.poll().get(1));
    }

    @Test
    void aRevisionThatIsTooOldEndsAWatchWithAnErrorEvent() {
        ApiFixture small = new ApiFixture(3);
        for (int i = 0; i < 10; i++) {
            small.post(MAPS, "{\"metadata\":{\"name\":\"m" + i + "\"}}").is(201);
        }
        small.store.compact(small.store.revision() - 3);
        WatchStream watch = small.watch(MAPS + "?watch=1&resourceVersion=1");
        assertThat(ApiFixture.frames(watch)).singleElement().satisfies(event -> {
            assertThat(event.path("type").asText()).isEqualTo("ERROR");
            assertThat(event.at("/object/code").asInt()).isEqualTo(410);
            assertThat(event.at("/object/reason").asText()).isEqualTo("Expired");
            assertThat(event.at("/object/message").asText()).startsWith("too old resource version: 1 (");
        });
        assertThat(watch.ended()).isTrue();
    }

    @Test
    void tablesShowColumnsAndMetadata() {
        create("a", "");
        Map<String, String> accept = Map.of("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io,application/json");
        Reply table = api.send("GET", MAPS, "", accept).is(200);
        assertThat(table.at("/kind")).isEqualTo("Table");
        assertThat(table.at("/apiVersion")).isEqualTo("meta.k8s.io/v1");
        assertThat(table.at("/columnDefinitions/0/name")).isEqualTo("Name");
        assertThat(table.at("/columnDefinitions/0/format")).isEqualTo("name");
        assertThat(table.at("/rows/0/cells/0")).isEqualTo("a");
        assertThat(table.at("/rows/0/object/kind")).isEqualTo("PartialObjectMetadata");
        assertThat(table.at("/rows/0/object/metadata/name")).isEqualTo("a");
        assertThat(table.json().at("/rows/0/object").has("data")).isFalse();
        assertThat(api.send("GET", MAPS + "?includeObject=Object", "", accept).at("/rows/0/object/kind"))
                .isEqualTo("ConfigMap");
        assertThat(api.send("GET", MAPS + "?includeObject=None", "", accept)
                        .json()
                        .at("/rows/0")
                        .has("object"))
                .isFalse();
        assertThat(api.send("GET", MAPS + "?includeObject=X", "", accept)
                        .is(400)
                        .message())
                .isEqualTo("Unable to convert to Table as requested: includeObject: Invalid value: \"X\": must be"
                        + " 'Metadata', 'Object', 'None', or empty");
        assertThat(api.send("GET", MAPS + "/a", "", accept).at("/rows/0/cells/0"))
                .isEqualTo("a");
        WatchStream watch = api.watch(
                MAPS + "?watch=1&allowWatchBookmarks=1&sendInitialEvents=1&resourceVersionMatch=NotOlderThan", accept);
        create("b", "");
        List<JsonNode> events = ApiFixture.frames(watch);
        assertThat(events.get(0).at("/object/columnDefinitions/0/name").asText())
                .isEqualTo("Name");
        assertThat(events.get(1).path("type").asText()).isEqualTo("BOOKMARK");
        assertThat(events.get(1).at("/object/rows/0/object/metadata/annotations"))
                .hasSize(1);
        assertThat(events.get(2).at("/object/rows/0/cells/0").asText()).isEqualTo("b");
        assertThat(events.get(2).at("/object/columnDefinitions").isNull()).isTrue();
    }

    @Test
    void metadataIsServedAlone() {
        create("a", "");
        Map<String, String> lists =
                Map.of("Accept", "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json");
        Reply list = api.send("GET", MAPS, "", lists).is(200);
        assertThat(list.at("/kind")).isEqualTo("PartialObjectMetadataList");
        assertThat(list.at("/items/0/kind")).isEqualTo("PartialObjectMetadata");
        Map<String, String> single = Map.of("Accept", "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1");
        assertThat(api.send("GET", MAPS + "/a", "", single).is(200).at("/metadata/name"))
                .isEqualTo("a");
        assertThat(ApiFixture.frames(api.watch(MAPS + "?watch=1", single))
                        .getFirst()
                        .at("/object/kind")
                        .asText())
                .isEqualTo("PartialObjectMetadata");
        api.send(
                        "GET",
                        MAPS + "/a",
                        "",
                        lists.entrySet().stream()
                                .collect(Collectors.toMap(
                                        Map.Entry::getKey,
                                        entry -> entry.getValue().replace(",application/json", ""))))
                .is(406);
    }

    @Test
    void yamlAndIndentedTextAreGivenWhereAskedFor() {
        create("a", "\"k\":\"v\"");
        Reply yaml = api.send("GET", MAPS + "/a", "", Map.of("Accept", "application/yaml"))
                .is(200);
        assertThat(yaml.contentType()).isEqualTo("application/yaml");
        assertThat(yaml.text())
                .startsWith("kind: ConfigMap\napiVersion: v1\nmetadata:\n")
                .contains("  labels:\n    k: v\n");
        api.send(
                        "POST",
                        MAPS,
                        yaml.text().replace("name: a", "name: b").replaceAll("  resourceVersion:.*\n", ""),
                        Map.of("Content-Type", "application/yaml"))
                .is(201);
        assertThat(api.send("GET", MAPS + "/a", "", Map.of("User-Agent", "curl/8.0"))
                        .text())
                .startsWith("{\n  \"kind\": \"ConfigMap\",\n");
        assertThat(api.get(MAPS + "?pretty=true").text()).contains("\n  \"items\": [\n");
        assertThat(api.send("GET", MAPS + "/none", "", Map.of("Accept", "application/yaml"))
                        .is(404)
                        .text())
                .contains("reason: NotFound\n");
    }

    @Test
    void headAnswersWithoutABody() {
        create("a", "");
        Reply reply = api.send("HEAD", MAPS + "/a", "", Map.of()).is(200);
        assertThat(reply.text()).isEmpty();
    }
}
