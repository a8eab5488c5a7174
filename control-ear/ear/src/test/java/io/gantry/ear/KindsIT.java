package io.gantry.ear;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kinds of every group through kubectl, which checks their OpenAPI schema and prints their tables. */
class KindsIT {

    private static final String MANIFEST = """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: kinds-it}
            spec:
              serviceName: kinds-it
              selector: {matchLabels: {app: s}}
              template: {metadata: {labels: {app: s}}, spec: {nodeSelector: {none: none}, containers: [{name: c, image: i}]}}
            ---
            apiVersion: apps/v1
            kind: DaemonSet
            metadata: {name: kinds-it}
            spec:
              selector: {matchLabels: {app: d}}
              template: {metadata: {labels: {app: d}}, spec: {nodeSelector: {none: none}, containers: [{name: c, image: i}]}}
            ---
            apiVersion: batch/v1
            kind: CronJob
            metadata: {name: kinds-it}
            spec:
              schedule: "0 0 1 1 *"
              jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}}}
            ---
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata: {name: kinds-it}
            spec: {minAvailable: 1, selector: {matchLabels: {app: s}}}
            ---
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: kinds-it}
            spec:
              scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: kinds-it}
              maxReplicas: 3
              metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}]
            ---
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: kinds-it}
            spec: {defaultBackend: {service: {name: kinds-it, port: {number: 80}}}}
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: kinds-it}
            spec: {podSelector: {}, policyTypes: [Ingress]}
            ---
            apiVersion: storage.k8s.io/v1
            kind: StorageClass
            metadata: {name: kinds-it}
            provisioner: example.com/none
            ---
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: kinds-it}
            spec: {storageClassName: kinds-it, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
            ---
            apiVersion: scheduling.k8s.io/v1
            kind: PriorityClass
            metadata: {name: kinds-it}
            value: 7
            ---
            apiVersion: v1
            kind: LimitRange
            metadata: {name: kinds-it}
            spec: {limits: [{type: Container, max: {cpu: "64"}}]}
            ---
            apiVersion: v1
            kind: ResourceQuota
            metadata: {name: kinds-it}
            spec: {hard: {pods: "1000"}}
            """;

    private final Kubectl kubectl = TestControlPlane.shared().kubectl();

    @AfterEach
    void delete() {
        kubectl.with(MANIFEST, "delete", "--ignore-not-found", "-f", "-").expectSuccess();
    }

    @Test
    void oneManifestOfManyKindsIsAppliedAndAppliedAgain() {
        assertThat(kubectl.with(MANIFEST, "apply", "-f", "-").expectSuccess().lines())
                .hasSize(12)
                .allMatch(line -> line.endsWith(" created"));
        assertThat(kubectl.with(MANIFEST, "apply", "-f", "-").expectSuccess().lines())
                .allMatch(line -> line.endsWith(" unchanged") || line.endsWith(" configured"));
        assertThat(kubectl.run("get", "all,pdb,ing,netpol,pvc,quota,limits").expectSuccess())
                .contains(
                        "statefulset.apps/kinds-it",
                        "daemonset.apps/kinds-it",
                        "cronjob.batch/kinds-it",
                        "horizontalpodautoscaler.autoscaling/kinds-it",
                        "poddisruptionbudget.policy/kinds-it",
                        "ingress.networking.k8s.io/kinds-it",
                        "networkpolicy.networking.k8s.io/kinds-it",
                        "persistentvolumeclaim/kinds-it",
                        "resourcequota/kinds-it",
                        "limitrange/kinds-it");
    }

    @Test
    void theOlderVersionOfAKindShowsTheSameObject() {
        kubectl.with(MANIFEST, "apply", "-f", "-").expectSuccess();
        assertThat(kubectl.run(
                                "get",
                                "horizontalpodautoscalers.v1.autoscaling",
                                "kinds-it",
                                "-o",
                                "jsonpath={.spec.targetCPUUtilizationPercentage}")
                        .expectSuccess())
                .isEqualTo("50");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "statefulset.spec.volumeClaimTemplates",
                "cronjob.spec.schedule",
                "hpa.spec.metrics",
                "ingress.spec.rules",
                "networkpolicy.spec.egress",
                "storageclass.provisioner",
                "pdb.spec.maxUnavailable",
                "flowschema.spec.rules"
            })
    void explainKnowsTheirFields(String field) {
        assertThat(kubectl.run("explain", field).expectSuccess()).contains("FIELD: ", "DESCRIPTION:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"system-cluster-critical", "system-node-critical"})
    void theSystemsPriorityClassesAreThere(String name) {
        assertThat(kubectl.run("get", "priorityclass", name, "-o", "jsonpath={.globalDefault}{.value}")
                        .expectSuccess())
                .contains("200000");
    }
}
