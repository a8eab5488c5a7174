package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.api.ApiFixture.Reply;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Names that the server makes, which admission sees too late or not at all. */
class GeneratedNamesTest extends ReviewedWrites {

    @Test
    void aWebhookMayNameAnObjectAndItsUidDoesNotCount() {
        api.webhooks.on("m", asked -> FakeWebhooks.patch("""
                [{"op":"add","path":"/metadata/name","value":"named"},{"op":"add","path":"/metadata/uid","value":"forged"},
                 {"op":"add","path":"/metadata/creationTimestamp","value":"2020-01-01T00:00:00Z"}]"""));
        configure("Mutating", "m", "configmaps", "");
        String map = "{\"metadata\":{\"generateName\":\"a-\"}}";

        Reply created = api.post(CONFIG_MAPS, map).is(201);

        assertThat(created.at("/metadata/name")).isEqualTo("named");
        assertThat(created.at("/metadata/uid")).hasSize(36);
        assertThat(created.at("/metadata/creationTimestamp")).isNotEqualTo("2020-01-01T00:00:00Z");
        assertThat(api.post(CONFIG_MAPS, map).is(409).message())
                .isEqualTo("configmaps \"named\" already exists, the server was not able to generate a unique name for"
                        + " the object");
    }

    /** Makes every name that is judged until then be taken by another when it is to be stored. */
    private void takeNames(int times) {
        AtomicInteger taken = new AtomicInteger();
        api.webhooks.on("validating", asked -> {
            if (asked.at("/object/metadata").has("generateName") && taken.getAndIncrement() < times) {
                api.post(
                                CONFIG_MAPS,
                                "{\"metadata\":{\"name\":\""
                                        + asked.path("name").asText() + "\"}}")
                        .is(201);
            }
            return FakeWebhooks.allow();
        });
        configure("Validating", "validating", "configmaps", "");
    }

    /** The reviews of objects whose names are generated: before it was, or after. */
    private List<ObjectNode> generated(boolean named) {
        return api.webhooks.asked.stream()
                .filter(asked -> asked.at("/object/metadata").has("generateName") && asked.has("name") == named)
                .toList();
    }

    @Test
    void aGeneratedNameThatIsTakenIsReplacedByAnotherThatIsJudgedButNotMutatedAgain() {
        listen("Mutating", "configmaps");
        takeNames(2);

        Reply created = api.post(CONFIG_MAPS, "{\"metadata\":{\"generateName\":\"a-\"}}")
                .is(201);

        assertThat(generated(false)).hasSize(1);
        List<ObjectNode> judged = generated(true);
        assertThat(judged).hasSize(3);
        for (String field : List.of("name", "uid")) {
            List<String> values = judged.stream()
                    .map(asked -> asked.at("/object/metadata/" + field).asText())
                    .toList();
            assertThat(values).doesNotHaveDuplicates();
            assertThat(created.at("/metadata/" + field)).isEqualTo(values.getLast());
        }
    }

    @Test
    void eightGeneratedNamesAreTried() {
        listen("Mutating", "configmaps");
        takeNames(Integer.MAX_VALUE);

        Reply refused = api.post(CONFIG_MAPS, "{\"metadata\":{\"generateName\":\"a-\"}}")
                .is(409);

        assertThat(refused.message())
                .endsWith(" already exists, the server was not able to generate a unique name for the object");
        assertThat(generated(false)).hasSize(1);
        assertThat(generated(true)).hasSize(8);
    }

    @Test
    void aBaseForTheNameOfAnObjectThatIsLeavingDoesNotHideThatItIs() {
        String map = "{\"metadata\":{\"name\":\"a\",\"generateName\":\"a-\",\"finalizers\":[\"example.com/f\"]}}";
        api.post(CONFIG_MAPS, map).is(201);
        api.delete(CONFIG_MAPS + "/a").is(200);

        assertThat(api.post(CONFIG_MAPS, map).is(409).message())
                .isEqualTo("object is being deleted: configmaps \"a\" already exists, the server was not able to"
                        + " generate a unique name for the object");
    }

    @Test
    void refusalsOfTheServersOwnPluginsTellTheBaseOfANameThatIsToCome() {
        assertThat(api.post(
                                "/api/v1/namespaces/default/pods",
                                "{\"metadata\":{\"generateName\":\"p-\"},\"spec\":{\"priorityClassName\":\"none\","
                                        + "\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}")
                        .is(403)
                        .message())
                .isEqualTo("pods \"p-\" is forbidden: no PriorityClass with name none was found");
    }

    @Test
    void namesAreGeneratedForNamespacesAfterTheirDefaults() {
        listen("Mutating", "namespaces");
        Reply created = api.post("/api/v1/namespaces", "{\"metadata\":{\"generateName\":\"n-\"}}")
                .is(201);
        assertThat(metadata(mutated()).has("labels")).isFalse();
        assertThat(created.json().at("/metadata/labels/kubernetes.io~1metadata.name"))
                .isEqualTo(created.json().at("/metadata/name"));
    }
}
