package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.identity.UserInfo;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthorizationTest {

    private static final UserInfo JANE = new UserInfo("jane", List.of(UserInfo.AUTHENTICATED));
    private static final UserInfo NOBODY = new UserInfo("system:anonymous", List.of(UserInfo.UNAUTHENTICATED));

    private final ApiFixture api = new ApiFixture();

    @BeforeEach
    void addDefaultRoles() {
        api.addDefaultRoles();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET|/api/v1/namespaces/default/pods|pods is forbidden: User \"jane\" cannot list resource \"pods\" in API group \"\" in the namespace \"default\"",
                "GET|/api/v1/pods?watch=true|pods is forbidden: User \"jane\" cannot watch resource \"pods\" in API group \"\" at the cluster scope",
                "GET|/api/v1/watch/pods|pods is forbidden: User \"jane\" cannot watch resource \"pods\" in API group \"\" at the cluster scope",
                "GET|/api/v1/namespaces/default/pods/p/log|pods \"p\" is forbidden: User \"jane\" cannot get resource \"pods/log\" in API group \"\" in the namespace \"default\"",
                "GET|/api/v1/pods?fieldSelector=metadata.name%3Dp|pods \"p\" is forbidden: User \"jane\" cannot list resource \"pods\" in API group \"\" at the cluster scope",
                "DELETE|/apis/apps/v1/namespaces/n/deployments|deployments.apps is forbidden: User \"jane\" cannot deletecollection resource \"deployments\" in API group \"apps\" in the namespace \"n\"",
                "PUT|/apis/apps/v1/namespaces/n/deployments/d/status|deployments.apps \"d\" is forbidden: User \"jane\" cannot update resource \"deployments/status\" in API group \"apps\" in the namespace \"n\"",
                "GET|/api/v1/namespaces/n|namespaces \"n\" is forbidden: User \"jane\" cannot get resource \"namespaces\" in API group \"\" in the namespace \"n\"",
                "GET|/apis/none/v1/things|things.none is forbidden: User \"jane\" cannot list resource \"things\" in API group \"none\" at the cluster scope",
                "GET|/metrics|forbidden: User \"jane\" cannot get path \"/metrics\"",
                "POST|/apis|forbidden: User \"jane\" cannot post path \"/apis\"",
            })
    void whatIsNotAllowedIsRefusedInUpstreamsWords(String method, String path, String message) {
        ApiFixture.Reply reply = api.as(JANE, method, path).is(403);
        assertThat(reply.message()).isEqualTo(message);
        assertThat(reply.at("/reason")).isEqualTo("Forbidden");
    }

    @ParameterizedTest
    @CsvSource({
        "/api",
        "/apis",
        "/api/v1",
        "/apis/apps",
        "/apis/apps/v1",
        "/version",
        "/openapi/v3",
        "/readyz",
        "/livez"
    })
    void everybodyWhoIsKnownMayDiscover(String path) {
        api.as(JANE, "GET", path).is(200);
    }

    @Test
    void whoIsNotKnownSeesVersionAndHealthOnly() {
        api.as(NOBODY, "GET", "/version").is(200);
        api.as(NOBODY, "GET", "/healthz").is(200);
        assertThat(api.as(NOBODY, "GET", "/api").is(403).message())
                .isEqualTo("forbidden: User \"system:anonymous\" cannot get path \"/api\"");
        api.as(NOBODY, "GET", "/api/v1/pods").is(403);
    }
}
