package io.gantry.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmptyCollectionsTest {

    private static final ObjectSchema POD = schema("io.k8s.api.core.v1.Pod");
    private static final ObjectSchema ROLE = schema("io.k8s.api.rbac.v1.Role");

    private static ObjectSchema schema(String type) {
        return Schemas.builtIn().find(type).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"metadata":{"labels":{},"finalizers":[]}} | {"metadata":{}}
            {"spec":{"containers":[{"args":[],"env":[{"name":"a"}]},{}]}} | {"spec":{"containers":[{"env":[{"name":"a"}]},{}]}}
            {"spec":{"volumes":[{"emptyDir":{}}],"nodeSelector":{"a":""}}} | {"spec":{"volumes":[{"emptyDir":{}}],"nodeSelector":{"a":""}}}
            {"unknown":[]} | {"unknown":[]}
            """)
    void areLeftOutInBothForms(String given, String expected) {
        ObjectNode object = Json.read(given);
        for (EmptyCollections form : EmptyCollections.values()) {
            assertThat(form.in(POD, object)).isEqualTo(Json.read(expected));
            assertThat(object).isEqualTo(Json.read(given));
        }
        EmptyCollections.WRITTEN.put(POD, object);
        assertThat(object).isEqualTo(Json.read(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            WRITTEN | {"rules":[]} | {"rules":null}
            WRITTEN | {"rules":null} | {"rules":null}
            WRITTEN | {"rules":[{"verbs":[],"resources":[]}]} | {"rules":[{"verbs":null}]}
            SHOWN | {"rules":[]} | {"rules":[]}
            SHOWN | {"rules":null} | {"rules":null}
            SHOWN | {"rules":[{"verbs":[],"resources":[]}]} | {"rules":[{"verbs":[]}]}
            """)
    void areNullOrEmptyInFieldsThatAreAlwaysWritten(EmptyCollections form, String given, String expected) {
        ObjectNode object = Json.read(given);
        assertThat(form.in(ROLE, object)).isEqualTo(Json.read(expected));
        form.put(ROLE, object);
        assertThat(object).isEqualTo(Json.read(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            io.k8s.api.rbac.v1.Role | {} | {"rules":null}
            io.k8s.api.rbac.v1.Role | {"rules":null} | {"rules":null}
            io.k8s.api.rbac.v1.Role | {"rules":[{}]} | {"rules":[{"verbs":null}]}
            io.k8s.api.core.v1.NodeAllocatableResourceClaimStatus | {"resourceClaimName":"c"} | {"resourceClaimName":"c","resources":null}
            io.k8s.api.certificates.v1.CertificateSigningRequestSpec | {"signerName":"a/b"} | {"signerName":"a/b","request":null}
            """)
    void thatAreMissingAreNullWhereTheyAreAlwaysWritten(String type, String given, String expected) {
        ObjectNode object = Json.read(given);
        Normalizer.normalize(schema(type), object);
        assertThat(object).isEqualTo(Json.read(expected));
        Normalizer.normalize(schema(type), object);
        assertThat(object).isEqualTo(Json.read(expected));
    }

    @Test
    void objectsWithoutThemAreNotCopied() {
        ObjectNode pod = Json.read("{\"spec\":{\"containers\":[{\"args\":[\"a\"]}]}}");
        ObjectNode role = Json.read("{\"rules\":null}");
        for (EmptyCollections form : EmptyCollections.values()) {
            assertThat(form.in(POD, pod)).isSameAs(pod);
            assertThat(form.in(ROLE, role)).isSameAs(role);
        }
    }
}
