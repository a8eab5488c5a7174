package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.api.ApiFixture.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What mutating admission does to the owners of objects and of their fields. */
class OwnersAfterAdmissionTest extends ReviewedWrites {

    @Test
    void duplicateOwnersThatAWebhookAddsGoWithAWarning() {
        String owner = "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"name\":\"p\",\"uid\":\"u\"}";
        Reply created = mutate(
                        CONFIG_MAPS,
                        "{\"metadata\":{\"name\":\"a\"}}",
                        "[{\"op\":\"add\",\"path\":\"/metadata/ownerReferences\",\"value\":[" + owner + "," + owner
                                + "]}]")
                .is(201);
        assertThat(created.json().at("/metadata/ownerReferences")).hasSize(1);
        assertThat(created.headers().getOrDefault("Warning", List.of()))
                .singleElement()
                .asString()
                .contains("contains duplicate entries after mutating admission happens");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"op":"replace","path":"/metadata/managedFields/0/manager","value":"hook"} | hook
            {"op":"add","path":"/data","value":{"x":"1"}} | me
            {"op":"add","path":"/metadata/managedFields","value":null} |
            {"op":"add","path":"/metadata/managedFields","value":[]} |
            """)
    void ownersAreAsAWebhookLeavesThemAndItsOtherChangesAreNobodys(String operation, String manager) {
        api.webhooks.on("m", asked -> FakeWebhooks.patch("[" + operation + "]"));
        configure("Mutating", "m", "configmaps", "");
        String map = "{\"metadata\":{\"name\":\"a\"},\"data\":{\"a\":\"%s\"}}";

        Reply created =
                api.post(CONFIG_MAPS + "?fieldManager=me", map.formatted("b")).is(201);
        Reply updated =
                api.put(CONFIG_MAPS + "/a?fieldManager=me", map.formatted("c")).is(200);

        for (Reply reply : List.of(created, updated)) {
            JsonNode managed = reply.json().at("/metadata/managedFields");
            assertThat(managed.at("/0/manager").asText(null)).isEqualTo(manager);
            assertThat(managed.toString()).doesNotContain("f:x");
            assertThat(managed.isMissingNode()).isEqualTo(manager == null);
            assertThat(reply.headers()).doesNotContainKey("Warning");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"manager":"hook"} | operation must be `Apply` or `Update`
            {"manager":"hook","operation":"Update"} | apiVersion must not be empty
            {"manager":"hook","operation":"Update","apiVersion":"v1"} | missing fieldsType in managed fields entry 0
            """)
    void ownersThatAWebhookMakesUselessAreAsBeforeWithAWarning(String entry, String why) {
        Reply created = mutate(
                        CONFIG_MAPS + "?fieldManager=me",
                        "{\"metadata\":{\"name\":\"a\"},\"data\":{\"a\":\"b\"}}",
                        "[{\"op\":\"replace\",\"path\":\"/metadata/managedFields\",\"value\":[" + entry + "]}]")
                .is(201);

        assertThat(created.at("/metadata/managedFields/0/manager")).isEqualTo("me");
        assertThat(created.headers().getOrDefault("Warning", List.of()))
                .containsExactly(
                        "299 - \".metadata.managedFields was in an invalid state after admission; this could be"
                                + " caused by an outdated mutating admission controller; please fix your requests: "
                                + why
                                + "\"");
    }
}
