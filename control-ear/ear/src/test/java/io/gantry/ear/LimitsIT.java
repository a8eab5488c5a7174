package io.gantry.ear;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Quotas, limit ranges and pod security through kubectl. */
class LimitsIT {

    private static final String NAMESPACE = "limits";

    private final Kubectl kubectl = TestControlPlane.shared().kubectl();

    @BeforeEach
    void create() {
        kubectl.run("create", "namespace", NAMESPACE).expectSuccess();
    }

    @AfterEach
    void delete() {
        kubectl.run("delete", "namespace", NAMESPACE, "--timeout=50s").expectSuccess();
    }

    private Kubectl.Output pod(String name, String more) {
        return kubectl.with("""
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: limits}
                spec: {containers: [{name: c, image: nginx}]%s}
                """.formatted(name, more), "create", "-f", "-");
    }

    private void untilUsed(String name, String amount) {
        new Await(
                        Duration.ofSeconds(20),
                        name + " used " + amount,
                        () -> kubectl.run(
                                        "-n",
                                        NAMESPACE,
                                        "get",
                                        "quota",
                                        "q",
                                        "-o",
                                        "jsonpath={.status.used." + name + "}")
                                .out()
                                .equals(amount))
                .orFail();
    }

    @Test
    void aQuotaIsChargedAndPaidBack() {
        kubectl.run("-n", NAMESPACE, "create", "quota", "q", "--hard=pods=1,count/configmaps=10")
                .expectSuccess();
        untilUsed("pods", "0");
        pod("a", "").expectSuccess();
        untilUsed("pods", "1");
        assertThat(pod("b", "").expectFailure())
                .contains(
                        "pods \"b\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1");
        kubectl.run("-n", NAMESPACE, "delete", "pod", "a", "--now").expectSuccess();
        untilUsed("pods", "0");
        pod("b", "").expectSuccess();
    }

    @Test
    void aLimitRangeFillsAndBounds() {
        kubectl.with("""
                        apiVersion: v1
                        kind: LimitRange
                        metadata: {name: r, namespace: limits}
                        spec: {limits: [{type: Container, default: {cpu: 500m}, defaultRequest: {cpu: 100m}, max: {cpu: "1"}}]}
                        """, "create", "-f", "-").expectSuccess();
        pod("a", "").expectSuccess();
        assertThat(kubectl.run("-n", NAMESPACE, "get", "pod", "a", "-o", "jsonpath={.spec.containers[0].resources}")
                        .expectSuccess())
                .isEqualTo("{\"limits\":{\"cpu\":\"500m\"},\"requests\":{\"cpu\":\"100m\"}}");
    }

    @Test
    void podsMeetTheStandardOfTheirNamespace() {
        kubectl.run("label", "namespace", NAMESPACE, "pod-security.kubernetes.io/enforce=baseline")
                .expectSuccess();
        assertThat(pod("a", ", hostNetwork: true").expectFailure())
                .contains("violates PodSecurity \"baseline:latest\": host namespaces (hostNetwork=true)");
        kubectl.run("label", "namespace", NAMESPACE, "pod-security.kubernetes.io/warn=restricted")
                .expectSuccess();
        assertThat(pod("b", "").err()).contains("Warning: would violate PodSecurity \"restricted:latest\"");
    }
}
