package io.gantry.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.schema.Schema.AnySchema;
import io.gantry.schema.Schema.BooleanSchema;
import io.gantry.schema.Schema.DateTimeSchema;
import io.gantry.schema.Schema.IntOrStringSchema;
import io.gantry.schema.Schema.IntegerSchema;
import io.gantry.schema.Schema.ListSchema;
import io.gantry.schema.Schema.ListType;
import io.gantry.schema.Schema.MapSchema;
import io.gantry.schema.Schema.QuantitySchema;
import io.gantry.schema.Schema.StringSchema;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SchemasTest {

    private static final String CORE = "io.k8s.api.core.v1.";
    private static final String APPS = "io.k8s.api.apps.v1.";
    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

    private static Field field(String type, String name) {
        return Schemas.builtIn().find(type).orElseThrow().field(name).orElseThrow();
    }

    static Stream<Arguments> scalars() {
        return Stream.of(
                Arguments.of(APPS + "DeploymentSpec", "replicas", new IntegerSchema(32)),
                Arguments.of(APPS + "DeploymentSpec", "paused", new BooleanSchema()),
                Arguments.of(META + "ObjectMeta", "generation", new IntegerSchema(64)),
                Arguments.of(META + "ObjectMeta", "creationTimestamp", new DateTimeSchema(false)),
                Arguments.of("io.k8s.api.coordination.v1.LeaseSpec", "renewTime", new DateTimeSchema(true)),
                Arguments.of(CORE + "ServicePort", "targetPort", new IntOrStringSchema()),
                Arguments.of(CORE + "Secret", "data", new MapSchema(new StringSchema("byte", List.of()), false)),
                Arguments.of(CORE + "ResourceRequirements", "limits", new MapSchema(new QuantitySchema(), false)),
                Arguments.of(CORE + "ServiceSpec", "selector", new MapSchema(new StringSchema("", List.of()), true)),
                Arguments.of(APPS + "ControllerRevision", "data", new AnySchema()),
                Arguments.of(
                        CORE + "PodSpec",
                        "restartPolicy",
                        new StringSchema("", List.of("Always", "Never", "OnFailure"))));
    }

    @ParameterizedTest
    @MethodSource("scalars")
    void derivesTheTypeOfAField(String type, String name, Schema expected) {
        assertThat(field(type, name).schema()).isEqualTo(expected);
    }

    @Test
    void everyDefinitionCanBeRead() {
        Schemas schemas = Schemas.builtIn();
        assertThat(schemas.names())
                .hasSizeGreaterThan(700)
                .allSatisfy(name -> assertThat(schemas.find(name).orElseThrow().fields())
                        .as(name)
                        .isNotNull());
    }

    @Test
    void everyFieldOfThePodIsDescribedByItselfOrByItsType() {
        assertThat(Schemas.builtIn()
                        .find(CORE + "PodSpec")
                        .orElseThrow()
                        .fields()
                        .values())
                .allSatisfy(
                        field -> assertThat(described(field)).as(field.name()).isNotEmpty());
    }

    private static String described(Field field) {
        return field.description().isEmpty() && field.schema() instanceof ObjectSchema type
                ? type.description()
                : field.description();
    }

    @Test
    void mergeRulesCompleteTheModelClasses() {
        Field ports = field(CORE + "Container", "ports");
        assertThat(ports.patch().merges()).isTrue();
        assertThat(ports.patch().mergeKey()).isEqualTo("containerPort");
        assertThat(ports.schema()).isInstanceOfSatisfying(ListSchema.class, list -> {
            assertThat(list.type()).isEqualTo(ListType.MAP);
            assertThat(list.mapKeys()).containsExactly("containerPort", "protocol");
        });
        assertThat(field(CORE + "PodSpec", "volumes").patch().text()).isEqualTo("merge,retainKeys");
        assertThat(field(APPS + "DeploymentSpec", "strategy").patch().text()).isEqualTo("retainKeys");
    }

    @Test
    void fieldsOfOneTypeShareItsSchema() {
        assertThat(field(APPS + "DeploymentSpec", "template").schema())
                .isSameAs(Schemas.builtIn().find(CORE + "PodTemplateSpec").orElseThrow());
    }

    @Test
    void requiredAndDefaultAreKnown() {
        assertThat(field(APPS + "DeploymentSpec", "selector").required()).isTrue();
        assertThat(field(APPS + "DeploymentSpec", "replicas").required()).isFalse();
        assertThat(field(CORE + "ContainerPort", "protocol").defaultValue())
                .hasValueSatisfying(value -> assertThat(value.asText()).isEqualTo("TCP"));
    }

    @Test
    void twoGroupsMayHaveOneKind() {
        assertThat(field(CORE + "Event", "involvedObject").required()).isTrue();
        assertThat(field("io.k8s.api.events.v1.Event", "regarding").required()).isFalse();
    }

    @Test
    void unknownNamesHaveNoSchema() {
        assertThat(Schemas.builtIn().find("io.k8s.api.core.v1.Nothing")).isEmpty();
    }
}
