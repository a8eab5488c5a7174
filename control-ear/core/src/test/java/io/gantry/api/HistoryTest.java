package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.api.ApiFixture.Reply;
import io.gantry.identity.UserInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Row 6.2: who changed what, undo, undelete, reads as of an earlier revision. */
class HistoryTest {

    private static final String HISTORY = "/apis/history.gantry.io/v1";
    private static final String REVISIONS = HISTORY + "/namespaces/default/revisions";
    private static final String UNDOS = HISTORY + "/namespaces/default/undos";
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String SECRETS = "/api/v1/namespaces/default/secrets";
    private static final UserInfo JANE = new UserInfo("jane", List.of(UserInfo.AUTHENTICATED));

    private final ApiFixture api = new ApiFixture();
    private String first;
    private String second;

    @BeforeEach
    void aConfigMapChanges() {
        first = api.send(
                        "POST",
                        MAPS,
                        "{\"metadata\":{\"name\":\"web\"},\"data\":{\"color\":\"blue\",\"size\":\"1\"}}",
                        Map.of("User-Agent", "kubectl/v1.36.2 (linux)"))
                .is(201)
                .at("/metadata/resourceVersion");
        api.advance(Duration.ofMinutes(5));
        second = api.patch(MAPS + "/web?fieldManager=helm", "merge-patch+json", "{\"data\":{\"color\":\"red\"}}")
                .is(200)
                .at("/metadata/resourceVersion");
    }

    private static List<String> names(Reply list) {
        List<String> names = new ArrayList<>();
        list.is(200)
                .json()
                .path("items")
                .forEach(item -> names.add(item.at("/metadata/name").asText()));
        return names;
    }

    private static String undo(String spec) {
        return "{\"apiVersion\":\"history.gantry.io/v1\",\"kind\":\"Undo\",\"spec\":" + spec + "}";
    }

    @Test
    void revisionsTellWhoChangedWhatByWhichTool() {
        JsonNode items = api.get(REVISIONS + "?fieldSelector=resource=configmaps,object=web")
                .is(200)
                .json()
                .path("items");
        assertThat(items).hasSize(2);
        JsonNode newest = items.get(0);
        assertThat(newest.at("/metadata/name").asText()).isEqualTo(second);
        assertThat(newest.at("/metadata/creationTimestamp").asText()).isEqualTo("2026-03-01T10:05:00Z");
        assertThat(newest.path("verb").asText()).isEqualTo("patch");
        assertThat(newest.path("user").asText()).isEqualTo("admin");
        assertThat(newest.path("agent").asText()).isEqualTo("helm");
        assertThat(newest.path("previous").asText()).isEqualTo(first);
        assertThat(newest.path("changes").toString())
                .isEqualTo("[{\"path\":\"data.color\",\"from\":\"blue\",\"to\":\"red\"}]");
        assertThat(items.get(1).path("verb").asText()).isEqualTo("create");
        assertThat(items.get(1).path("agent").asText()).isEqualTo("kubectl");
    }

    @Test
    void aRevisionShowsTheObjectAsItWas() {
        assertThat(api.get(REVISIONS + "/" + first).is(200).at("/state/data/color"))
                .isEqualTo("blue");
        api.get(REVISIONS + "/999999").is(404);
        api.get(REVISIONS + "/web").is(404);
        api.get(HISTORY + "/namespaces/kube-system/revisions/" + first).is(404);
        api.get(HISTORY + "/clusterrevisions/" + first).is(404);
    }

    @Test
    void kubectlShowsATable() {
        Reply table = api.send(
                "GET",
                REVISIONS + "?fieldSelector=object=web",
                "",
                Map.of("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io"));
        assertThat(table.at("/rows/0/cells/1")).isEqualTo("configmaps/web");
        assertThat(table.at("/rows/0/cells/5")).isEqualTo("data.color: blue -> red");
    }

    @ParameterizedTest
    @CsvSource({
        "'resource=cm,object=web', 2",
        "'resource=ConfigMap', 2",
        "'agent=helm', 1",
        "'agent!=helm,object=web', 1",
        "'user=nobody', 0",
        "'resource=secrets', 0",
    })
    void revisionsAreSelectedByTheirFields(String selector, int count) {
        assertThat(names(api.get(REVISIONS + "?fieldSelector=" + selector))).hasSize(count);
    }

