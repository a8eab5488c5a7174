package io.gantry.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.controller.model.Conditions;
import io.gantry.controller.model.ResourceNames;
import io.gantry.controller.model.Taint;
import io.gantry.object.ApiObject;
import io.gantry.object.ObjectKey;
import io.gantry.registry.DeleteOptions;
import io.gantry.registry.DeleteOptions.Propagation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every controller over the registry, the cache and the in-memory store that the server uses. */
final class ControllersOnRegistryTest {

    private static final ObjectKey WEB = new ObjectKey(ResourceNames.DEPLOYMENTS, "default", "web");
    private static final ObjectKey SERVICE = new ObjectKey(ResourceNames.SERVICES, "default", "web");

    private final Cluster cluster = new Cluster();

    @Test
    void aDeploymentRunsAndRollsOut() {
        cluster.addNode("n1");
        cluster.addNode("n2");
        deploy("default", 4);
        cluster.settle();

        assertThat(images()).containsExactly("v1", "v1", "v1", "v1");
        assertThat(progress()).isEqualTo("NewReplicaSetAvailable");

        setImage("v2");
        cluster.settle();

        assertThat(images()).containsExactly("v2", "v2", "v2", "v2");
        assertThat(progress()).isEqualTo("NewReplicaSetAvailable");
        assertThat(cluster.get(WEB)
                        .metadata()
                        .path("annotations")
                        .path("deployment.kubernetes.io/revision")
                        .asText())
                .isEqualTo("2");
        assertThat(cluster.list(ResourceNames.REPLICA_SETS)).hasSize(2);
    }

    @Test
    void nothingIsWrittenWhenNothingHappens() {
        cluster.addNode("n1");
        deploy("default", 3);
        expose("LoadBalancer");
        cluster.settle();
        long revision = cluster.store.revision();

        cluster.group().runtimes().forEach(runtime -> runtime.resync());
        cluster.settle();

        assertThat(cluster.store.eventsAfter(revision, 10))
                .extracting(event -> event.object().toString())
                .isEmpty();
    }

    @Test
    void aServicePublishesItsPodsAndGetsAnAddress() {
        cluster.addNode("n1");
        deploy("default", 2);
        expose("LoadBalancer");
        cluster.settle();

        ApiObject slice = cluster.list(ResourceNames.ENDPOINT_SLICES).getFirst();
        ApiObject endpoints = cluster.get(new ObjectKey(ResourceNames.ENDPOINTS, "default", "web"));
        assertThat(slice.json().path("endpoints")).hasSize(2);
        assertThat(slice.json().at("/ports/0/port").asInt()).isEqualTo(8080);
        assertThat(endpoints.json().at("/subsets/0/addresses")).hasSize(2);
        assertThat(cluster.get(SERVICE)
                        .status()
                        .at("/loadBalancer/ingress/0/ip")
                        .asText())
                .isEqualTo("192.168.7.1");

        cluster.delete(SERVICE, DeleteOptions.DEFAULT);
        cluster.settle();

        assertThat(cluster.list(ResourceNames.ENDPOINT_SLICES)).isEmpty();
        assertThat(cluster.list(ResourceNames.ENDPOINTS)).isEmpty();
    }

    @Test
    void endpointsThatAUserWritesAreMirroredThroughCreateUpdateAndDelete() {
        cluster.apply(ResourceNames.SERVICES, """
                {"metadata": {"name": "web", "namespace": "default"}, "spec": {"ports": [{"name": "a", "port": 80}]}}
                """);
        ObjectKey endpoints = cluster.apply(ResourceNames.ENDPOINTS, """
                        {"metadata": {"name": "web", "namespace": "default"},
                         "subsets": [{"addresses": [{"ip": "10.1.2.3"}], "ports": [{"name": "a", "port": 80}]}]}
                        """).key();
        cluster.settle();
        ApiObject slice = cluster.list(ResourceNames.ENDPOINT_SLICES).getFirst();
        assertThat(slice.labels())
                .containsEntry("kubernetes.io/service-name", "web")
                .containsEntry("endpointslice.kubernetes.io/managed-by", "endpointslicemirroring-controller.k8s.io");
        assertThat(slice.json().at("/endpoints/0/addresses/0").asText()).isEqualTo("10.1.2.3");

        cluster.change(endpoints, tree -> {
            ((ObjectNode) tree.at("/subsets/0/addresses/0")).put("ip", "10.1.2.4");
            return tree;
        });
        cluster.settle();
        assertThat(cluster.get(slice.key())
                        .json()
                        .at("/endpoints/0/addresses/0")
                        .asText())
                .isEqualTo("10.1.2.4");

        cluster.delete(endpoints, DeleteOptions.DEFAULT);
        cluster.settle();
        assertThat(cluster.list(ResourceNames.ENDPOINT_SLICES)).isEmpty();
    }

