package io.gantry.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import io.gantry.object.Json;
import io.kubernetes.client.proto.IntStr.IntOrString;
import io.kubernetes.client.proto.Meta.DeleteOptions;
import io.kubernetes.client.proto.Meta.LabelSelector;
import io.kubernetes.client.proto.Meta.ObjectMeta;
import io.kubernetes.client.proto.Meta.Time;
import io.kubernetes.client.proto.Resource.Quantity;
import io.kubernetes.client.proto.Runtime.TypeMeta;
import io.kubernetes.client.proto.Runtime.Unknown;
import io.kubernetes.client.proto.V1.ConfigMap;
import io.kubernetes.client.proto.V1.Container;
import io.kubernetes.client.proto.V1.ContainerPort;
import io.kubernetes.client.proto.V1.EmptyDirVolumeSource;
import io.kubernetes.client.proto.V1.HTTPGetAction;
import io.kubernetes.client.proto.V1.Pod;
import io.kubernetes.client.proto.V1.PodSpec;
import io.kubernetes.client.proto.V1.Probe;
import io.kubernetes.client.proto.V1.ProbeHandler;
import io.kubernetes.client.proto.V1.ResourceRequirements;
import io.kubernetes.client.proto.V1.Secret;
import io.kubernetes.client.proto.V1.SecurityContext;
import io.kubernetes.client.proto.V1.Volume;
import io.kubernetes.client.proto.V1.VolumeSource;
import io.kubernetes.client.proto.V1Apps.Deployment;
import io.kubernetes.client.proto.V1Apps.DeploymentSpec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtobufBodyTest {

    @Test
    void readsMapsAndMetadata() {
        ConfigMap map = ConfigMap.newBuilder()
                .setMetadata(ObjectMeta.newBuilder()
                        .setName("a")
                        .setNamespace("")
                        .putLabels("x", "y")
                        .setCreationTimestamp(Time.getDefaultInstance()))
                .putData("k", "")
                .build();

        expect("v1", "ConfigMap", map, """
                {"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a","labels":{"x":"y"}},"data":{"k":""}}""");
    }

    /** Of versions whose messages the published library lacks. */
    @ParameterizedTest
    @ValueSource(strings = {"""
        {"kind":"LeaseCandidate","apiVersion":"coordination.k8s.io/v1beta1","metadata":{"name":"a"},"spec":{"leaseName":"l","pingTime":"2026-01-02T03:04:05.000000Z","binaryVersion":"1.36.0","strategy":"OldestEmulationVersion"}}""", """
        {"kind":"LeaseCandidate","apiVersion":"coordination.k8s.io/v1alpha2","metadata":{"name":"a"},"spec":{"leaseName":"l","binaryVersion":"1.36.0","strategy":"OldestEmulationVersion"}}""", """
        {"kind":"DeviceTaintRule","apiVersion":"resource.k8s.io/v1alpha3","metadata":{"name":"a"},"spec":{"deviceSelector":{"driver":"d"},"taint":{"key":"k","effect":"NoExecute"}}}""", """
        {"kind":"DeviceTaintRule","apiVersion":"resource.k8s.io/v1beta2","metadata":{"name":"a"},"spec":{"deviceSelector":{"driver":"d"},"taint":{"key":"k","effect":"NoExecute"}}}""", """
        {"kind":"ResourceSlice","apiVersion":"resource.k8s.io/v1beta1","metadata":{"name":"a"},"spec":{"driver":"d","pool":{"name":"p","generation":1,"resourceSliceCount":1},"nodeName":"n","devices":[{"name":"x","basic":{"attributes":{"model":{"string":"m"},"size":{"int":3}},"capacity":{"memory":{"value":"1Gi"}}}}]}}""", """
        {"kind":"ResourceClaim","apiVersion":"resource.k8s.io/v1beta1","metadata":{"name":"a"},"spec":{"devices":{"requests":[{"name":"r","deviceClassName":"c","allocationMode":"ExactCount","count":2}],"config":[{"requests":["r"],"opaque":{"driver":"d","parameters":{"a":{"b":1}}}}]}}}""", """
        {"kind":"PodCertificateRequest","apiVersion":"certificates.k8s.io/v1beta1","metadata":{"name":"a"},"spec":{"signerName":"s","stubPKCS10Request":"AAAA"}}""", """
        {"kind":"PodGroup","apiVersion":"scheduling.k8s.io/v1alpha2","metadata":{"name":"a"},"spec":{"schedulingPolicy":{"gang":{"minCount":3}}}}"""})
    void betaKindsGoThereAndBack(String text) {
        assertThat(ProtobufBody.read(ProtobufOutput.object(Json.read(text)))).isEqualTo(Json.read(text));
    }

    @Test
    void anUnsetValueOfAMapIsAbsent() {
        ObjectNode budget = Json.read("""
                {"kind":"PodDisruptionBudget","apiVersion":"policy/v1","status":{"disruptedPods":{"a":null}}}""");
        ObjectNode secret = Json.read("""
                {"kind":"Secret","apiVersion":"v1","data":{"a":null}}""");

        assertThat(ProtobufBody.read(ProtobufOutput.object(budget))).isEqualTo(budget);
        assertThat(ProtobufBody.read(ProtobufOutput.object(secret))
                        .at("/data/a")
                        .asText())
                .isEmpty();
    }

    @Test
    void bytesAreBase64() {
        Secret secret = Secret.newBuilder()
                .putData("password", ByteString.copyFromUtf8("s3cret"))
                .build();

        expect("v1", "Secret", secret, """
                {"kind":"Secret","apiVersion":"v1","data":{"password":"czNjcmV0"}}""");
    }

    @Test
    void whatJsonHasInlineIsInline() {
        Pod pod = Pod.newBuilder()
                .setSpec(PodSpec.newBuilder()
                        .addVolumes(Volume.newBuilder()
                                .setName("v")
                                .setVolumeSource(VolumeSource.newBuilder()
                                        .setEmptyDir(EmptyDirVolumeSource.getDefaultInstance())))
                        .addContainers(Container.newBuilder()
                                .setName("c")
                                .addPorts(ContainerPort.newBuilder()
                                        .setContainerPort(80)
                                        .setHostPort(0)
                                        .setProtocol("TCP"))
                                .setResources(ResourceRequirements.newBuilder()
                                        .putLimits(
                                                "cpu",
                                                Quantity.newBuilder()
                                                        .setString("500m")
                                                        .build()))
                                .setReadinessProbe(Probe.newBuilder()
                                        .setHandler(ProbeHandler.newBuilder()
                                                .setHttpGet(HTTPGetAction.newBuilder()
                                                        .setPath("/")
                                                        .setPort(IntOrString.newBuilder()
                                                                .setType(1)
                                                                .setStrVal("web")))))
                                .setSecurityContext(SecurityContext.newBuilder().setRunAsUser(0))))
                .build();

        expect("v1", "Pod", pod, """
                {"kind":"Pod","apiVersion":"v1","spec":{
                  "volumes":[{"name":"v","emptyDir":{}}],
                  "containers":[{"name":"c","ports":[{"containerPort":80,"protocol":"TCP"}],
                    "resources":{"limits":{"cpu":"500m"}},
                    "readinessProbe":{"httpGet":{"path":"/","port":"web"}},
                    "securityContext":{"runAsUser":0}}]}}""");
    }

    @Test
    void zeroReplicasAreNotNoReplicas() {
        Deployment deployment = Deployment.newBuilder()
                .setSpec(DeploymentSpec.newBuilder()
                        .setReplicas(0)
                        .setMinReadySeconds(0)
                        .setSelector(LabelSelector.newBuilder().putMatchLabels("a", "b")))
                .build();

        expect("apps/v1", "Deployment", deployment, """
                {"kind":"Deployment","apiVersion":"apps/v1",
                 "spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}}}}""");
    }

    @Test
    void optionsComeWithAnyVersion() {
        DeleteOptions options =
                DeleteOptions.newBuilder().setGracePeriodSeconds(0).build();

        expect("apps/v1", "DeleteOptions", options, """
                {"kind":"DeleteOptions","apiVersion":"apps/v1","gracePeriodSeconds":0}""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "k8s", "k8s\0\377\377", "k8s\0nonsense"})
    void saysThatItCannotReadNonsense(String body) {
        assertThatThrownBy(() -> ProtobufBody.read(body.getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysThatItDoesNotKnowAKind() {
        byte[] body = body("v1", "Nonsense", ConfigMap.getDefaultInstance());

        assertThatThrownBy(() -> ProtobufBody.read(body))
                .hasMessage("no kind \"Nonsense\" is registered for version \"v1\" in protobuf");
    }

    @Test
    void readsKindsThatTheLibraryLacks() {
        Descriptor service =
                MessageTypes.find("apiregistration.k8s.io/v1", "APIService").orElseThrow();
        Descriptor spec =
                MessageTypes.find("apiregistration.k8s.io/v1", "APIServiceSpec").orElseThrow();
        Message message = DynamicMessage.newBuilder(service)
                .setField(
                        service.findFieldByName("metadata"),
                        ObjectMeta.newBuilder().setName("v1.a").build())
                .setField(
                        service.findFieldByName("spec"),
                        DynamicMessage.newBuilder(spec)
                                .setField(spec.findFieldByName("group"), "a")
                                .setField(spec.findFieldByName("caBundle"), ByteString.copyFromUtf8("x"))
                                .setField(spec.findFieldByName("versionPriority"), 7)
                                .build())
                .build();

        expect("apiregistration.k8s.io/v1", "APIService", message, """
                {"kind":"APIService","apiVersion":"apiregistration.k8s.io/v1","metadata":{"name":"v1.a"},
                 "spec":{"group":"a","caBundle":"eA==","versionPriority":7}}""");
    }

    private static void expect(String apiVersion, String kind, Message message, String json) {
        assertThat(ProtobufBody.read(body(apiVersion, kind, message))).isEqualTo(Json.read(json));
    }

    private static byte[] body(String apiVersion, String kind, Message message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("k8s\0".getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(Unknown.newBuilder()
                .setTypeMeta(TypeMeta.newBuilder().setApiVersion(apiVersion).setKind(kind))
                .setRaw(message.toByteString())
                .build()
                .toByteArray());
        return out.toByteArray();
    }
}
