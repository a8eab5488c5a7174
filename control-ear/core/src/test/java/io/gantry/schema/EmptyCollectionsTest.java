package io.gantry.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmptyCollectionsTest {

    private static final ObjectSchema POD =
            Schemas.builtIn().find("io.k8s.api.core.v1.Pod").orElseThrow();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"metadata":{"labels":{},"finalizers":[]}} | {"metadata":{}}
            {"spec":{"containers":[{"args":[],"env":[{"name":"a"}]},{}]}} | {"spec":{"containers":[{"env":[{"name":"a"}]},{}]}}
            {"spec":{"volumes":[{"emptyDir":{}}],"nodeSelector":{"a":""}}} | {"spec":{"volumes":[{"emptyDir":{}}],"nodeSelector":{"a":""}}}
            {"unknown":[]} | {"unknown":[]}
            """)
    void areNotWritten(String given, String written) {
        ObjectNode object = Json.read(given);
        assertThat(EmptyCollections.without(POD, object)).isEqualTo(Json.read(written));
        assertThat(object).isEqualTo(Json.read(given));
        EmptyCollections.drop(POD, object);
        assertThat(object).isEqualTo(Json.read(written));
    }

    @Test
    void objectsWithoutThemAreNotCopied() {
        ObjectNode object = Json.read("{\"spec\":{\"containers\":[{\"args\":[\"a\"]}]}}");
        assertThat(EmptyCollections.without(POD, object)).isSameAs(object);
    }
}
