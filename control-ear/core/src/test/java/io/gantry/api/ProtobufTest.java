package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.gantry.object.Json;
import io.gantry.protobuf.ProtobufBody;
import io.gantry.protobuf.ProtobufOutput;
import io.kubernetes.client.proto.Meta.WatchEvent;
import io.kubernetes.client.proto.Runtime.Unknown;
import io.kubernetes.client.proto.V1.ConfigMapList;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers in protobuf, read back by upstream's own messages. */
class ProtobufTest {

    private static final String PROTOBUF = "application/vnd.kubernetes.protobuf";
    private static final String PARTIALS = ";as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
    private static final String NAMESPACE = "/api/v1/namespaces/default";
    private static final String POD = """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"a":"b"},"annotations":{"x":""}},"spec":{
             "nodeSelector":{"k":"v"},"terminationGracePeriodSeconds":0,
             "volumes":[{"name":"v","configMap":{"name":"m","optional":false}},{"name":"w","emptyDir":{"sizeLimit":"1Gi"}}],
             "containers":[{"name":"c","image":"busybox:1","env":[{"name":"E","value":"1"},{"name":"F","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}],
             "ports":[{"containerPort":80,"name":"http"}],"resources":{"limits":{"cpu":"1","memory":"1Gi"}},
             "livenessProbe":{"httpGet":{"path":"/","port":"http"},"periodSeconds":5},
             "readinessProbe":{"tcpSocket":{"port":80}},"securityContext":{"runAsUser":0}}]}}""";
    private static final String WIDGETS = """
            {"metadata":{"name":"widgets.example.com"},"spec":{"group":"example.com","scope":"Cluster",
             "names":{"plural":"widgets","kind":"Widget"},"versions":[{"name":"v1","served":true,"storage":true,
             "schema":{"openAPIV3Schema":{"type":"object","required":["spec"],"properties":{"spec":{"type":"object",
              "x-kubernetes-preserve-unknown-fields":true,"properties":{
               "labels":{"type":"object","additionalProperties":{"type":"string"}},"any":{"type":"object","nullable":false},
               "ports":{"type":"array","minItems":0,"x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["name"],
                "items":{"type":"object","required":["name"],"properties":{"name":{"type":"string","default":"p","enum":["p","q"]},
                 "number":{"type":"integer","minimum":0,"maximum":65535,"default":0}}}}},
               "x-kubernetes-validations":[{"rule":"has(self.ports)","message":"no"}]}}}},
             "additionalPrinterColumns":[{"name":"N","type":"integer","jsonPath":".spec.n","priority":0}],
             "subresources":{"status":{},"scale":{"specReplicasPath":".spec.n","statusReplicasPath":".status.n"}}}]}}""";

    private final ApiFixture api = new ApiFixture();

    private byte[] bytes(String path, String accept) {
        return bytes("GET", path, "", accept, 200);
    }

    private byte[] bytes(String method, String path, String body, int status) {
        return bytes(method, path, body, PROTOBUF, status);
    }

    private byte[] bytes(String method, String path, String body, String accept, int status) {
        ApiResponse response = api.server.handle(api.request(
                ApiFixture.ADMIN,
                method,
                path,
                body.getBytes(StandardCharsets.UTF_8),
                Map.of(
                        "Accept",
                        accept,
                        "Content-Type",
                        method.equals("PATCH") ? "application/merge-patch+json" : "application/json")));
        ApiResponse.Complete complete = (ApiResponse.Complete) response;
        assertThat(complete.status()).isEqualTo(status);
        assertThat(complete.contentType()).isEqualTo(PROTOBUF);
        return complete.body().bytes();
    }

    private static byte[] join(List<byte[]> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }

