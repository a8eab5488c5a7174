package io.gantry.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.gantry.object.EncodedDocument;
import io.gantry.object.Json;
import io.gantry.resource.kinds.BuiltInKinds;
import io.gantry.schema.Field;
import io.gantry.schema.ObjectSchema;
import io.gantry.schema.Schema.AnySchema;
import io.gantry.schema.Schema.BooleanSchema;
import io.gantry.schema.Schema.DateTimeSchema;
import io.gantry.schema.Schema.IntOrStringSchema;
import io.gantry.schema.Schema.IntegerSchema;
import io.gantry.schema.Schema.ListSchema;
import io.gantry.schema.Schema.MapSchema;
import io.gantry.schema.Schema.NumberSchema;
import io.gantry.schema.Schema.QuantitySchema;
import io.gantry.schema.Schema.StringSchema;
import io.gantry.schema.Schemas;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenApiTest {

    private static final OpenApiV3 V3 = new OpenApiV3(BuiltInKinds.definitions(), Schemas.builtIn()::find);
    private static final OpenApiV2 V2 = new OpenApiV2(BuiltInKinds.definitions(), Schemas.builtIn()::find);

    private static ObjectNode v3(String path) {
        return Json.read(V3.document(path).orElseThrow().json());
    }

    private static ObjectNode v2() {
        return Json.read(V2.document().json());
    }

    private static JsonNode schema(String path, String type) {
        return v3(path).get("components").get("schemas").get(type);
    }

    @Test
    void theIndexNamesEachDocumentWithItsHash() {
        ObjectNode index = Json.read(V3.index().json());
        assertThat(index.get("paths").fieldNames())
                .toIterable()
                .contains("api/v1", "apis/apps/v1", "apis/coordination.k8s.io/v1", "apis/events.k8s.io/v1");
        EncodedDocument apps = V3.document("apis/apps/v1").orElseThrow();
        assertThat(index.at("/paths/apis~1apps~1v1/serverRelativeURL").asText())
                .isEqualTo("/openapi/v3/apis/apps/v1?hash=" + apps.hash());
        assertThat(apps.hash()).matches("[0-9A-F]{128}");
        assertThat(apps.etag()).isEqualTo("\"" + apps.hash() + "\"");
        assertThat(V3.document("apis/none/v1")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "api, /api/, getCoreAPIVersions, core",
        "apis, /apis/, getAPIVersions, apis",
        "apis/apps, /apis/apps/, getAppsAPIGroup, apps",
        "apis/rbac.authorization.k8s.io, /apis/rbac.authorization.k8s.io/, getRbacAuthorizationAPIGroup, rbacAuthorization",
        "apis/apps/v1, /apis/apps/v1/, getAppsV1APIResources, apps_v1",
        "api/v1, /api/v1/, getCoreV1APIResources, core_v1",
        "version, /version/, getCodeVersion, version",
        "openid/v1/jwks, /openid/v1/jwks/, getServiceAccountIssuerOpenIDKeyset, openid",
        ".well-known/openid-configuration, /.well-known/openid-configuration/, getServiceAccountIssuerOpenIDConfiguration, WellKnown",
    })
    void discoveryIsDescribedToo(String document, String path, String id, String tag) {
        for (JsonNode description : List.of(v3(document), v2())) {
            JsonNode get = description.get("paths").get(path).get("get");
            assertThat(get.get("operationId").asText()).isEqualTo(id);
            assertThat(get.get("tags").get(0).asText()).isEqualTo(tag);
            assertThat(get.has("x-kubernetes-action")).isFalse();
        }
        assertThat(v3(document).at("/info/version").asText()).isEqualTo("1.36");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/watch/pods, watchCoreV1PodListForAllNamespaces, watchlist",
        "/api/v1/watch/namespaces/{namespace}/pods, watchCoreV1NamespacedPodList, watchlist",
        "/api/v1/watch/namespaces/{namespace}/pods/{name}, watchCoreV1NamespacedPod, watch",
        "/api/v1/watch/nodes, watchCoreV1NodeList, watchlist",
        "/api/v1/watch/nodes/{name}, watchCoreV1Node, watch",
    })
    void theOlderPathsOfWatchesAreDescribed(String path, String id, String action) {
        JsonNode get = v2().get("paths").get(path).get("get");
        assertThat(get.get("operationId").asText()).isEqualTo(id);
        assertThat(get.get("x-kubernetes-action").asText()).isEqualTo(action);
        assertThat(get.get("produces").toString()).contains("application/vnd.kubernetes.protobuf;stream=watch");
        assertThat(get.at("/responses/200/schema/$ref").asText()).endsWith(".WatchEvent");
    }

    @Test
    void fieldsThatExcludeOneAnotherAreMarked() {
        JsonNode subject = schema("apis/flowcontrol.apiserver.k8s.io/v1", "io.k8s.api.flowcontrol.v1.Subject");
        assertThat(subject.get("x-kubernetes-unions").toString())
                .isEqualTo("[{\"discriminator\":\"kind\",\"fields-to-discriminateBy\":{\"group\":\"Group\","
                        + "\"serviceAccount\":\"ServiceAccount\",\"user\":\"User\"}}]");
    }

    @Test
    void aProxyTakesMethodsThatAreNoVerbs() {
        JsonNode proxy = v3("api/v1").get("paths").get("/api/v1/namespaces/{namespace}/pods/{name}/proxy");
        assertThat(proxy.at("/head/operationId").asText()).isEqualTo("connectCoreV1HeadNamespacedPodProxy");
        assertThat(proxy.at("/options/operationId").asText()).isEqualTo("connectCoreV1OptionsNamespacedPodProxy");
    }

    @Test
    void theThirdVersionComesAsProtobufToo() throws Exception {
        UnknownFieldSet document = UnknownFieldSet.parseFrom(
                V3.protobuf("apis/apps/v1").orElseThrow().json());
        assertThat(text(document, 1)).isEqualTo("3.0.0");
        List<UnknownFieldSet> paths = messages(messages(document, 4).getFirst(), 1);
        assertThat(paths).hasSize(v3("apis/apps/v1").get("paths").size());
        assertThat(text(paths.getFirst(), 1)).isEqualTo("/apis/apps/v1/");
        List<UnknownFieldSet> schemas =
                messages(messages(messages(document, 5).getFirst(), 1).getFirst(), 1);
        assertThat(schemas)
                .hasSize(v3("apis/apps/v1").get("components").get("schemas").size());
        UnknownFieldSet deployment = schemas.stream()
                .filter(schema -> text(schema, 1).equals("io.k8s.api.apps.v1.Deployment"))
                .map(schema -> messages(messages(schema, 2).getFirst(), 1).getFirst())
                .findFirst()
                .orElseThrow();
        assertThat(text(deployment, 25)).isEqualTo("object");
        assertThat(messages(messages(deployment, 31).getFirst(), 1).stream().map(property -> text(property, 1)))
                .containsExactly("apiVersion", "kind", "metadata", "spec", "status");
        assertThat(V3.protobuf("apis/none/v1")).isEmpty();
    }

    private static String text(UnknownFieldSet message, int field) {
        return message.getField(field).getLengthDelimitedList().getFirst().toStringUtf8();
    }

    private static List<UnknownFieldSet> messages(UnknownFieldSet message, int field) {
        return message.getField(field).getLengthDelimitedList().stream()
                .map(bytes -> {
                    try {
                        return UnknownFieldSet.parseFrom(bytes);
                    } catch (InvalidProtocolBufferException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }

    @Test
    void twoServersGiveTheSameHash() {
        OpenApiV3 other = new OpenApiV3(BuiltInKinds.definitions(), Schemas.builtIn()::find);
        assertThat(other.index().hash()).isEqualTo(V3.index().hash());
    }

    @ParameterizedTest
    @CsvSource({
        "api/v1, /api/v1/namespaces/{namespace}/pods, get, listCoreV1NamespacedPod, list, Pod",
        "api/v1, /api/v1/namespaces/{namespace}/pods, post, createCoreV1NamespacedPod, post, Pod",
        "api/v1, /api/v1/namespaces/{namespace}/pods, delete, deleteCoreV1CollectionNamespacedPod, deletecollection, Pod",
        "api/v1, /api/v1/pods, get, listCoreV1PodForAllNamespaces, list, Pod",
        "api/v1, /api/v1/namespaces/{namespace}/pods/{name}, get, readCoreV1NamespacedPod, get, Pod",
        "api/v1, /api/v1/namespaces/{namespace}/pods/{name}, put, replaceCoreV1NamespacedPod, put, Pod",
        "api/v1, /api/v1/namespaces/{namespace}/pods/{name}, delete, deleteCoreV1NamespacedPod, delete, Pod",
        "api/v1, /api/v1/namespaces/{namespace}/pods/{name}/status, patch, patchCoreV1NamespacedPodStatus, patch, Pod",
        "api/v1, /api/v1/namespaces/{namespace}/pods/{name}/log, get, readCoreV1NamespacedPodLog, get, Pod",
        "api/v1, /api/v1/namespaces/{namespace}/pods/{name}/exec, post, connectCoreV1PostNamespacedPodExec, connect, PodExecOptions",
        "api/v1, /api/v1/namespaces/{namespace}/pods/{name}/binding, post, createCoreV1NamespacedPodBinding, post, Binding",
        "api/v1, /api/v1/nodes/{name}, get, readCoreV1Node, get, Node",
        "apis/apps/v1, /apis/apps/v1/namespaces/{namespace}/deployments/{name}, patch, patchAppsV1NamespacedDeployment, patch, Deployment",
        "apis/apps/v1, /apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale, get, readAppsV1NamespacedDeploymentScale, get, Scale",
        "apis/events.k8s.io/v1, /apis/events.k8s.io/v1/events, get, listEventsV1EventForAllNamespaces, list, Event"
    })
    void operationsAreNamedAsUpstreamNamesThem(
            String document, String path, String method, String id, String action, String kind) {
        for (ObjectNode root : List.of(v3(document), v2())) {
            JsonNode operation = root.get("paths").path(path).path(method);
            assertThat(operation.path("operationId").asText()).isEqualTo(id);
            assertThat(operation.path("x-kubernetes-action").asText()).isEqualTo(action);
            assertThat(operation.path(GroupVersionKind.EXTENSION).path("kind").asText())
                    .isEqualTo(kind);
        }
    }

    @Test
    void operationNamesAreUnique() {
        List<String> ids = v2().get("paths")
                .valueStream()
                .flatMap(JsonNode::valueStream)
                .filter(JsonNode::isObject)
                .map(operation -> operation.get("operationId").asText())
                .toList();
        assertThat(ids).hasSizeGreaterThan(100).doesNotHaveDuplicates();
    }

    @Test
    void patchHasTheParametersThatClientsLookFor() {
        JsonNode parameters = v3("apis/apps/v1")
                .at("/paths/~1apis~1apps~1v1~1namespaces~1{namespace}~1deployments~1{name}/patch/parameters");
        assertThat(parameters
                        .valueStream()
                        .map(parameter -> parameter.get("name").asText()))
                .containsExactly("dryRun", "fieldManager", "fieldValidation", "force");
        assertThat(parameters.valueStream().map(parameter -> parameter.get("in").asText()))
                .containsOnly("query");
    }

    @Test
    void whatAllOperationsOfAPathTakeIsThePaths() {
        assertThat(names(v3("api/v1").at("/paths/~1api~1v1~1namespaces~1{namespace}~1pods~1{name}~1binding")))
                .containsExactly("dryRun", "fieldManager", "fieldValidation", "name", "namespace", "pretty");
        assertThat(names(v3("api/v1").at("/paths/~1api~1v1~1namespaces~1{namespace}~1configmaps/delete")))
                .startsWith("continue", "dryRun", "fieldSelector", "gracePeriodSeconds");
    }

    private static List<String> names(JsonNode operation) {
        return operation
                .path("parameters")
                .valueStream()
                .map(parameter -> parameter.get("name").asText())
                .toList();
    }

    @Test
    void versionTwoStatesWhatParametersSayOnce() {
        JsonNode item = v2().at("/paths/~1api~1v1~1namespaces~1{namespace}~1configmaps~1{name}");
        assertThat(item.at("/put/parameters/0/name").asText()).isEqualTo("body");
        assertThat(item.at("/put/parameters/1/name").asText()).isEqualTo("dryRun");
        assertThat(item.at("/patch/parameters/0/$ref").asText()).isEqualTo("#/parameters/body-78PwaGsr");
        String manager = item.at("/put/parameters/2/$ref").asText();
        assertThat(manager).startsWith("#/parameters/fieldManager-");
        assertThat(v2().at(manager.substring(1)).path("in").asText()).isEqualTo("query");
    }

    @Test
    void requiredFieldsAreInTheOrderInWhichClientsNameThem() {
        assertThat(schema("api/v1", "io.k8s.api.core.v1.ContainerStatus")
                        .get("required")
                        .valueStream()
                        .map(JsonNode::asText))
                .containsExactly("name", "ready", "restartCount", "image", "imageID");
        assertThat(schema("api/v1", "io.k8s.api.core.v1.LocalObjectReference")
                        .at("/properties/name/default")
                        .asText("none"))
                .isEmpty();
        assertThat(schema("api/v1", "io.k8s.api.core.v1.ObjectReference")
                        .path("x-kubernetes-map-type")
                        .asText())
                .isEqualTo("atomic");
    }

    @Test
    void kindsCarryGroupVersionAndKind() {
        assertThat(schema("apis/apps/v1", "io.k8s.api.apps.v1.Deployment").get(GroupVersionKind.EXTENSION))
                .isEqualTo(Json.read("{\"a\":[{\"group\":\"apps\",\"kind\":\"Deployment\",\"version\":\"v1\"}]}")
                        .get("a"));
        assertThat(schema("apis/apps/v1", "io.k8s.api.autoscaling.v1.Scale").get(GroupVersionKind.EXTENSION))
                .isEqualTo(Json.read("{\"a\":[{\"group\":\"autoscaling\",\"kind\":\"Scale\",\"version\":\"v1\"}]}")
                        .get("a"));
        assertThat(schema("apis/apps/v1", "io.k8s.api.apps.v1.DeploymentSpec").has(GroupVersionKind.EXTENSION))
                .isFalse();
    }

    @Test
    void fieldsCarryTheirMergeRules() {
        ObjectNode ports =
                (ObjectNode) schema("api/v1", "io.k8s.api.core.v1.Container").at("/properties/ports");
        assertThat(ports.remove("description").asText()).isNotEmpty();
        assertThat(ports)
                .isEqualTo(Json.read("{\"type\":\"array\",\"items\":"
                        + "{\"$ref\":\"#/components/schemas/io.k8s.api.core.v1.ContainerPort\"},"
                        + "\"x-kubernetes-list-map-keys\":[\"containerPort\",\"protocol\"],"
                        + "\"x-kubernetes-list-type\":\"map\","
                        + "\"x-kubernetes-patch-merge-key\":\"containerPort\","
                        + "\"x-kubernetes-patch-strategy\":\"merge\"}"));
        assertThat(schema("api/v1", "io.k8s.api.core.v1.PodSpec")
                        .at("/properties/nodeSelector/x-kubernetes-map-type")
                        .asText())
                .isEqualTo("atomic");
    }

    @Test
    void referencesAreWrappedInVersionThreeAndDescribedInBoth() {
        JsonNode three =
                schema("apis/apps/v1", "io.k8s.api.apps.v1.DeploymentSpec").at("/properties/strategy");
        assertThat(three.at("/allOf/0/$ref").asText())
                .isEqualTo("#/components/schemas/io.k8s.api.apps.v1.DeploymentStrategy");
        assertThat(three.get("x-kubernetes-patch-strategy").asText()).isEqualTo("retainKeys");
        JsonNode two =
                v2().get("definitions").get("io.k8s.api.apps.v1.DeploymentSpec").at("/properties/strategy");
        assertThat(two.get("$ref").asText()).isEqualTo("#/definitions/io.k8s.api.apps.v1.DeploymentStrategy");
        assertThat(List.of(three, two))
                .allSatisfy(node -> assertThat(node.get("description").asText()).isNotEmpty());
    }

    /** Of every type that is published: what its fields are called, which are required, what they are, and their defaults. */
    @Test
    void everyTypeIsPublishedAsItsModelClassHasIt() {
        Json.read(V3.index().json())
                .get("paths")
                .fieldNames()
                .forEachRemaining(path -> v3(path).at("/components/schemas")
                        .properties()
                        .forEach(entry -> Schemas.builtIn()
                                .find(entry.getKey())
                                .ifPresent(type -> assertPublished(type, entry.getValue()))));
    }

    private static void assertPublished(ObjectSchema type, JsonNode published) {
        assertThat(published.path("type").asText()).isEqualTo("object");
        assertThat(published.path("properties").fieldNames())
                .toIterable()
                .containsExactlyElementsOf(type.fields().keySet());
        assertThat(published.path("required").valueStream().map(JsonNode::asText))
                .containsExactlyInAnyOrderElementsOf(type.fields().values().stream()
                        .filter(Field::required)
                        .map(Field::name)
                        .toList());
        type.fields()
                .values()
                .forEach(
                        field -> assertField(field, published.path("properties").path(field.name())));
        // the fields of these have no description upstream either
        if (!Set.of("JSONSchemaProps", "ExternalDocumentation", "WatchEvent", "Info", "IngressRule")
                .contains(type.kind())) {
            published
                    .path("properties")
                    .forEach(property -> assertThat(property.path("description").asText())
                            .as("description in %s: %s", type.kind(), property)
                            .isNotEmpty());
        }
    }

    private static void assertField(Field field, JsonNode property) {
        if (!field.description().isEmpty()) {
            assertThat(property.path("description").asText()).isEqualTo(field.description());
        }
        field.defaultValue()
                .ifPresent(value -> assertThat(property.get("default")).isEqualTo(value));
        switch (field.schema()) {
            case StringSchema text -> {
                assertThat(property.path("type").asText()).isEqualTo("string");
                assertThat(property.path("format").asText()).isEqualTo(text.format());
            }
            case IntegerSchema integer -> {
                assertThat(property.path("type").asText()).isEqualTo("integer");
                assertThat(property.path("format").asText()).isEqualTo("int" + integer.bits());
            }
            case ObjectSchema type -> {
                if (!type.name().isEmpty()) {
                    assertThat(property.findValue("$ref").asText()).endsWith("/" + type.name());
                }
            }
            case ListSchema list -> assertThat(property.path("type").asText()).isEqualTo("array");
            case MapSchema map -> assertThat(property.path("type").asText()).isEqualTo("object");
            case BooleanSchema bool ->
                assertThat(property.path("type").asText()).isEqualTo("boolean");
            case NumberSchema number ->
                assertThat(property.path("type").asText()).isEqualTo("number");
            case IntOrStringSchema either -> assertThat(property.has("allOf")).isTrue();
            case QuantitySchema quantity -> assertThat(property.has("allOf")).isTrue();
            case DateTimeSchema time -> assertThat(property.has("allOf")).isTrue();
            case AnySchema any ->
                assertThat(property.path("type").asText().equals("object") || property.findValue("$ref") != null)
                        .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/pods, get, core_v1",
        "/apis/rbac.authorization.k8s.io/v1/clusterroles, post, rbacAuthorization_v1",
        "/apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale, get, apps_v1"
    })
    void operationsAreTaggedWithTheirGroup(String path, String method, String tag) {
        JsonNode two = v2().get("paths").path(path).path(method);
        JsonNode three = v3(path.substring(1).replaceAll("(/v\\d+)/.*", "$1"))
                .get("paths")
                .path(path)
                .path(method);
        assertThat(List.of(two, three))
                .allSatisfy(operation ->
                        assertThat(operation.at("/tags/0").asText()).isEqualTo(tag));
    }

    @Test
    void aCreationMayBeAnsweredInThreeWays() {
        assertThat(v2().get("paths")
                        .path("/api/v1/namespaces")
                        .path("post")
                        .path("responses")
                        .fieldNames())
                .toIterable()
                .containsExactly("200", "201", "202", "401");
    }

    @ParameterizedTest
    @CsvSource({
        "api/v1, meta.v1.ManagedFieldsEntry, /fieldsV1/allOf/0, meta.v1.FieldsV1, object",
        "apis/apps/v1, apps.v1.ControllerRevision, /data/allOf/0, runtime.RawExtension, object",
        "apis/apiextensions.k8s.io/v1, v1.JSONSchemaProps, /default/allOf/0, v1.JSON, ''",
        "apis/apiextensions.k8s.io/v1, v1.JSONSchemaProps, /enum/items, v1.JSON, ''",
        "apis/apiextensions.k8s.io/v1, v1.JSONSchemaProps, /items, v1.JSONSchemaPropsOrArray, ''",
        "apis/apiextensions.k8s.io/v1, v1.JSONSchemaProps, /dependencies/additionalProperties, v1.JSONSchemaPropsOrStringArray, ''"
    })
    void whatMayBeAnyJsonHasTheNameOfItsType(String path, String owner, String field, String type, String jsonType) {
        JsonNode schemas = v3(path).at("/components/schemas");
        JsonNode property = ending(schemas, owner).path("properties").at(field);
        String reference = property.findPath("$ref").asText();
        assertThat(reference).endsWith("." + type);
        assertThat(ending(schemas, type).path("type").asText()).isEqualTo(jsonType);
    }

    private static JsonNode ending(JsonNode schemas, String name) {
        return schemas.properties().stream()
                .filter(entry -> entry.getKey().endsWith("." + name))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    @ParameterizedTest
    @CsvSource({
        "Pod, spec, What is wanted of the pod",
        "PodList, metadata, About the list as a whole",
        "Container, readinessProbe, Asked again and again",
        "ServicePort, targetPort, The port of the pods",
        "EmptyDirVolumeSource, sizeLimit, The most that the volume may hold"
    })
    void aFieldThatRefersToATypeIsDescribedByWhatItMeansThere(String type, String field, String description) {
        JsonNode schemas = v3("api/v1").at("/components/schemas");
        JsonNode property =
                schemas.path("io.k8s.api.core.v1." + type).path("properties").path(field);
        String referred = property.at("/allOf/0/$ref").asText();
        assertThat(property.path("description").asText()).startsWith(description);
        assertThat(property.path("description"))
                .isNotEqualTo(schemas.path(referred.substring(referred.lastIndexOf('/') + 1))
                        .path("description"));
    }

    @Test
    void whatMustBeThereHasTheDefaultThatItHasWhenItIsNot() {
        JsonNode container = schema("api/v1", "io.k8s.api.core.v1.Container").path("properties");
        assertThat(container.at("/name/default"))
                .isEqualTo(Json.MAPPER.getNodeFactory().textNode(""));
        assertThat(container.at("/image/default").isMissingNode()).isTrue();
        assertThat(schema("api/v1", "io.k8s.api.core.v1.ContainerPort")
                        .at("/properties/containerPort/default")
                        .asInt(1))
                .isZero();
        assertThat(schema("api/v1", "io.k8s.api.core.v1.Pod").at("/properties/spec/default"))
                .isEqualTo(Json.object());
        assertThat(schema("apis/apps/v1", "io.k8s.api.apps.v1.DeploymentSpec").at("/properties/template/default"))
                .isEqualTo(Json.object());
        assertThat(schema("apis/apps/v1", "io.k8s.apimachinery.pkg.apis.meta.v1.APIResource")
                        .at("/properties/namespaced/default"))
                .isEqualTo(Json.object().booleanNode(false));
        assertThat(schema("apis/networking.k8s.io/v1", "io.k8s.api.networking.v1.HTTPIngressPath")
                        .at("/properties/pathType/default")
                        .isMissingNode())
                .isTrue();
        JsonNode two = v2().get("definitions").get("io.k8s.api.core.v1.Container");
        assertThat(two.at("/properties/name/default").isMissingNode()).isTrue();
    }

    @Test
    void creatingAndDeletingMayBeAcceptedForLater() {
        JsonNode paths = v3("api/v1").path("paths");
        JsonNode pods = paths.path("/api/v1/namespaces/{namespace}/pods");
        assertThat(pods.at("/post/responses").fieldNames()).toIterable().containsExactly("200", "201", "202", "401");
        assertThat(pods.at("/delete/responses").fieldNames()).toIterable().containsExactly("200", "401");
        assertThat(paths.path("/api/v1/namespaces/{namespace}/pods/{name}")
                        .at("/delete/responses")
                        .fieldNames())
                .toIterable()
                .containsExactly("200", "202", "401");
    }

    @Test
    void enumsAndDefaultsArePublished() {
        JsonNode protocol = schema("api/v1", "io.k8s.api.core.v1.ContainerPort").at("/properties/protocol");
        assertThat(protocol.get("default").asText()).isEqualTo("TCP");
        assertThat(protocol.get("enum").valueStream().map(JsonNode::asText)).containsExactly("SCTP", "TCP", "UDP");
        JsonNode types = schema("apis/discovery.k8s.io/v1", "io.k8s.api.discovery.v1.EndpointSlice")
                .at("/properties/addressType/enum");
        assertThat(types.valueStream().map(JsonNode::asText)).containsExactly("FQDN", "IPv4", "IPv6");
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<ObjectNode> documents = new ArrayList<>(List.of(v2()));
        Json.read(V3.index().json()).get("paths").fieldNames().forEachRemaining(path -> documents.add(v3(path)));
        for (ObjectNode document : documents) {
            Set<String> references = new HashSet<>();
            collect(document, references);
            assertThat(references.isEmpty())
                    .isEqualTo(document.at("/components/schemas").isEmpty() && !document.has("definitions"));
            assertThat(references)
                    .allSatisfy(reference -> assertThat(
                                    document.at(reference.substring(1)).isObject())
                            .as(reference)
                            .isTrue());
        }
    }

    private static void collect(JsonNode node, Set<String> references) {
        Optional.ofNullable(node.get("$ref"))
                .filter(JsonNode::isTextual)
                .ifPresent(ref -> references.add(ref.asText()));
        Stream.of(node).flatMap(JsonNode::valueStream).forEach(child -> collect(child, references));
    }

    @Test
    void documentsAreKeptSmall() {
        assertThat(V3.document("api/v1").orElseThrow().gzip()).hasSizeLessThan(200_000);
        assertThat(V2.document().gzip()).hasSizeLessThan(300_000);
    }

    @ParameterizedTest
    @CsvSource({
        "'', v1, core_v1, CoreV1, io.k8s.api.core.v1",
        "apps, v1, apps_v1, AppsV1, io.k8s.api.apps.v1",
        "rbac.authorization.k8s.io, v1, rbacAuthorization_v1, RbacAuthorizationV1, io.k8s.api.rbac.v1",
        "flowcontrol.apiserver.k8s.io, v1, flowcontrolApiserver_v1, FlowcontrolApiserverV1, io.k8s.api.flowcontrol.v1",
        "certificates.k8s.io, v1beta1, certificates_v1beta1, CertificatesV1beta1, io.k8s.api.certificates.v1beta1"
    })
    void groupVersionsAreNamedAsUpstreamNamesThem(
            String group, String version, String tag, String id, String definitions) {
        GroupVersion groupVersion = new GroupVersion(group, version);
        assertThat(groupVersion.tag()).isEqualTo(tag);
        assertThat(groupVersion.idPart()).isEqualTo(id);
        assertThat(groupVersion.definitions()).isEqualTo(definitions);
    }
}