    @Test
    void eachNodeGetsItsPartOfTheNetwork() {
        List.of("n1", "n2", "n3").forEach(cluster::addNode);
        cluster.settle();

        assertThat(cluster.list(ResourceNames.NODES))
                .extracting(node ->
                        node.spec().path("podCIDR").asText() + " " + node.spec().path("podCIDRs"))
                .containsExactly(
                        "10.244.0.0/24 [\"10.244.0.0/24\"]",
                        "10.244.1.0/24 [\"10.244.1.0/24\"]",
                        "10.244.2.0/24 [\"10.244.2.0/24\"]");
    }

    @Test
    void podsOfALostNodeAreReplacedAndTheNodeIsTakenBackLater() {
        cluster.addNode("n1");
        cluster.addNode("n2");
        deploy("default", 6);
        expose("ClusterIP");
        cluster.settle();
        assertThat(podsByNode().keySet()).containsExactlyInAnyOrder("n1", "n2");

        cluster.killNode("n1");
        cluster.pass(Duration.ofSeconds(45));

        ApiObject lost = cluster.get(ObjectKey.cluster(ResourceNames.NODES, "n1"));
        assertThat(Conditions.of(lost.status())
                        .find("Ready")
                        .orElseThrow()
                        .path("message")
                        .asText())
                .isEqualTo("Kubelet stopped posting node status.");
        assertThat(Taint.of(lost))
                .extracting(taint -> taint.key() + ":" + taint.effect())
                .containsExactlyInAnyOrder(
                        "node.kubernetes.io/unreachable:NoSchedule", "node.kubernetes.io/unreachable:NoExecute");
        assertThat(readyEndpointNodes()).containsOnly("n2");

        cluster.pass(Duration.ofSeconds(310));

        assertThat(activePodsByNode()).isEqualTo(Map.of("n2", 6L));

        cluster.reviveNode("n1");
        cluster.settle();

        assertThat(Taint.of(cluster.get(ObjectKey.cluster(ResourceNames.NODES, "n1"))))
                .isEmpty();
        assertThat(podsByNode()).isEqualTo(Map.of("n2", 6L));
    }

    @Test
    void podsOfADeletedNodeGo() {
        cluster.addNode("n1");
        deploy("default", 2);
        cluster.settle();

        cluster.killNode("n1");
        cluster.delete(ObjectKey.cluster(ResourceNames.NODES, "n1"), DeleteOptions.DEFAULT);
        cluster.settle();
        assertThat(podsByNode()).isEqualTo(Map.of("n1", 2L));
        cluster.pass(Duration.ofSeconds(41));
        cluster.settle();

        assertThat(cluster.list(ResourceNames.PODS))
                .hasSize(2)
                .allMatch(pod -> pod.spec().path("nodeName").asText("").isEmpty());
    }

    @Test
    void aDeletedNamespaceTakesEverythingAlong() {
        cluster.addNode("n1");
        cluster.apply(ResourceNames.NAMESPACES, "{\"metadata\": {\"name\": \"shop\"}}");
        deploy("shop", 3);
        cluster.settle();
        assertThat(cluster.list(ResourceNames.PODS, "shop")).hasSize(3);

        cluster.delete(ObjectKey.cluster(ResourceNames.NAMESPACES, "shop"), DeleteOptions.DEFAULT);
        cluster.settle();

        assertThat(cluster.exists(ObjectKey.cluster(ResourceNames.NAMESPACES, "shop")))
                .isFalse();
        cluster.resources.all().stream()
                .filter(definition -> definition.namespaced())
                .forEach(definition -> assertThat(cluster.list(definition.storage(), "shop"))
                        .as(definition.kind())
                        .isEmpty());
    }