    /** Without what JSON has and Go's types leave out. */
    private static JsonNode json(String text) {
        return Json.read(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                NAMESPACE + "/pods|" + "POD",
                NAMESPACE + "/secrets|{\"metadata\":{\"name\":\"p\"},\"data\":{\"k\":\"AAH/\"}}",
                NAMESPACE
                        + "/services|{\"metadata\":{\"name\":\"p\"},\"spec\":{\"ports\":[{\"port\":80,\"targetPort\":\"http\"}]}}",
                "/apis/apps/v1"
                        + "/namespaces/default/deployments|{\"metadata\":{\"name\":\"p\"},\"spec\":{\"replicas\":0,\"selector\":{\"matchLabels\":{\"a\":\"b\"}},\"strategy\":{\"rollingUpdate\":{\"maxSurge\":\"25%\",\"maxUnavailable\":1}},\"template\":{\"metadata\":{\"labels\":{\"a\":\"b\"}},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}}}",
                "/apis/coordination.k8s.io/v1/namespaces/default/leases|{\"metadata\":{\"name\":\"p\"},\"spec\":{\"holderIdentity\":\"h\",\"renewTime\":\"2026-03-01T10:00:00.123456Z\"}}",
                "/apis/rbac.authorization.k8s.io/v1/clusterroles|{\"metadata\":{\"name\":\"p\"},\"rules\":[{\"apiGroups\":[\"\"],\"resources\":[\"pods\"],\"verbs\":[\"get\"]}]}",
                "/apis/resource.k8s.io/v1beta2/deviceclasses|{\"metadata\":{\"name\":\"p\"},\"spec\":{\"selectors\":[{\"cel\":{\"expression\":\"true\"}}]}}",
                "/apis/storage.k8s.io/v1beta1/volumeattributesclasses|{\"metadata\":{\"name\":\"p\"},\"driverName\":\"d\",\"parameters\":{\"a\":\"b\"}}",
                "/apis/networking.k8s.io/v1beta1/servicecidrs|{\"metadata\":{\"name\":\"p\"},\"spec\":{\"cidrs\":[\"10.3.0.0/24\"]}}",
                "/apis/admissionregistration.k8s.io/v1beta1/mutatingadmissionpolicies|{\"metadata\":{\"name\":\"p\"},\"spec\":{\"reinvocationPolicy\":\"Never\",\"matchConstraints\":{\"resourceRules\":[{\"apiGroups\":[\"\"],\"apiVersions\":[\"v1\"],\"operations\":[\"CREATE\"],\"resources\":[\"pods\"]}]},\"mutations\":[{\"patchType\":\"JSONPatch\",\"jsonPatch\":{\"expression\":\"[]\"}}]}}",
                "/apis/admissionregistration.k8s.io/v1alpha1/mutatingadmissionpolicybindings|{\"metadata\":{\"name\":\"p\"},\"spec\":{\"policyName\":\"x\"}}",
                "/apis/storagemigration.k8s.io/v1beta1/storageversionmigrations|{\"metadata\":{\"name\":\"p\"},\"spec\":{\"resource\":{\"group\":\"apps\",\"resource\":\"deployments\"}}}",
                "/apis/apiextensions.k8s.io/v1/customresourcedefinitions|" + "WIDGETS",
                "/apis/apiregistration.k8s.io/v1/apiservices|{\"metadata\":{\"name\":\"v1.g.io\"},\"spec\":{\"group\":\"g.io\",\"version\":\"v1\",\"groupPriorityMinimum\":1,\"versionPriority\":1,\"service\":{\"name\":\"s\",\"namespace\":\"default\"}}}",
                "/apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations|{\"metadata\":{\"name\":\"p\"},\"spec\":{\"type\":\"Limited\",\"limited\":{\"nominalConcurrencyShares\":5,\"limitResponse\":{\"type\":\"Reject\"}}}}"
            })
    void objectsSayTheSameInProtobufAndInJson(String path, String body) {
        String name = api.post(path, body.replace("WIDGETS", WIDGETS).replace("POD", POD))
                .is(201)
                .at("/metadata/name");
        ObjectNode read = ProtobufBody.read(bytes("GET", path + "/" + name, "", 200));
        assertThat(normal(Json.read(Json.write(read))))
                .isEqualTo(normal(json(api.get(path + "/" + name).text())));
    }

