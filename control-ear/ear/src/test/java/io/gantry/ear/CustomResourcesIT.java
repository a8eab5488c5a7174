package io.gantry.ear;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Custom resources through kubectl. */
class CustomResourcesIT {

    private static final String DEFINITION = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: lamps.shop.example.com}
            spec:
              group: shop.example.com
              scope: Namespaced
              names: {plural: lamps, singular: lamp, kind: Lamp, shortNames: [lp]}
              versions:
              - name: v1
                served: true
                storage: true
                subresources: {status: {}, scale: {specReplicasPath: .spec.bulbs, statusReplicasPath: .status.bulbs}}
                additionalPrinterColumns: [{name: Colour, type: string, jsonPath: .spec.colour}]
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      spec:
                        type: object
                        required: [colour]
                        properties:
                          colour: {type: string, description: What it shines in., enum: [red, green]}
                          bulbs: {type: integer, minimum: 1, default: 1}
                      status: {type: object, properties: {bulbs: {type: integer}}}
            """;

    private static final String LAMP = """
            apiVersion: shop.example.com/v1
            kind: Lamp
            metadata: {name: desk}
            spec: {colour: red}
            """;

    private final Kubectl kubectl = TestControlPlane.shared().kubectl();

    @BeforeEach
    void define() {
        kubectl.with(DEFINITION, "apply", "-f", "-").expectSuccess();
        kubectl.run("wait", "--for=condition=Established", "crd/lamps.shop.example.com", "--timeout=20s")
                .expectSuccess();
        new Await(
                        Duration.ofSeconds(20),
                        "the lamps are served",
                        () -> kubectl.run("get", "lamps").code() == 0)
                .orFail();
    }

    @AfterEach
    void remove() {
        kubectl.run("delete", "crd", "lamps.shop.example.com").expectSuccess();
        assertThat(kubectl.run("get", "lamps").expectFailure())
                .containsAnyOf("could not find the requested resource", "doesn't have a resource type");
    }

    @Test
    void anObjectIsMadeShownScaledAndDeleted() {
        assertThat(kubectl.with(LAMP, "apply", "-f", "-").expectSuccess())
                .isEqualTo("lamp.shop.example.com/desk created\n");
        assertThat(kubectl.with(LAMP, "apply", "-f", "-").expectSuccess())
                .isEqualTo("lamp.shop.example.com/desk unchanged\n");
        assertThat(kubectl.run("get", "lp").expectSuccess()).containsPattern("NAME +COLOUR\ndesk +red\n");
        assertThat(kubectl.run("get", "lamp", "desk", "-o", "jsonpath={.spec.bulbs}")
                        .expectSuccess())
                .isEqualTo("1");
        kubectl.run("scale", "lamp", "desk", "--replicas=3").expectSuccess();
        assertThat(kubectl.run("get", "lamp", "desk", "-o", "jsonpath={.spec.bulbs}")
                        .expectSuccess())
                .isEqualTo("3");
        kubectl.run("patch", "lamp", "desk", "--type=merge", "-p", "{\"spec\":{\"colour\":\"green\"}}")
                .expectSuccess();
        kubectl.run("delete", "lamp", "desk").expectSuccess();
    }

    @Test
    void theSchemaIsKept() {
        assertThat(kubectl.with(LAMP.replace("red", "blue"), "create", "--validate=ignore", "-f", "-")
                        .expectFailure())
                .contains("spec.colour: Unsupported value: \"blue\": supported values: \"red\", \"green\"");
        assertThat(kubectl.with(LAMP.replace("colour: red", "colour: red, size: 3"), "create", "-f", "-")
                        .expectFailure())
                .contains("strict decoding error: unknown field \"spec.size\"");
    }

    @Test
    void explainAndServerSideApplyKnowTheKind() {
        assertThat(kubectl.run("explain", "lamp.spec.colour").expectSuccess()).contains("What it shines in.");
        kubectl.with(LAMP, "apply", "--server-side", "--field-manager=one", "-f", "-")
                .expectSuccess();
        assertThat(kubectl.with(
                                LAMP.replace("red", "green"),
                                "apply",
                                "--server-side",
                                "--field-manager=two",
                                "-f",
                                "-")
                        .expectFailure())
                .contains("conflict", ".spec.colour");
    }
}
