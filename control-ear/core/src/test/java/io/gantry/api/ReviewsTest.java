package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.identity.UserInfo;
import io.gantry.object.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReviewsTest {

    private static final String ACCESS = "/apis/authorization.k8s.io/v1/";
    private static final String IDENTITY = "/apis/authentication.k8s.io/v1/";
    private static final UserInfo JANE =
            new UserInfo("jane", "7", List.of("dev", UserInfo.AUTHENTICATED), Map.of("scopes", List.of("a", "b")));

    private final ApiFixture api = new ApiFixture();

    @BeforeEach
    void addRoles() {
        api.addDefaultRoles();
        api.post(
                        "/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings",
                        "{\"metadata\":{\"name\":\"b\"},\"roleRef\":{\"kind\":\"ClusterRole\",\"name\":\"system:kube-dns\"},"
                                + "\"subjects\":[{\"kind\":\"Group\",\"name\":\"dev\"}]}")
                .is(201);
    }

    @ParameterizedTest
    @CsvSource({"list,services,default,true", "list,services,other,false", "list,pods,default,false"})
    void everybodyMayAskWhatTheyMayDo(String verb, String resource, String namespace, boolean allowed) {
        ApiFixture.Reply reply = api.as(
                        JANE,
                        "POST",
                        ACCESS + "selfsubjectaccessreviews",
                        "{\"spec\":{\"resourceAttributes\":{\"verb\":\"" + verb + "\",\"resource\":\"" + resource
                                + "\",\"namespace\":\"" + namespace + "\"}}}")
                .is(201);
        assertThat(reply.json().at("/status/allowed").asBoolean()).isEqualTo(allowed);
        if (allowed) {
            assertThat(reply.at("/status/reason"))
                    .isEqualTo(
                            "RBAC: allowed by RoleBinding \"b/default\" of ClusterRole \"system:kube-dns\" to Group \"dev\"");
        }
    }

    @Test
    void anAdministratorMayAskForOthers() {
        String review = "{\"spec\":{\"user\":\"joe\",\"groups\":[\"dev\"],\"resourceAttributes\":"
                + "{\"verb\":\"watch\",\"resource\":\"endpoints\",\"namespace\":\"default\"}}}";
        assertThat(api.post(ACCESS + "subjectaccessreviews", review).is(201).at("/status/allowed"))
                .isEqualTo("true");
        api.as(JANE, "POST", ACCESS + "subjectaccessreviews", review).is(403);

        String local = review.replace("{\"spec\"", "{\"metadata\":{\"namespace\":\"default\"},\"spec\"");
        assertThat(api.post(ACCESS + "namespaces/default/localsubjectaccessreviews", local)
                        .is(201)
                        .at("/status/allowed"))
                .isEqualTo("true");
    }

    @Test
    void metadataAsGoClientsSendItIsEmpty() {
        String review = "{\"metadata\":{\"creationTimestamp\":null},\"spec\":{\"user\":\"u\",\"resourceAttributes\":"
                + "{\"verb\":\"get\",\"resource\":\"pods\",\"namespace\":\"default\"}}}";
        api.post(ACCESS + "subjectaccessreviews", review).is(201);
        assertThat(api.post(ACCESS + "namespaces/default/localsubjectaccessreviews", review)
                        .is(201)
                        .at("/metadata/namespace"))
                .isEqualTo("default");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            subjectaccessreviews | {"spec":{"user":"u"}} | spec.resourceAttributes: Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified
            subjectaccessreviews | {"spec":{"resourceAttributes":{"verb":"get"}}} | spec.user: Invalid value: "": at least one of user or group must be specified
            selfsubjectaccessreviews | {"metadata":{"name":"x"},"spec":{"resourceAttributes":{"verb":"get"}}} | metadata: Invalid value: {"name":"x"}: must be empty
            namespaces/default/localsubjectaccessreviews | {"metadata":{"namespace":"default"},"spec":{"user":"u","resourceAttributes":{"namespace":"other"}}} | spec.resourceAttributes.namespace: Invalid value: "other": must match metadata.namespace
            """)
    void badQuestionsAreRefusedInUpstreamsWords(String resource, String body, String error) {
        assertThat(api.post(ACCESS + resource, body).is(422).message()).contains(error);
    }

    @Test
    void listsWhatAUserMayDo() {
        ApiFixture.Reply reply = api.as(
                        JANE, "POST", ACCESS + "selfsubjectrulesreviews", "{\"spec\":{\"namespace\":\"default\"}}")
                .is(201);
        assertThat(reply.json().at("/status/resourceRules"))
                .contains(
                        Json.read(
                                "{\"verbs\":[\"list\",\"watch\"],\"apiGroups\":[\"\"],\"resources\":[\"endpoints\",\"services\"]}"));
        assertThat(reply.json().at("/status/nonResourceRules").findValuesAsText("nonResourceURLs"))
                .isNotEmpty();
        assertThat(reply.json().at("/status/incomplete").asBoolean()).isFalse();
    }

    @Test
    void tellsUsersWhoTheyAre() {
        ApiFixture.Reply reply =
                api.as(JANE, "POST", IDENTITY + "selfsubjectreviews", "{}").is(201);
        assertThat(reply.json().at("/status/userInfo"))
                .isEqualTo(
                        Json.read("{\"username\":\"jane\",\"uid\":\"7\",\"groups\":[\"dev\",\"system:authenticated\"],"
                                + "\"extra\":{\"scopes\":[\"a\",\"b\"]}}"));
        assertThat(reply.at("/kind")).isEqualTo("SelfSubjectReview");
    }

    @Test
    void tellsWhoseATokenIs() {
        ApiFixture.Reply known = api.post(IDENTITY + "tokenreviews", "{\"spec\":{\"token\":\"s3cret\"}}")
                .is(201);
        assertThat(known.json().path("status"))
                .isEqualTo(Json.read(
                        "{\"authenticated\":true,\"user\":{\"username\":\"ada\",\"uid\":\"7\",\"groups\":[\"ops\",\"dev\","
                                + "\"system:authenticated\"]},\"audiences\":[\"api\"]}"));
        assertThat(api.post(IDENTITY + "tokenreviews", "{\"spec\":{\"token\":\"s3cret\",\"audiences\":[\"vault\"]}}")
                        .is(201)
                        .json()
                        .at("/status/authenticated")
                        .asBoolean())
                .isFalse();
        assertThat(api.post(IDENTITY + "tokenreviews", "{\"spec\":{\"token\":\"other\"}}")
                        .is(201)
                        .at("/status/error"))
                .isEqualTo("invalid bearer token");
        assertThat(api.post(IDENTITY + "tokenreviews", "{\"spec\":{}}").is(400).message())
                .isEqualTo("token is required for TokenReview in authentication");
    }

    @Test
    void reviewsAreCreatedOnly() {
        api.get(IDENTITY + "tokenreviews").is(405);
        api.delete(ACCESS + "subjectaccessreviews/x").is(405);
    }
}
