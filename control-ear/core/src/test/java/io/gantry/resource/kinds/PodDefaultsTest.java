package io.gantry.resource.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.controller.fake.FakeClusterView;
import io.gantry.identity.UserInfo;
import io.gantry.object.Json;
import io.gantry.resource.Strategy;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodDefaultsTest {

    private final Admission pods = new Admission("v1", "Pod");

    @Test
    void completesAMinimalPod() {
        ObjectNode pod = pods.defaulted("""
                {"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"nginx:1.27"}]}}""");
        assertThat(pod).isEqualTo(Json.read("""
                {"metadata":{"name":"p"},"spec":{
                  "containers":[{"name":"c","image":"nginx:1.27","imagePullPolicy":"IfNotPresent",
                    "terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","resources":{}}],
                  "dnsPolicy":"ClusterFirst","restartPolicy":"Always","schedulerName":"default-scheduler",
                  "terminationGracePeriodSeconds":30,"securityContext":{},"enableServiceLinks":true}}
                """));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            nginx, Always
            nginx:latest, Always
            nginx:1.27, IfNotPresent
            localhost:5000/nginx, Always
            localhost:5000/nginx:v1, IfNotPresent
            REGISTRY.example.com/team/app:1, IfNotPresent
            nginx@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef, IfNotPresent
            Nginx, IfNotPresent
            """)
    void pullsByTag(String image, String policy) {
        ObjectNode pod = pods.defaulted(
                "{\"metadata\":{},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"" + image + "\"}]}}");
        assertThat(pod.at("/spec/containers/0/imagePullPolicy").asText()).isEqualTo(policy);
    }

    @Test
    void completesProbesVolumesPortsAndReferences() {
        ObjectNode pod = pods.defaulted("""
                {"metadata":{},"spec":{"hostNetwork":true,
                 "containers":[{"name":"c","image":"a:1","ports":[{"containerPort":80}],
                   "env":[{"name":"N","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}],
                   "livenessProbe":{"httpGet":{"port":80}},"readinessProbe":{"grpc":{"port":1}},
                   "lifecycle":{"preStop":{"httpGet":{"port":80}}}}],
                 "volumes":[{"name":"a"},{"name":"b","configMap":{"name":"x"}},{"name":"c","hostPath":{"path":"/"}},
                   {"name":"d","projected":{"sources":[{"serviceAccountToken":{"path":"t"}}]}}]}}""");
        assertThat(pod.at("/spec/containers/0/ports/0"))
                .isEqualTo(Json.read("{\"containerPort\":80,\"protocol\":\"TCP\",\"hostPort\":80}"));
        assertThat(pod.at("/spec/containers/0/env/0/valueFrom/fieldRef/apiVersion")
                        .asText())
                .isEqualTo("v1");
        assertThat(pod.at("/spec/containers/0/livenessProbe")).isEqualTo(Json.read("""
                {"httpGet":{"port":80,"path":"/","scheme":"HTTP"},"timeoutSeconds":1,"periodSeconds":10,
                 "successThreshold":1,"failureThreshold":3}"""));
        assertThat(pod.at("/spec/containers/0/readinessProbe/grpc/service").asText("none"))
                .isEmpty();
        assertThat(pod.at("/spec/containers/0/lifecycle/preStop/httpGet/scheme").asText())
                .isEqualTo("HTTP");
        assertThat(pod.at("/spec/volumes/0/emptyDir")).isEqualTo(Json.object());
        assertThat(pod.at("/spec/volumes/1/configMap/defaultMode").asInt()).isEqualTo(420);
        assertThat(pod.at("/spec/volumes/2/hostPath/type").asText("none")).isEmpty();
        assertThat(pod.at("/spec/volumes/3/projected/sources/0/serviceAccountToken/expirationSeconds")
                        .asInt())
                .isEqualTo(3600);
    }

    @Test
    void requestsWhatIsLimitedAndWritesAmountsCanonically() {
        ObjectNode pod = pods.defaulted("""
                {"metadata":{},"spec":{"containers":[{"name":"c","image":"a:1",
                  "resources":{"limits":{"cpu":"0.5","memory":"1024Mi"},"requests":{"cpu":0.1}}}]}}""");
        assertThat(pod.at("/spec/containers/0/resources")).isEqualTo(Json.read("""
                {"limits":{"cpu":"500m","memory":"1Gi"},"requests":{"cpu":"100m","memory":"1Gi"}}"""));
    }

    @Test
    void leavesTemplatesWithoutWhatOnlyPodsHave() {
        ObjectNode deployment = new Admission("apps/v1", "Deployment").defaulted("""
                {"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},
                 "spec":{"containers":[{"name":"c","image":"a:1","resources":{"limits":{"cpu":"1"}}}]}}}}""");
        assertThat(deployment.at("/spec/template/spec/tolerations").isMissingNode())
                .isTrue();
        assertThat(deployment.at("/spec/template/spec/enableServiceLinks").isMissingNode())
                .isTrue();
        assertThat(deployment
                        .at("/spec/template/spec/containers/0/resources/requests")
                        .isMissingNode())
                .isTrue();
        assertThat(deployment.at("/spec/template/spec/restartPolicy").asText()).isEqualTo("Always");
        assertThat(deployment.at("/spec/strategy"))
                .isEqualTo(
                        Json.read(
                                "{\"type\":\"RollingUpdate\",\"rollingUpdate\":{\"maxSurge\":\"25%\",\"maxUnavailable\":\"25%\"}}"));
        assertThat(deployment.at("/spec/replicas").asInt()).isEqualTo(1);
        assertThat(deployment.at("/spec/revisionHistoryLimit").asInt()).isEqualTo(10);
        assertThat(deployment.at("/spec/progressDeadlineSeconds").asInt()).isEqualTo(600);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {} | BestEffort
            {"requests":{"cpu":"1"}} | Burstable
            {"limits":{"cpu":"1"}} | Burstable
            {"limits":{"cpu":"1","memory":"1Gi"}} | Guaranteed
            {"limits":{"cpu":"1","memory":"1Gi"},"requests":{"cpu":"500m"}} | Burstable
            {"limits":{"cpu":"1","memory":"1Gi"},"requests":{"cpu":"1000m","memory":"1024Mi"}} | Guaranteed
            {"requests":{"ephemeral-storage":"1Gi"}} | BestEffort
            """)
    void classifiesByResources(String resources, String qosClass) {
        ObjectNode pod = pods.defaulted(
                "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"a:1\","
                        + "\"resources\":" + resources + "}]}}");
        pods.definition()
                .strategy()
                .prepareForCreate(
                        pod,
                        new Strategy.Context(new FakeClusterView(), Instant.EPOCH, UserInfo.SYSTEM, warning -> {}));
        assertThat(pod.path("status"))
                .isEqualTo(Json.read("{\"phase\":\"Pending\",\"qosClass\":\"" + qosClass + "\"}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "default", textBlock = """
            {"spec":{"nodeName":"n","terminationGracePeriodSeconds":30},"status":{"phase":"Running"}} | default | 30
            {"spec":{"nodeName":"n","terminationGracePeriodSeconds":30},"status":{"phase":"Running"}} | 5 | 5
            {"spec":{"nodeName":"n","terminationGracePeriodSeconds":30},"status":{"phase":"Running"}} | 0 | 0
            {"spec":{"nodeName":"n","terminationGracePeriodSeconds":-1},"status":{"phase":"Running"}} | default | 1
            {"spec":{"terminationGracePeriodSeconds":30},"status":{"phase":"Pending"}} | default | 0
            {"spec":{"nodeName":"n","terminationGracePeriodSeconds":30},"status":{"phase":"Succeeded"}} | 10 | 0
            """)
    void waitsOnlyForPodsThatRun(String pod, Long requested, long seconds) {
        assertThat(pods.definition().strategy().gracePeriodSeconds(Json.read(pod), requested))
                .isEqualTo(seconds);
    }

    @Test
    void servicesOfEachTypeGetTheirDefaults() {
        Admission services = new Admission("v1", "Service");
        ObjectNode balancer = services.defaulted("""
                {"metadata":{},"spec":{"type":"LoadBalancer","sessionAffinity":"ClientIP","ports":[{"port":80},{"port":81,"targetPort":"web"}]}}""");
        assertThat(balancer.path("spec")).isEqualTo(Json.read("""
                {"type":"LoadBalancer","sessionAffinity":"ClientIP","sessionAffinityConfig":{"clientIP":{"timeoutSeconds":10800}},
                 "ports":[{"port":80,"protocol":"TCP","targetPort":80},{"port":81,"targetPort":"web","protocol":"TCP"}],
                 "externalTrafficPolicy":"Cluster","internalTrafficPolicy":"Cluster","allocateLoadBalancerNodePorts":true}"""));
        assertThat(services.defaulted("{\"metadata\":{},\"spec\":{\"type\":\"ExternalName\",\"externalName\":\"a.b\"}}")
                        .path("spec"))
                .isEqualTo(
                        Json.read("{\"type\":\"ExternalName\",\"externalName\":\"a.b\",\"sessionAffinity\":\"None\"}"));
    }

    @Test
    void secretsTakePlainText() {
        ObjectNode secret = new Admission("v1", "Secret")
                .defaulted("{\"metadata\":{},\"data\":{\"a\":\"b2xk\"},\"stringData\":{\"a\":\"new\",\"b\":\"é\"}}");
        assertThat(secret)
                .isEqualTo(Json.read("{\"metadata\":{},\"data\":{\"a\":\"bmV3\",\"b\":\"w6k=\"},\"type\":\"Opaque\"}"));
    }

    @Test
    void controllersSelectTheirTemplate() {
        ObjectNode controller = new Admission("v1", "ReplicationController")
                .defaulted(
                        "{\"metadata\":{\"name\":\"r\"},\"spec\":{\"template\":{\"metadata\":{\"labels\":{\"a\":\"b\"}},\"spec\":{}}}}");
        assertThat(controller.at("/spec/selector")).isEqualTo(Json.read("{\"a\":\"b\"}"));
        assertThat(controller.at("/metadata/labels")).isEqualTo(Json.read("{\"a\":\"b\"}"));
    }

    @Test
    void namespacesCarryTheirNameAndAFinalizer() {
        Admission namespaces = new Admission("v1", "Namespace");
        ObjectNode namespace = namespaces.defaulted("{\"metadata\":{\"name\":\"n\"}}");
        namespaces
                .definition()
                .strategy()
                .prepareForCreate(
                        namespace,
                        new Strategy.Context(new FakeClusterView(), Instant.EPOCH, UserInfo.SYSTEM, warning -> {}));
        assertThat(namespace).isEqualTo(Json.read("""
                {"metadata":{"name":"n","labels":{"kubernetes.io/metadata.name":"n"}},"status":{"phase":"Active"},
                 "spec":{"finalizers":["kubernetes"]}}"""));
    }
}