    @Test
    void everyNamespaceHasItsServiceAccountAndRootCertificate() {
        cluster.settle();

        for (String namespace : List.of("default", "kube-system", "kube-node-lease")) {
            assertThat(cluster.exists(new ObjectKey(ResourceNames.SERVICE_ACCOUNTS, namespace, "default")))
                    .isTrue();
            assertThat(cluster.get(new ObjectKey(ResourceNames.CONFIG_MAPS, namespace, "kube-root-ca.crt"))
                            .json()
                            .path("data")
                            .path("ca.crt")
                            .asText())
                    .startsWith("-----BEGIN");
        }
    }

    @ParameterizedTest
    @EnumSource(Propagation.class)
    void deletingADeploymentTreatsItsDependentsAsAsked(Propagation propagation) {
        cluster.addNode("n1");
        deploy("default", 3);
        cluster.settle();

        cluster.delete(WEB, DeleteOptions.DEFAULT.withPropagation(propagation));
        cluster.settle();

        boolean kept = propagation == Propagation.ORPHAN;
        assertThat(cluster.exists(WEB)).isFalse();
        assertThat(cluster.list(ResourceNames.REPLICA_SETS)).hasSize(kept ? 1 : 0);
        assertThat(cluster.list(ResourceNames.PODS)).hasSize(kept ? 3 : 0);
        assertThat(cluster.list(ResourceNames.REPLICA_SETS))
                .allMatch(set -> set.metadata().path("ownerReferences").isEmpty());
    }

    @Test
    void anOwnerDeletedInTheForegroundOutlivesItsDependents() {
        cluster.addNode("n1");
        deploy("default", 1);
        cluster.settle();
        cluster.killNode("n1");

        cluster.delete(WEB, DeleteOptions.DEFAULT.withPropagation(Propagation.FOREGROUND));
        cluster.settle();

        assertThat(cluster.get(WEB).isBeingDeleted()).isTrue();
        assertThat(cluster.list(ResourceNames.PODS)).allMatch(ApiObject::isBeingDeleted);

        cluster.reviveNode("n1");
        cluster.settle();

        assertThat(cluster.exists(WEB)).isFalse();
    }

    @Test
    void orphanedPodsAreAdoptedByAReplicaSetThatSelectsThem() {
        cluster.addNode("n1");
        deploy("default", 2);
        cluster.settle();
        ObjectKey replicaSet =
                cluster.list(ResourceNames.REPLICA_SETS).getFirst().key();
        List<String> pods = podNames();

        cluster.delete(WEB, DeleteOptions.DEFAULT.withPropagation(Propagation.ORPHAN));
        cluster.settle();
        cluster.delete(replicaSet, DeleteOptions.DEFAULT.withPropagation(Propagation.ORPHAN));
        cluster.settle();
        assertThat(podNames()).isEqualTo(pods);
        deploy("default", 2);
        cluster.settle();

        // The template is the same, so the new ReplicaSet has the old one's name, hash and selector.
        assertThat(podNames()).isEqualTo(pods);
        assertThat(cluster.list(ResourceNames.PODS))
                .allMatch(pod -> pod.controllerReference().isPresent());
    }

    @Test
    void eventsAreCountedUpAndExpire() {
        cluster.addNode("n1");
        deploy("default", 1);
        cluster.settle();
        assertThat(cluster.list(ResourceNames.EVENTS))
                .extracting(event -> event.json().path("reason").asText() + " "
                        + event.json().path("count").asInt())
                .contains("ScalingReplicaSet 1", "SuccessfulCreate 1");

        for (int i = 0; i < 2; i++) {
            scale(2);
            scale(1);
        }

        assertThat(cluster.list(ResourceNames.EVENTS).stream()
                        .filter(event -> event.json().path("message").asText().endsWith("from 1 to 2"))
                        .map(event -> event.json().path("count").asInt()))
                .containsExactly(2);

        cluster.pass(Duration.ofMinutes(61));

        assertThat(cluster.list(ResourceNames.EVENTS)).isEmpty();
    }