    @Test
    void aDefinitionIsTheSameWhetherSentInProtobufOrInJson() {
        String path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
        JsonNode fromJson = api.post(path + "?dryRun=All", WIDGETS).is(201).json();
        byte[] sent = ProtobufOutput.object(Json.read(WIDGETS)
                .put("kind", "CustomResourceDefinition")
                .put("apiVersion", "apiextensions.k8s.io/v1"));
        ApiResponse answer = api.server.handle(api.request(
                ApiFixture.ADMIN, "POST", path, sent, Map.of("Content-Type", PROTOBUF, "Accept", "application/json")));
        assertThat(ApiFixture.complete(answer).is(201).json().path("spec")).isEqualTo(fromJson.path("spec"));
    }

    @ParameterizedTest
    @CsvSource({"/api,APIVersions", "/apis,APIGroupList", "/apis/apps,APIGroup", "/apis/apps/v1,APIResourceList"})
    void discoverySaysTheSameInProtobufAndInJson(String path, String kind) {
        ObjectNode read = ProtobufBody.read(bytes(path, PROTOBUF));
        assertThat(read.path("kind").asText()).isEqualTo(kind);
        assertThat(normal(read.without("apiVersion")))
                .isEqualTo(normal(((ObjectNode) json(api.get(path).text())).without("apiVersion")));
    }

