package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.ApiFixture.Reply;
import io.gantry.identity.UserInfo;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sorted, filtered and counted pages over any resource. */
class QueryTest {

    private static final String PAGES = "/apis/query.gantry.io/v1/pages";
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final UserInfo JANE = new UserInfo("jane", List.of(UserInfo.AUTHENTICATED));

    private final ApiFixture api = new ApiFixture();

    @BeforeEach
    void someConfigMaps() {
        String[] sizes = {"10", "9", "500m", "1Gi", "x"};
        for (int i = 0; i < sizes.length; i++) {
            api.post(
                            MAPS,
                            "{\"metadata\":{\"name\":\"m" + i + "\",\"labels\":{\"a.b/c\":\"" + i % 2
                                    + "\"}},\"data\":{\"size\":\"" + sizes[i] + "\"}}")
                    .is(201);
        }
        api.post(MAPS, "{\"metadata\":{\"name\":\"none\"}}").is(201);
    }

    private Reply page(String parameters) {
        return api.get(PAGES + "/configmaps?namespace=default&" + parameters);
    }

    private static List<String> names(Reply page) {
        List<String> names = new ArrayList<>();
        page.is(200)
                .json()
                .path("items")
                .forEach(item -> names.add(item.at("/metadata/name").asText()));
        return names;
    }

    @ParameterizedTest
    @CsvSource({
        "'sort=data.size', 'm2 m1 m0 m3 m4 none'",
        "'sort=-data.size', 'm4 m3 m0 m1 m2 none'",
        "'sort=-data.size&limit=1', 'm4'",
        "'sort=-data.size&limit=1&offset=1', 'm3'",
        "'sort=metadata.labels[a.b/c],-metadata.name', 'm4 m2 m0 m3 m1 none'",
        "'offset=2&limit=2', 'm2 m3'",
        "'offset=99', ''",
    })
    void objectsAreSortedByAnyField(String parameters, String expected) {
        assertThat(String.join(" ", names(page(parameters)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "'data.size>5', 'm0 m1 m3'",
        "'data.size>=10', 'm0 m3'",
        "'data.size<1', 'm2'",
        "'data.size=0.5', 'm2'",
        "'data.size!=10', 'm1 m2 m3 m4 none'",
        "'data.size', 'm0 m1 m2 m3 m4'",
        "'metadata.name~ON', 'none'",
        "'metadata.labels[a.b/c]=1', 'm1 m3'",
        "'data.nothing=1', ''",
    })
    void objectsAreFilteredByAnyField(String filter, String expected) {
        Reply page = page("filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8));
        assertThat(String.join(" ", names(page))).isEqualTo(expected);
        assertThat(page.json().path("total").asInt()).isEqualTo(6);
        assertThat(page.json().path("matched").asInt()).isEqualTo(names(page).size());
    }

    @Test
    void valuesAreReadAnewWhenAnObjectHasChanged() {
        assertThat(names(page("sort=data.size&limit=1"))).containsExactly("m2");
        api.patch(MAPS + "/none", "merge-patch+json", "{\"data\":{\"size\":\"1m\"}}")
                .is(200);
        api.delete(MAPS + "/m2").is(200);
        assertThat(names(page("sort=data.size&limit=2"))).containsExactly("none", "m1");
    }

    @Test
    void matchesAreCountedByAFieldAndShownAsValues() {
        Reply page = page("countBy=metadata.labels[a.b/c]&fields=data.size,data.none&limit=1");
        assertThat(page.json().path("counts").toString()).isEqualTo("{\"\":1,\"0\":3,\"1\":2}");
        assertThat(page.json().at("/items/0/values").toString()).isEqualTo("[\"10\",null]");
    }

    @Test
    void aUserSeesOnlyWhatTheyMayList() {
        api.addDefaultRoles();
        assertThat(api.as(JANE, "GET", PAGES + "/configmaps?namespace=default")
                        .is(403)
                        .message())
                .isEqualTo(
                        "configmaps is forbidden: User \"jane\" cannot list resource \"configmaps\" in API group \"\" in"
                                + " the namespace \"default\"");
        assertThat(api.as(JANE, "GET", PAGES).is(200).json().path("items")).isEmpty();
        assertThat(api.get(PAGES).text()).contains("\"name\":\"configmaps\"", "\"name\":\"deployments.apps\"");
    }

    @ParameterizedTest
    @CsvSource({
        "cars, 404",
        "configmaps?sort=a..b, 400",
        "configmaps?limit=501, 400",
        "configmaps?limit=x, 400",
        "configmaps?filter=, 400",
        "configmaps?order=name, 400",
        "'configmaps?sort=a,b,c,d,e', 400",
        "revisions.history.gantry.io, 404",
    })
    void whatCannotBeAnsweredIsRefused(String question, int code) {
        api.get(PAGES + "/" + question).is(code);
    }
}