    @Test
    void aReplicationControllerKeepsItsPods() {
        cluster.addNode("n1");
        cluster.apply(ResourceNames.REPLICATION_CONTROLLERS, """
                {"metadata": {"name": "old", "namespace": "default"},
                 "spec": {"replicas": 2, "selector": {"app": "old"},
                   "template": {"metadata": {"labels": {"app": "old"}}, "spec": {"containers": [{"name": "c", "image": "v1"}]}}}}
                """);
        cluster.settle();

        ApiObject controller =
                cluster.list(ResourceNames.REPLICATION_CONTROLLERS).getFirst();
        assertThat(controller.status().path("availableReplicas").asInt()).isEqualTo(2);
        assertThat(cluster.list(ResourceNames.PODS)).hasSize(2);
    }

    private void scale(int replicas) {
        cluster.change(WEB, tree -> {
            tree.withObject("/spec").put("replicas", replicas);
            return tree;
        });
        cluster.settle();
    }

    private void setImage(String image) {
        cluster.change(WEB, tree -> {
            ((ObjectNode) tree.at("/spec/template/spec/containers/0")).put("image", image);
            return tree;
        });
    }

    private void deploy(String namespace, int replicas) {
        cluster.apply(ResourceNames.DEPLOYMENTS, """
                {"metadata": {"name": "web", "namespace": "NAMESPACE"},
                 "spec": {"replicas": REPLICAS, "selector": {"matchLabels": {"app": "web"}},
                   "template": {"metadata": {"labels": {"app": "web"}},
                     "spec": {"containers": [{"name": "c", "image": "v1", "ports": [{"name": "http", "containerPort": 8080}]}],
                       "tolerations": [
                         {"key": "node.kubernetes.io/not-ready", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300},
                         {"key": "node.kubernetes.io/unreachable", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300}]}}}}
                """.replace("NAMESPACE", namespace)
                .replace("REPLICAS", Integer.toString(replicas)));
    }

    private void expose(String type) {
        cluster.apply(ResourceNames.SERVICES, """
                {"metadata": {"name": "web", "namespace": "default"},
                 "spec": {"type": "TYPE", "selector": {"app": "web"}, "ports": [{"port": 80, "targetPort": "http"}]}}
                """.replace("TYPE", type));
    }

    private List<String> podNames() {
        return cluster.list(ResourceNames.PODS).stream().map(ApiObject::name).toList();
    }

    private List<String> images() {
        return cluster.list(ResourceNames.PODS).stream()
                .map(pod -> pod.json().at("/spec/containers/0/image").asText())
                .toList();
    }

    private Map<String, Long> podsByNode() {
        return cluster.list(ResourceNames.PODS).stream()
                .collect(
                        Collectors.groupingBy(pod -> pod.spec().path("nodeName").asText(), Collectors.counting()));
    }

    private Map<String, Long> activePodsByNode() {
        return cluster.list(ResourceNames.PODS).stream()
                .filter(pod -> !pod.isBeingDeleted())
                .collect(
                        Collectors.groupingBy(pod -> pod.spec().path("nodeName").asText(), Collectors.counting()));
    }

    private List<String> readyEndpointNodes() {
        return cluster.list(ResourceNames.ENDPOINT_SLICES).stream()
                .flatMap(slice -> slice.json().path("endpoints").valueStream())
                .filter(endpoint -> endpoint.at("/conditions/ready").asBoolean())
                .map(endpoint -> endpoint.path("nodeName").asText())
                .toList();
    }

    private String progress() {
        return Conditions.of(cluster.get(WEB).status())
                .find("Progressing")
                .map((JsonNode condition) -> condition.path("reason").asText())
                .orElse("");
    }
}
