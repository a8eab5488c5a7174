package io.gantry.ear;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code kubectl apply --server-side} and what comes with it. */
class ServerSideApplyIT {

    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: applied, labels: {tier: front}}
            spec:
              replicas: 2
              selector: {matchLabels: {app: applied}}
              template:
                metadata: {labels: {app: applied}}
                spec:
                  containers:
                  - {name: web, image: "nginx:1"}
                  - {name: log, image: "busybox:1"}
            """;

    private final Kubectl kubectl = TestControlPlane.shared().kubectl();

    @AfterEach
    void delete() {
        kubectl.run("delete", "deployment", "applied", "--ignore-not-found").expectSuccess();
    }

    private Kubectl.Output apply(String manifest, String manager, String... more) {
        String[] arguments = new String[more.length + 5];
        String[] fixed = {"apply", "--server-side", "--field-manager=" + manager, "-f", "-"};
        System.arraycopy(fixed, 0, arguments, 0, fixed.length);
        System.arraycopy(more, 0, arguments, fixed.length, more.length);
        return kubectl.with(manifest, arguments);
    }

    private String field(String path) {
        return kubectl.run("get", "deployment", "applied", "-o", "jsonpath=" + path)
                .expectSuccess();
    }

    @Test
    void createsAndThenChangesOnlyWhatWasApplied() {
        assertThat(apply(DEPLOYMENT, "first").expectSuccess())
                .isEqualTo("deployment.apps/applied serverside-applied\n");
        String generation = field("{.metadata.generation}");
        apply(DEPLOYMENT, "first").expectSuccess();
        assertThat(field("{.metadata.generation}")).isEqualTo(generation);

        kubectl.run("scale", "deployment", "applied", "--replicas=5").expectSuccess();
        apply(DEPLOYMENT.replace("  replicas: 2\n", ""), "first").expectSuccess();
        assertThat(field("{.spec.replicas}")).isEqualTo("5");
    }

    @Test
    void whatNobodyAppliesAnyMoreGoes() {
        apply(DEPLOYMENT, "first").expectSuccess();
        apply(
                        DEPLOYMENT
                                .replace("      - {name: log, image: \"busybox:1\"}\n", "")
                                .replace(", labels: {tier: front}", ""),
                        "first")
                .expectSuccess();
        assertThat(field("{.spec.template.spec.containers[*].name}")).isEqualTo("web");
        assertThat(field("{.metadata.labels}")).isEmpty();
    }

    @Test
    void aFieldOfAnotherManagerIsAConflictUnlessForced() {
        apply(DEPLOYMENT, "first").expectSuccess();
        String other = DEPLOYMENT.replace("nginx:1", "nginx:2");
        assertThat(apply(other, "second").expectFailure())
                .contains(
                        "Apply failed with 1 conflict", "first", ".spec.template.spec.containers[name=\"web\"].image");
        assertThat(field("{.spec.template.spec.containers[0].image}")).isEqualTo("nginx:1");

        apply(other, "second", "--force-conflicts").expectSuccess();
        assertThat(field("{.spec.template.spec.containers[0].image}")).isEqualTo("nginx:2");
        assertThat(kubectl.run(
                                "get",
                                "deployment",
                                "applied",
                                "--show-managed-fields",
                                "-o",
                                "jsonpath={.metadata.managedFields[*].manager}")
                        .expectSuccess())
                .contains("first", "second");
    }

    @Test
    void anObjectOfClientSideApplyMovesOverWithoutConflicts() {
        kubectl.with(DEPLOYMENT, "apply", "-f", "-").expectSuccess();
        kubectl.with(DEPLOYMENT.replace("nginx:1", "nginx:3"), "apply", "--server-side", "-f", "-")
                .expectSuccess();
        assertThat(field("{.spec.template.spec.containers[0].image}")).isEqualTo("nginx:3");
    }

    @Test
    void aDryRunAndADiffChangeNothing() {
        apply(DEPLOYMENT, "first").expectSuccess();
        String before = field("{.metadata.generation} {.spec}");
        String other = DEPLOYMENT.replace("nginx:1", "nginx:2");
        assertThat(apply(other, "first", "--dry-run=server", "-o", "jsonpath={.spec.template.spec.containers[0].image}")
                        .expectSuccess())
                .isEqualTo("nginx:2");
        Kubectl.Output diff = kubectl.with(other, "diff", "--server-side", "--field-manager=first", "-f", "-");
        assertThat(diff.code()).as(diff.err()).isEqualTo(1);
        assertThat(diff.out()).contains("image: nginx:2");
        assertThat(field("{.metadata.generation} {.spec}")).isEqualTo(before);
    }

    @Test
    void unknownAndDoubleFieldsAreRefusedOrWarnedOf() {
        String wrong = DEPLOYMENT.replace("  replicas: 2\n", "  replicaz: 2\n");
        assertThat(kubectl.with(wrong, "create", "-f", "-").expectFailure())
                .contains("strict decoding error: unknown field \"spec.replicaz\"");
        Kubectl.Output warned = kubectl.with(wrong, "create", "--validate=warn", "-f", "-");
        warned.expectSuccess();
        assertThat(warned.err()).contains("unknown field \"spec.replicaz\"");
    }
}
