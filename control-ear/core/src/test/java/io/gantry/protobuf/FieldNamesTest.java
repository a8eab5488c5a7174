package io.gantry.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.gantry.object.Json;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.kinds.BuiltInKinds;
import io.gantry.schema.ObjectSchema;
import io.gantry.schema.Schemas;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldNamesTest {

    /** The messages are newer than the model. */
    private static final Set<String> NOT_IN_JSON = Set.of("HorizontalPodAutoscalerCondition.observedGeneration");

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            admissionregistration.k8s.io/v1 | ValidatingWebhookConfiguration | {"webhooks":[{"name":"a","rules":[{"operations":["CREATE"],"apiGroups":[""]}]}]}
            admissionregistration.k8s.io/v1 | ValidatingAdmissionPolicy | {"spec":{"matchConstraints":{"resourceRules":[{"operations":["CREATE"],"resources":["pods"]}]}}}
            networking.k8s.io/v1 | IngressClass | {"spec":{"parameters":{"apiGroup":"g","kind":"K","name":"n"}}}
            authentication.k8s.io/v1 | TokenRequest | {"spec":{"boundObjectRef":{"kind":"Pod","apiVersion":"v1","name":"p","uid":"u"}}}
            apiextensions.k8s.io/v1 | CustomResourceDefinition | {"spec":{"versions":[{"name":"v1","schema":{"openAPIV3Schema":{"$ref":"r","type":"object","x-kubernetes-preserve-unknown-fields":true}}}]}}
            apiextensions.k8s.io/v1 | CustomResourceDefinition | {"spec":{"versions":[{"schema":{"openAPIV3Schema":{"properties":{"a":{"items":{"type":"string"},"minItems":0,"x-kubernetes-list-type":"set"}}}}}]}}
            apiextensions.k8s.io/v1 | CustomResourceDefinition | {"spec":{"versions":[{"schema":{"openAPIV3Schema":{"additionalProperties":{"type":"string"},"default":{"a":[1]},"enum":["x",2]}}}]}}
            apiextensions.k8s.io/v1 | CustomResourceDefinition | {"spec":{"versions":[{"schema":{"openAPIV3Schema":{"additionalProperties":false,"additionalItems":true,"dependencies":{"a":["b"]}}}}]}}
            apiextensions.k8s.io/v1 | CustomResourceDefinition | {"spec":{"versions":[{"schema":{"openAPIV3Schema":{"x-kubernetes-validations":[{"rule":"true","optionalOldSelf":false}]}}}]}}
            """)
    void theWayThereAndBackChangesNothing(String apiVersion, String kind, String json) {
        ObjectNode tree = Json.read(json);
        Descriptor type = MessageTypes.find(apiVersion, kind).orElseThrow();

        assertThat(MessageTree.of(TreeMessage.of(type, tree))).isEqualTo(tree);
    }

    @Test
    void everyFieldOfAMessageIsAFieldInJsonOrInline() {
        Set<Descriptor> seen = new HashSet<>();
        List<String> lost = new ArrayList<>();
        for (ResourceDefinition definition : BuiltInKinds.definitions()) {
            MessageTypes.ofObjects(definition.apiVersion(), definition.kind())
                    .ifPresent(type -> check(type, seen, lost));
        }

        assertThat(lost).isEmpty();
    }

    private static void check(Descriptor type, Set<Descriptor> seen, List<String> lost) {
        Optional<ObjectSchema> schema = Schemas.builtIn().find(MessageTree.typeName(type));
        if (!seen.add(type)) {
            return;
        }
        for (FieldDescriptor field : type.getFields()) {
            boolean message = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
            boolean known = schema.isEmpty()
                    || schema.get().field(JsonField.of(field).name()).isPresent()
                    || (message && !field.isRepeated() && isPartOf(field.getMessageType(), schema.get()))
                    || NOT_IN_JSON.contains(type.getName() + "." + field.getName());
            if (!known) {
                lost.add(MessageTree.typeName(type) + "." + field.getName());
            }
            if (message) {
                check(field.getMessageType(), seen, lost);
            }
        }
    }

    private static boolean isPartOf(Descriptor part, ObjectSchema whole) {
        return part.getFields().stream()
                .allMatch(field -> whole.field(JsonField.of(field).name()).isPresent()
                        || (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                                && isPartOf(field.getMessageType(), whole)));
    }
}
