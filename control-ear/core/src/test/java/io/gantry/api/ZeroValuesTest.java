package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What empty lists, empty texts, 0 and false mean in bodies. */
class ZeroValuesTest {

    private static final String NAMESPACE = "/api/v1/namespaces/default/";

    private final ApiFixture api = new ApiFixture();

    @Test
    void anEmptyListIsSeenByRules() {
        assertThat(api.post("/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers", """
                        {"metadata":{"name":"h"},"spec":{"maxReplicas":3,"scaleTargetRef":{"kind":"Deployment","name":"d","apiVersion":"apps/v1"},
                         "behavior":{"scaleUp":{"policies":[]}}}}""")
                        .is(422)
                        .message())
                .endsWith("spec.behavior.scaleUp.policies: Required value: must specify at least one Policy");
    }

    @Test
    void anEmptyListIsNeitherWrittenNorOwned() {
        String pod = "{\"metadata\":{\"name\":\"p\",\"labels\":{}},"
                + "\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"a\",\"args\":[]}]}}";
        ApiFixture.Reply created = api.post(NAMESPACE + "pods", pod).is(201);
        assertThat(created.json().at("/spec/containers/0").has("args")).isFalse();
        assertThat(created.json().at("/metadata").has("labels")).isFalse();
        assertThat(created.json().at("/metadata/managedFields").toString()).doesNotContain("f:args", "f:labels");
        String version = created.at("/metadata/resourceVersion");
        ApiFixture.Reply updated = api.put(NAMESPACE + "pods/p", pod).is(200);
        assertThat(updated.at("/metadata/resourceVersion")).isEqualTo(version);
        assertThat(updated.json().at("/metadata/generation").asInt()).isEqualTo(1);
    }

    @Test
    void falseIsForgottenWhenAnUpdateLeavesItOut() {
        String path = NAMESPACE + "serviceaccounts";
        api.post(path, "{\"metadata\":{\"name\":\"a\"},\"automountServiceAccountToken\":false}")
                .is(201);
        assertThat(api.put(path + "/a", "{\"metadata\":{\"name\":\"a\"}}")
                        .is(200)
                        .json()
                        .has("automountServiceAccountToken"))
                .isFalse();
        assertThat(api.get(path + "/a").json().has("automountServiceAccountToken"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            description | `""` | false
            globalDefault | false | false
            value | 0 | true
            """)
    void zeroIsWrittenAsUpstreamWritesIt(String field, String zero, boolean written) {
        ApiFixture.Reply reply = api.post(
                        "/apis/scheduling.k8s.io/v1/priorityclasses",
                        "{\"metadata\":{\"name\":\"low\"},\"" + field + "\":" + zero + "}")
                .is(201);
        assertThat(reply.json().has(field)).isEqualTo(written);
        ObjectNode again = (ObjectNode) reply.json();
        again.remove(List.of("description", "globalDefault", "value"));
        assertThat(api.put("/apis/scheduling.k8s.io/v1/priorityclasses/low", again.toString())
                        .is(200)
                        .at("/metadata/resourceVersion"))
                .isEqualTo(reply.at("/metadata/resourceVersion"));
    }

    @Test
    void statusOfADaemonSetIsNotWrittenByUpdatesOfTheRest() {
        String path = "/apis/apps/v1/namespaces/default/daemonsets";
        String set =
                "{\"metadata\":{\"name\":\"d\"},\"spec\":{\"selector\":{\"matchLabels\":{\"a\":\"b\"}},\"template\":"
                        + "{\"metadata\":{\"labels\":{\"a\":\"b\"}},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"a\"}]}}}%s}";
        api.post(path, set.formatted("")).is(201);
        assertThat(api.put(path + "/d", set.formatted(",\"status\":{\"numberReady\":7}"))
                        .is(200)
                        .json()
                        .at("/status/numberReady")
                        .asInt())
                .isZero();
    }

    @Test
    void anEmptyObjectIsNotItsAbsence() {
        String pod = "{\"metadata\":{\"name\":\"e\"},\"spec\":{%s\"containers\":[{\"name\":\"c\",\"image\":\"a\"}]}}";
        api.post(NAMESPACE + "pods", pod.formatted("")).is(201);
        assertThat(api.put(NAMESPACE + "pods/e", pod.formatted("\"affinity\":{},"))
                        .is(422)
                        .message())
                .contains("spec: Forbidden: pod updates may not change fields other than");
    }

    @Test
    void anEventOfTheNewerGroupNeedsNoFieldsOfTheOlder() {
        api.post("/apis/events.k8s.io/v1/namespaces/default/events", """
                        {"metadata":{"name":"e"},"eventTime":"2026-01-01T00:00:00.000000Z","reportingController":"a.b/c",
                         "reportingInstance":"i","action":"a","reason":"r","type":"Normal",
                         "regarding":{"kind":"Pod","namespace":"default","name":"p"}}""").is(201);
    }
}