    /** Empty lists, maps and times are absent in one form and written in the other. */
    private static JsonNode normal(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = Json.object();
            object.properties().forEach(entry -> {
                JsonNode value = normal(entry.getValue());
                boolean nothing = value.isNull()
                        || value.isContainerNode() && value.isEmpty()
                        || value.isTextual() && value.asText().isEmpty();
                if (!nothing) {
                    copy.set(entry.getKey(), value);
                }
            });
            return copy;
        }
        if (node.isArray()) {
            ArrayNode list = Json.MAPPER.createArrayNode();
            node.forEach(item -> list.add(normal(item)));
            return list;
        }
        return node;
    }

    @Test
    void writesAreAnsweredInProtobufToo() {
        byte[] created =
                bytes("POST", NAMESPACE + "/configmaps", "{\"metadata\":{\"name\":\"m\"},\"data\":{\"a\":\"1\"}}", 201);
        assertThat(ProtobufBody.read(created).at("/data/a").asText()).isEqualTo("1");
        byte[] patched = bytes("PATCH", NAMESPACE + "/configmaps/m", "{\"data\":{\"a\":\"2\"}}", 200);
        assertThat(ProtobufBody.read(patched).at("/data/a").asText()).isEqualTo("2");
        assertThat(ProtobufBody.read(bytes("DELETE", NAMESPACE + "/configmaps/m", "", 200))
                        .at("/status")
                        .asText())
                .isEqualTo("Success");
        ObjectNode missing = ProtobufBody.read(bytes("GET", NAMESPACE + "/configmaps/m", "", 404));
        assertThat(missing.at("/reason").asText()).isEqualTo("NotFound");
        assertThat(missing.at("/details/kind").asText()).isEqualTo("configmaps");
    }

    @Test
    void listsArePagedAlike() throws InvalidProtocolBufferException {
        for (String name : List.of("a", "b", "c")) {
            api.post(NAMESPACE + "/configmaps", "{\"metadata\":{\"name\":\"" + name + "\"},\"data\":{\"k\":\"v\"}}")
                    .is(201);
        }
        byte[] body = bytes("GET", NAMESPACE + "/configmaps?limit=2", "", 200);
        ObjectNode list = ProtobufBody.read(body);
        assertThat(list.at("/kind").asText()).isEqualTo("ConfigMapList");
        assertThat(list.at("/metadata/remainingItemCount").asInt()).isEqualTo(1);
        assertThat(list.at("/items/1/metadata/name").asText()).isEqualTo("b");
        Unknown envelope = Unknown.parseFrom(ByteString.copyFrom(body, 4, body.length - 4));
        assertThat(ConfigMapList.parseFrom(envelope.getRaw()).getItems(0).getDataMap())
                .containsEntry("k", "v");
    }

    private List<String> events(WatchStream stream) throws InvalidProtocolBufferException {
        List<String> seen = new ArrayList<>();
        ByteBuffer frames = ByteBuffer.wrap(join(stream.poll()));
        while (frames.hasRemaining()) {
            byte[] frame = new byte[frames.getInt()];
            frames.get(frame);
            WatchEvent event = WatchEvent.parseFrom(frame);
            ObjectNode object = ProtobufBody.read(event.getObject().getRaw().toByteArray());
            seen.add(event.getType() + " " + object.path("kind").asText() + " "
                    + object.at("/metadata/name").asText(object.path("reason").asText()));
        }
        return seen;
    }

    @ParameterizedTest
    @ValueSource(strings = {PROTOBUF, PROTOBUF + ",application/json;q=0.5", PROTOBUF + ";stream=watch"})
    void watchesSendMessagesBehindTheirLengths(String accept) throws InvalidProtocolBufferException {
        WatchStream stream = api.watch(
                NAMESPACE + "/configmaps?watch=true&allowWatchBookmarks=true&sendInitialEvents=true"
                        + "&resourceVersionMatch=NotOlderThan",
                Map.of("Accept", accept));
        api.post(NAMESPACE + "/configmaps", "{\"metadata\":{\"name\":\"m\"}}").is(201);
        api.delete(NAMESPACE + "/configmaps/m").is(200);
        assertThat(events(stream)).containsExactly("BOOKMARK ConfigMap ", "ADDED ConfigMap m", "DELETED ConfigMap m");
        WatchStream partial = api.watch(
                NAMESPACE + "/configmaps?watch=true",
                Map.of("Accept", PROTOBUF + ";as=PartialObjectMetadata;g=meta.k8s.io;v=v1"));
        api.post(NAMESPACE + "/configmaps", "{\"metadata\":{\"name\":\"n\"}}").is(201);
        assertThat(events(partial)).containsExactly("ADDED PartialObjectMetadata n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                PROTOBUF + ",application/json|application/json",
                PROTOBUF + ", */*|application/json",
                PROTOBUF + ", application/json;q=0.9|" + PROTOBUF,
                "application/cbor, " + PROTOBUF + "|" + PROTOBUF,
                // as Go's metadata client asks: its lists and its watches shall give the same objects
                PROTOBUF + PARTIALS + ",application/json" + PARTIALS + ",application/json|" + PROTOBUF,
                "application/json" + PARTIALS + "," + PROTOBUF + PARTIALS + "|application/json"
            })
    void aClientThatLikesBothGetsWhatIsStored(String accept, String type) {
        assertThat(api.send("GET", NAMESPACE + "/pods", "", Map.of("Accept", accept))
                        .is(200)
                        .contentType())
                .isEqualTo(type);
    }

    @Test
    void tablesHaveNoProtobuf() {
        String table = PROTOBUF + ";as=Table;g=meta.k8s.io;v=v1";
        api.send("GET", NAMESPACE + "/pods", "", Map.of("Accept", table)).is(406);
        assertThat(api.send("GET", NAMESPACE + "/pods", "", Map.of("Accept", table + ",application/json"))
                        .is(200)
                        .contentType())
                .isEqualTo("application/json");
    }

    @Test
    void aReviewCannotBeATable() {
        api.send(
                        "POST",
                        "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                        "{\"spec\":{\"nonResourceAttributes\":{\"path\":\"/\",\"verb\":\"get\"}}}",
                        Map.of("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io"))
                .is(406);
    }
}
