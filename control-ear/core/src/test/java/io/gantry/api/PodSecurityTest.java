package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PodSecurityTest {

    private static final String NAMESPACE = "/api/v1/namespaces/default";
    private static final String PREFIX = "pod-security.kubernetes.io/";

    private final ApiFixture api = new ApiFixture();

    private ApiFixture.Reply label(String name, String value) {
        return api.patch(
                NAMESPACE,
                "merge-patch+json",
                "{\"metadata\":{\"labels\":{\"" + PREFIX + name + "\":\"" + value + "\"}}}");
    }

    private ApiFixture.Reply pod(String name, String more) {
        return api.post(
                NAMESPACE + "/pods",
                "{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{" + more
                        + "\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}");
    }

    private static List<String> warnings(ApiFixture.Reply reply) {
        return reply.headers().getOrDefault("Warning", List.of());
    }

    @Test
    void whatFallsShortOfTheEnforcedLevelIsRefused() {
        label("enforce", "baseline").is(200);
        assertThat(pod("p", "\"hostNetwork\":true,").is(403).message())
                .isEqualTo("pods \"p\" is forbidden: violates PodSecurity \"baseline:latest\": host namespaces"
                        + " (hostNetwork=true)");
        pod("q", "").is(201);
    }

    @Test
    void whatFallsShortOfTheWarnedLevelIsToldAndDone() {
        label("warn", "baseline").is(200);
        assertThat(warnings(pod("p", "\"hostPID\":true,").is(201)))
                .containsExactly(
                        "299 - \"would violate PodSecurity \\\"baseline:latest\\\": host namespaces (hostPID=true)\"");
    }

    @Test
    void whoeverWritesAWorkloadIsWarned() {
        label("enforce", "baseline").is(200);
        String deployment =
                "{\"metadata\":{\"name\":\"d\"},\"spec\":{\"selector\":{\"matchLabels\":{\"a\":\"b\"}},\"template\":"
                        + "{\"metadata\":{\"labels\":{\"a\":\"b\"}},\"spec\":{\"hostIPC\":true,\"containers\":[{\"name\":\"c\","
                        + "\"image\":\"i\"}]}}}}";
        ApiFixture.Reply reply = api.post("/apis/apps/v1/namespaces/default/deployments", deployment)
                .is(201);
        assertThat(warnings(reply))
                .containsExactly(
                        "299 - \"would violate PodSecurity \\\"baseline:latest\\\": host namespaces (hostIPC=true)\"");
    }

    @Test
    void whoeverMakesANamespaceStricterIsToldOfItsPods() {
        pod("b", "\"hostNetwork\":true,").is(201);
        pod("a", "\"hostNetwork\":true,").is(201);
        assertThat(warnings(label("enforce", "baseline").is(200)))
                .containsExactly(
                        "299 - \"existing pods in namespace \\\"default\\\" violate the new PodSecurity enforce level"
                                + " \\\"baseline:latest\\\"\"",
                        "299 - \"a (and 1 other pod): host namespaces\"");
        assertThat(warnings(label("enforce", "privileged").is(200))).isEmpty();
    }

    @Test
    void labelsMustBeUnderstood() {
        assertThat(label("enforce", "strict").is(422).message())
                .isEqualTo(
                        "Namespace \"default\" is invalid: metadata.labels[pod-security.kubernetes.io/enforce]: Invalid"
                                + " value: \"strict\": must be one of privileged, baseline, restricted");
        assertThat(label("warn-version", "1.3").is(422).message())
                .contains("Invalid value: \"1.3\": must be \"latest\" or \"v1.x\"");
    }

    @Test
    void aPodThatExistsIsLookedAtAgainWhenItsImageChanges() {
        pod("p", "\"hostNetwork\":true,").is(201);
        label("enforce", "baseline").is(200);
        api.patch(NAMESPACE + "/pods/p", "merge-patch+json", "{\"metadata\":{\"labels\":{\"x\":\"y\"}}}")
                .is(200);
        String image = "{\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"j\"}]}}";
        api.patch(NAMESPACE + "/pods/p", "strategic-merge-patch+json", image).is(403);
    }
}
