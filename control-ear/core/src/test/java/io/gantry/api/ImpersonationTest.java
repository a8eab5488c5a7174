package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.identity.UserInfo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImpersonationTest {

    private static final String WHO = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
    private static final UserInfo JANE = new UserInfo("jane", List.of(UserInfo.AUTHENTICATED));

    private final ApiFixture api = new ApiFixture();

    @BeforeEach
    void addRoles() {
        api.addDefaultRoles();
    }

    private ApiFixture.Reply as(UserInfo user, Map<String, List<String>> headers) {
        return ApiFixture.complete(api.server.handle(new ApiRequest(
                "POST",
                WHO,
                "",
                Headers.of(headers),
                "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                user,
                api.now())));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "joe||[\"system:authenticated\"]",
                "joe|dev|[\"dev\",\"system:authenticated\"]",
                "joe|system:authenticated|[\"system:authenticated\"]",
                "system:serviceaccount:n:s||[\"system:serviceaccounts\",\"system:serviceaccounts:n\",\"system:authenticated\"]",
            })
    void anAdministratorActsAsOthers(String user, String group, String groups) {
        Map<String, List<String>> headers = group == null
                ? Map.of("Impersonate-User", List.of(user))
                : Map.of("Impersonate-User", List.of(user), "Impersonate-Group", List.of(group));
        ApiFixture.Reply reply = as(ApiFixture.ADMIN, headers).is(201);
        assertThat(reply.at("/status/userInfo/username")).isEqualTo(user);
        assertThat(reply.json().at("/status/userInfo/groups").toString()).isEqualTo(groups);
    }

    @Test
    void uidAndExtraComeAlong() {
        ApiFixture.Reply reply = as(
                        ApiFixture.ADMIN,
                        Map.of(
                                "impersonate-user", List.of("joe"),
                                "impersonate-uid", List.of("u-1"),
                                "impersonate-extra-acme.com%2fproject", List.of("x", "y")))
                .is(201);
        assertThat(reply.at("/status/userInfo/uid")).isEqualTo("u-1");
        assertThat(reply.json().at("/status/userInfo/extra").toString())
                .isEqualTo("{\"acme.com/project\":[\"x\",\"y\"]}");
    }

    @Test
    void theRightsAreThoseOfTheOther() {
        ApiFixture.Reply reply = api.send("GET", "/api/v1/pods", "", Map.of("Impersonate-User", "joe"));
        assertThat(reply.is(403).message()).startsWith("pods is forbidden: User \"joe\" cannot list");
    }

    @Test
    void whoMayNotImpersonateIsRefused() {
        assertThat(as(JANE, Map.of("Impersonate-User", List.of("joe"))).is(403).message())
                .isEqualTo(
                        "users \"joe\" is forbidden: User \"jane\" cannot impersonate resource \"users\" in API group \"\" at the cluster scope");
        assertThat(as(JANE, Map.of("Impersonate-User", List.of("system:serviceaccount:n:s")))
                        .is(403)
                        .message())
                .isEqualTo(
                        "serviceaccounts \"s\" is forbidden: User \"jane\" cannot impersonate resource \"serviceaccounts\" in API group \"\" in the namespace \"n\"");
    }

    @Test
    void groupsNeedAUser() {
        as(ApiFixture.ADMIN, Map.of("Impersonate-Group", List.of("dev"))).is(400);
    }
}