    @Test
    void anUnknownResourceOrFieldIsRefused() {
        api.get(REVISIONS + "?fieldSelector=resource=cars").is(400);
        api.get(REVISIONS + "?fieldSelector=color=red").is(400);
    }

    @Test
    void longHistoriesComeInPages() {
        for (int i = 0; i < 5; i++) {
            api.patch(MAPS + "/web", "merge-patch+json", "{\"data\":{\"size\":\"" + (i + 2) + "\"}}")
                    .is(200);
        }
        Reply page = api.get(REVISIONS + "?fieldSelector=resource=configmaps,object=web&limit=4");
        assertThat(names(page)).hasSize(4);
        Reply rest = api.get(REVISIONS + "?fieldSelector=resource=configmaps,object=web&limit=4&continue="
                + page.at("/metadata/continue"));
        assertThat(names(rest)).hasSize(3).endsWith(second, first);
        assertThat(rest.at("/metadata/continue")).isEmpty();
    }

    @Test
    void clusterScopedObjectsHaveTheirOwn() {
        String made = api.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"blue\"}}")
                .is(201)
                .at("/metadata/resourceVersion");
        assertThat(names(api.get(HISTORY + "/clusterrevisions?fieldSelector=resource=namespaces,object=blue")))
                .containsExactly(made);
        assertThat(names(api.get(HISTORY + "/revisions"))).doesNotContain(made).contains(first);
    }

    @Test
    void valuesOfSecretsAreNeverShown() {
        api.post(SECRETS, "{\"metadata\":{\"name\":\"db\"},\"data\":{\"password\":\"aHVudGVyMg==\"}}")
                .is(201);
        String changed = api.patch(
                        SECRETS + "/db",
                        "merge-patch+json",
                        "{\"data\":{\"password\":\"c3dvcmRmaXNo\",\"user\":\"am9l\"}}")
                .is(200)
                .at("/metadata/resourceVersion");
        Reply revision = api.get(REVISIONS + "/" + changed).is(200);
        assertThat(revision.text()).doesNotContain("aHVudGVyMg==", "c3dvcmRmaXNo", "am9l");
        assertThat(revision.json().path("changes").toString())
                .isEqualTo("[{\"path\":\"data.password\",\"from\":\"(hidden)\",\"to\":\"(hidden)\"},"
                        + "{\"path\":\"data.user\",\"to\":\"(hidden)\"}]");
        assertThat(api.get(REVISIONS + "?fieldSelector=object=db").text())
                .contains("data.password")
                .doesNotContain("c3dvcmRmaXNo", "am9l");
        api.post(UNDOS, undo("{\"revert\":" + changed + "}")).is(201);
        assertThat(api.get(SECRETS + "/db").at("/data/password")).isEqualTo("aHVudGVyMg==");
    }

    @Test
    void whoMayNotReadAnObjectSeesNothingOfItsHistory() {
        grant("\"history.gantry.io\"", "\"revisions\",\"undos\"", "\"get\",\"list\",\"create\"");
        assertThat(names(api.as(JANE, "GET", REVISIONS))).isEmpty();
        assertThat(api.as(JANE, "GET", REVISIONS + "/" + first).is(403).message())
                .isEqualTo(
                        "configmaps \"web\" is forbidden: User \"jane\" cannot get resource \"configmaps\" in API group"
                                + " \"\" in the namespace \"default\"");
        grant("\"\"", "\"configmaps\"", "\"get\"");
        assertThat(names(api.as(JANE, "GET", REVISIONS))).contains(second, first);
        assertThat(api.as(JANE, "POST", UNDOS, undo("{\"revision\":" + first + "}"))
                        .is(403)
                        .message())
                .contains("cannot update resource \"configmaps\"");
        grant("\"\"", "\"configmaps\"", "\"get\",\"update\"");
        api.as(JANE, "POST", UNDOS, undo("{\"revision\":" + first + "}")).is(201);
    }

    private int grants;

    private void grant(String groups, String resources, String verbs) {
        String name = "g" + grants++;
        api.post(
                        "/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles",
                        "{\"metadata\":{\"name\":\"" + name + "\"},\"rules\":[{\"apiGroups\":[" + groups
                                + "],\"resources\":[" + resources + "],\"verbs\":[" + verbs + "]}]}")
                .is(201);
        api.post(
                        "/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings",
                        "{\"metadata\":{\"name\":\"" + name + "\"},\"roleRef\":{\"kind\":\"Role\",\"name\":\"" + name
                                + "\",\"apiGroup\":\"rbac.authorization.k8s.io\"},\"subjects\":[{\"kind\":\"User\",\"name\":\"jane\","
                                + "\"apiGroup\":\"rbac.authorization.k8s.io\"}]}")
                .is(201);
    }

    @Test
    void anUndoPutsTheObjectBackAndIsARevisionItself() {
        Reply undone = api.post(UNDOS, undo("{\"revision\":" + first + "}")).is(201);
        assertThat(undone.at("/status/action")).isEqualTo("updated");
        assertThat(undone.at("/metadata/name")).isEqualTo("web");
        Reply present = api.get(MAPS + "/web");
        assertThat(present.at("/data/color")).isEqualTo("blue");
        assertThat(present.at("/metadata/resourceVersion")).isEqualTo(undone.at("/status/object/resourceVersion"));
        Reply revision = api.get(REVISIONS + "/" + present.at("/metadata/resourceVersion"));
        assertThat(revision.at("/verb")).isEqualTo("undo to " + first);
    }

    @Test
    void aDryRunOfAnUndoChangesNothing() {
        api.post(UNDOS + "?dryRun=All", undo("{\"revert\":" + second + "}")).is(201);
        assertThat(api.get(MAPS + "/web").at("/data/color")).isEqualTo("red");
    }

    @Test
    void whatWasDeletedIsCreatedAgain() {
        String uid = api.get(MAPS + "/web").at("/metadata/uid");
        api.delete(MAPS + "/web").is(200);
        JsonNode removal = api.get(REVISIONS + "?fieldSelector=resource=configmaps,object=web")
                .json()
                .at("/items/0");
        assertThat(removal.path("verb").asText()).isEqualTo("delete");
        Reply undone = api.post(
                        UNDOS,
                        undo("{\"revert\":" + removal.at("/metadata/name").asText() + "}"))
                .is(201);
        assertThat(undone.at("/status/action")).isEqualTo("created");
        assertThat(api.get(MAPS + "/web").at("/data/color")).isEqualTo("red");
        assertThat(api.get(MAPS + "/web").at("/metadata/uid")).isNotEqualTo(uid);
        assertThat(names(api.get(REVISIONS + "?fieldSelector=resource=configmaps,object=web")))
                .hasSize(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|422",
                "{\"revision\":1,\"revert\":1}|422",
                "{\"to\":1}|422",
                "{\"revision\":99999}|404",
            })
    void anUndoOfNothingIsRefused(String spec, int code) {
        api.post(UNDOS, undo(spec)).is(code);
    }

    @Test
    void aCreationIsNotTakenBack() {
        assertThat(api.post(UNDOS, undo("{\"revert\":" + first + "}")).is(400).message())
                .contains("delete the object");
    }

    @Test
    void listsAreReadAsOfARevisionOrATimeAlsoAfterDeletions() {
        api.advance(Duration.ofMinutes(5));
        api.delete(MAPS + "/web").is(200);
        for (String past :
                List.of("resourceVersion=" + second + "&resourceVersionMatch=Exact", "asOf=2026-03-01T10:06:00Z")) {
            assertThat(api.get(MAPS + "?" + past).is(200).at("/items/0/data/color"))
                    .isEqualTo("red");
        }
        assertThat(api.get(MAPS + "?asOf=2026-03-01T10:01:00Z").at("/items/0/data/color"))
                .isEqualTo("blue");
        api.get(MAPS + "?asOf=yesterday").is(400);
        api.get(MAPS + "?asOf=2020-01-01T00:00:00Z").is(410);
    }
}
