package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PodPartsTest {

    private static final String POD = "/api/v1/namespaces/default/pods/p";

    private final ApiFixture api = new ApiFixture();

    @BeforeEach
    void pod() {
        api.post(
                        "/api/v1/namespaces/default/pods",
                        "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\","
                                + "\"resources\":{\"requests\":{\"cpu\":\"1\"}}}]}}")
                .is(201);
    }

    private ApiFixture.Reply debug(String containers) {
        return api.patch(
                POD + "/ephemeralcontainers",
                "merge-patch+json",
                "{\"spec\":{\"nodeName\":\"elsewhere\",\"ephemeralContainers\":" + containers + "}}");
    }

    @Test
    void containersToDebugWithAreAddedAndNothingElseChanges() {
        ApiFixture.Reply pod = debug("[{\"name\":\"d\",\"image\":\"busybox\"}]").is(200);
        assertThat(pod.at("/spec/ephemeralContainers/0/name")).isEqualTo("d");
        assertThat(pod.json().path("spec").has("nodeName")).isFalse();
        assertThat(pod.at("/metadata/generation")).isEqualTo("2");
        assertThat(debug("[]").is(422).message())
                .contains(
                        "spec.ephemeralContainers: Forbidden: existing ephemeral containers \"d\" may not be removed");
        assertThat(debug("[{\"name\":\"d\",\"image\":\"other\"}]").is(422).message())
                .contains("existing ephemeral containers \"d\" may not be changed");
    }

    private ApiFixture.Reply resize(String requests) {
        return api.patch(
                POD + "/resize",
                "strategic-merge-patch+json",
                "{\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"other\",\"resources\":{\"requests\":" + requests
                        + "}}]}}");
    }

    @Test
    void whatContainersGetMayChange() {
        ApiFixture.Reply pod = resize("{\"cpu\":\"2\"}").is(200);
        assertThat(pod.at("/spec/containers/0/resources/requests/cpu")).isEqualTo("2");
        assertThat(pod.at("/spec/containers/0/image")).isEqualTo("i");
        assertThat(resize("{\"cpu\":null}").is(422).message())
                .contains("spec.containers[0].resources.requests: Forbidden: resource requests cannot be removed");
    }

    @Test
    void aContainerMayGetItsFirstRequestsAndLimits() {
        api.post(
                        "/api/v1/namespaces/default/pods",
                        "{\"metadata\":{\"name\":\"two\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\","
                                + "\"resources\":{\"requests\":{\"cpu\":\"1\"}}},{\"name\":\"d\",\"image\":\"i\",\"resources\":{}}]}}")
                .is(201);
        ApiFixture.Reply pod = api.patch(
                        "/api/v1/namespaces/default/pods/two/resize",
                        "strategic-merge-patch+json",
                        "{\"spec\":{\"containers\":[{\"name\":\"d\",\"resources\":{\"requests\":{\"cpu\":\"1\"},"
                                + "\"limits\":{\"memory\":\"1Gi\"}}}]}}")
                .is(200);
        assertThat(pod.at("/spec/containers/1/resources/limits/memory")).isEqualTo("1Gi");
    }

    @Test
    void aNodeThatCannotResizeSaysSoByReportingNothing() {
        api.patch(
                        POD + "/status",
                        "merge-patch+json",
                        "{\"status\":{\"containerStatuses\":[{\"name\":\"c\",\"image\":\"i\",\"imageID\":\"\",\"ready\":true,"
                                + "\"restartCount\":0,\"state\":{\"running\":{}}}]}}")
                .is(200);
        assertThat(resize("{\"cpu\":\"2\"}").is(422).message())
                .contains("spec: Forbidden: Pod running on node without support for resize");
    }

    @Test
    void aPodHasThePriorityOfItsClass() {
        api.post(
                        "/apis/scheduling.k8s.io/v1/priorityclasses",
                        "{\"metadata\":{\"name\":\"high\"},\"value\":7,\"preemptionPolicy\":\"Never\"}")
                .is(201);
        String pod =
                "{\"metadata\":{\"name\":\"q\"},\"spec\":{\"priorityClassName\":\"NAME\",\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}";
        ApiFixture.Reply created = api.post("/api/v1/namespaces/default/pods", pod.replace("NAME", "high"))
                .is(201);
        assertThat(created.at("/spec/priority")).isEqualTo("7");
        assertThat(created.at("/spec/preemptionPolicy")).isEqualTo("Never");
        assertThat(api.post("/api/v1/namespaces/default/pods", pod.replace("NAME", "none"))
                        .is(403)
                        .message())
                .isEqualTo("pods \"q\" is forbidden: no PriorityClass with name none was found");
    }
}
