package io.gantry.ear;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The real kubectl on roles, reviews, tokens and certificates. */
class AccessIT {

    /** Of CN=jane, O=dev; its key is forgotten. */
    private static final String JANE =
            "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIWU1IOENBUUF3SFRFTU1Bb0dBMVVFQ2d3RFpHVjJNUTB3Q3dZRFZRUUREQV"
                    + "JxWVc1bE1Ga3dFd1lIS29aSQp6ajBDQVFZSUtvWkl6ajBEQVFjRFFnQUUrOWRxS0RZOGQzb0JGZWxYRzBqc1Q4OGJPdzNUV01USTNsN1QyVU4r"
                    + "CjB1dlRONG9PNllSSmRlbDQvdE8wUUx5Uk9jYk8yeWRrN2V2VWUxdzRnRU9BbmFBQU1Bb0dDQ3FHU000OUJBTUMKQTBrQU1FWUNJUUR6TUNPVT"
                    + "F6d0krRDYwSlJXVTJDamhPeGU0MU5mWU5iVUhoQ1RpZGJ3c3pBSWhBUDlDZ044KworaTJwRGVHRjVlT2VZdnFSeWtHOTYyZU01a3JCNHAwWExP"
                    + "Z00KLS0tLS1FTkQgQ0VSVElGSUNBVEUgUkVRVUVTVC0tLS0tCg==";

    private static final String REQUEST = """
            apiVersion: certificates.k8s.io/v1
            kind: CertificateSigningRequest
            metadata: {name: jane}
            spec:
              request: %s
              signerName: kubernetes.io/kube-apiserver-client
              usages: [client auth]
            """;

    private final TestControlPlane controlPlane = TestControlPlane.shared();
    private final Kubectl kubectl = controlPlane.kubectl();

    @Test
    void kubectlTellsWhoItIs() {
        assertThat(kubectl.run("auth", "whoami").expectSuccess()).contains("system:masters");
        assertThat(kubectl.run("auth", "whoami", "--as", "joe", "--as-group", "dev")
                        .expectSuccess())
                .contains("joe")
                .contains("dev");
    }

    @Test
    void aRoleAllowsWhatItSays() {
        assertThat(kubectl.run("auth", "can-i", "list", "pods", "--as", "reader")
                        .out())
                .startsWith("no");
        kubectl.run("create", "role", "reader", "--verb=list", "--resource=pods")
                .expectSuccess();
        kubectl.run("create", "rolebinding", "readers", "--role=reader", "--user=reader")
                .expectSuccess();

        assertThat(kubectl.run("auth", "can-i", "list", "pods", "--as", "reader")
                        .expectSuccess())
                .isEqualTo("yes\n");
        assertThat(kubectl.run("auth", "can-i", "--list", "--as", "reader").expectSuccess())
                .containsPattern("pods\\s+\\[\\]\\s+\\[\\]\\s+\\[list\\]");
        assertThat(kubectl.run("get", "secrets", "--as", "reader").expectFailure())
                .contains(
                        "secrets is forbidden: User \"reader\" cannot list resource \"secrets\" in API group \"\" in the"
                                + " namespace \"default\"");
        assertThat(kubectl.run("get", "rolebindings", "readers", "-o", "wide").expectSuccess())
                .contains("Role/reader");
    }

    @Test
    void theUsualRolesGatherTheirRules() {
        new Await(
                        Duration.ofSeconds(30),
                        "the rules of admin",
                        () -> kubectl.run("get", "clusterrole", "admin", "-o", "jsonpath={.rules[*].resources}")
                                .expectSuccess()
                                .contains("deployments"))
                .orFail();
    }

    @Test
    void anApprovedRequestBecomesACertificate() {
        kubectl.with(REQUEST.formatted(JANE), "create", "-f", "-").expectSuccess();
        kubectl.run("certificate", "approve", "jane").expectSuccess();
        new Await(
                        Duration.ofSeconds(30),
                        "the certificate",
                        () -> !kubectl.run("get", "csr", "jane", "-o", "jsonpath={.status.certificate}")
                                .expectSuccess()
                                .isEmpty())
                .orFail();
        assertThat(kubectl.run("get", "csr", "jane").expectSuccess()).contains("Approved,Issued");
        kubectl.run("delete", "csr", "jane").expectSuccess();
    }

    @Test
    void aSecretOfTheTypeGetsItsToken() {
        kubectl.run("create", "serviceaccount", "old").expectSuccess();
        kubectl.with("""
                        apiVersion: v1
                        kind: Secret
                        type: kubernetes.io/service-account-token
                        metadata:
                          name: old
                          annotations: {kubernetes.io/service-account.name: old}
                        """, "create", "-f", "-").expectSuccess();
        new Await(
                        Duration.ofSeconds(30),
                        "the token",
                        () -> !kubectl.run("get", "secret", "old", "-o", "jsonpath={.data.token}")
                                .expectSuccess()
                                .isEmpty())
                .orFail();
        kubectl.run("delete", "serviceaccount", "old").expectSuccess();
    }

    @Test
    void theIssuerPublishesItsKeys() {
        assertThat(kubectl.run("get", "--raw", "/openid/v1/jwks").expectSuccess())
                .contains("\"kty\":\"RSA\"");
        assertThat(kubectl.run("get", "--raw", "/.well-known/openid-configuration")
                        .expectSuccess())
                .contains("https://kubernetes.default.svc.cluster.local");
    }

    @Test
    void aPodOfADefaultAccountGetsItsToken() {
        kubectl.run("create", "namespace", "tokens").expectSuccess();
        assertThat(kubectl.run(
                                "",
                                Map.of(),
                                "-n",
                                "tokens",
                                "run",
                                "p",
                                "--image=none",
                                "-o",
                                "jsonpath={.spec.serviceAccountName} {.spec.containers[0].volumeMounts[0].mountPath}")
                        .expectSuccess())
                .isEqualTo("default /var/run/secrets/kubernetes.io/serviceaccount");
        kubectl.run("delete", "namespace", "tokens", "--wait=false").expectSuccess();
    }
}
