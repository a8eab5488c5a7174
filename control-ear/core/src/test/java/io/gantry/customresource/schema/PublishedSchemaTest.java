package io.gantry.customresource.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.Json;
import org.junit.jupiter.api.Test;

class PublishedSchemaTest {

    private static final JsonNode EMBEDDED = Json.read("""
            {"type": "object", "properties": {
              "closed": {"type": "object", "x-kubernetes-embedded-resource": true, "properties": {"spec": {"type": "object"}}},
              "open": {"type": "object", "x-kubernetes-embedded-resource": true, "x-kubernetes-preserve-unknown-fields": true}}}""");

    @Test
    void kubectlIsToldNothingOfObjectsThatMayHoldAnything() {
        JsonNode open = Json.read(
                "{\"type\":\"object\",\"x-kubernetes-preserve-unknown-fields\":true,\"properties\":{\"a\":{\"type\":\"string\"}}}");

        assertThat(PublishedSchema.v2(open)).isEqualTo(Json.read("{\"type\":\"object\"}"));
        assertThat(PublishedSchema.v3(open)
                        .at("/properties/metadata/allOf/0/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");
    }

    @Test
    void typeAndMetadataAreDescribedAsInBuiltInKinds() {
        JsonNode plain = PublishedSchema.v2(Json.read("{\"type\":\"object\"}"));

        assertThat(plain.at("/properties/apiVersion/description").asText()).startsWith("APIVersion defines");
        assertThat(plain.at("/properties/kind/description").asText()).startsWith("Kind is a string");
        assertThat(plain.at("/properties/metadata/description").asText()).startsWith("Standard object's metadata");
    }

    @Test
    void embeddedObjectsHaveATypeAndMetadataUnlessTheyMayHoldAnything() {
        assertThat(PublishedSchema.v2(EMBEDDED)
                        .at("/properties/closed/properties")
                        .has("apiVersion"))
                .isTrue();
        assertThat(PublishedSchema.v2(EMBEDDED).at("/properties/open").has("properties"))
                .isFalse();
        assertThat(PublishedSchema.v3(EMBEDDED)
                        .at("/properties/open/properties")
                        .has("metadata"))
                .isTrue();
    }
}
