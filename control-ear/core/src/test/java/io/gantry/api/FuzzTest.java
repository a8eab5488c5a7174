package io.gantry.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a client sends, the answer is never an internal error. A failure names its seed and its request. */
class FuzzTest {

    private static final int REQUESTS = 3000;
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD");
    private static final List<String> SEGMENTS = List.of(
            "api",
            "apis",
            "v1",
            "apps",
            "namespaces",
            "default",
            "pods",
            "services",
            "deployments",
            "configmaps",
            "events",
            "events.k8s.io",
            "watch",
            "p",
            "web",
            "status",
            "scale",
            "binding",
            "log",
            "exec",
            "finalize",
            "bindings",
            "serviceaccounts",
            "token",
            "nodes",
            "secrets",
            "%20",
            "%2e",
            "a%2Fb",
            "..",
            "",
            "ü",
            "%",
            "openapi",
            "v3",
            "v2",
            "version",
            "readyz");
    private static final List<String> PARAMETERS = List.of(
            "labelSelector",
            "fieldSelector",
            "limit",
            "continue",
            "resourceVersion",
            "resourceVersionMatch",
            "watch",
            "timeoutSeconds",
            "allowWatchBookmarks",
            "sendInitialEvents",
            "dryRun",
            "fieldValidation",
            "pretty",
            "gracePeriodSeconds",
            "propagationPolicy",
            "orphanDependents",
            "container",
            "command",
            "stdout",
            "tailLines",
            "sinceTime",
            "sinceSeconds",
            "includeObject",
            "force",
            "verbose",
            "hash");
    private static final List<String> VALUES = List.of(
            "",
            "1",
            "0",
            "-1",
            "true",
            "false",
            "a=b",
            "a in (b,c)",
            "!a",
            "a notin (",
            "metadata.name=p",
            "spec.nodeName=n",
            "status.phase!=x",
            "All",
            "Strict",
            "Exact",
            "NotOlderThan",
            "2026-01-01T00:00:00Z",
            "92233720368547758080",
            "eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MSwic3RhcnQiOiJhL2JcdTAwMDAifQ",
            "Foreground",
            "Orphan",
            "x",
            "%zz",
            "\\",
            ",,",
            "Object",
            "None",
            "a>1",
            "a<z",
            "=,=",
            "(((");
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/yaml",
            "application/json-patch+json",
            "application/merge-patch+json",
            "application/strategic-merge-patch+json",
            "application/apply-patch+yaml",
            "application/vnd.kubernetes.protobuf",
            "text/plain",
            "");
    private static final List<String> ACCEPTS = List.of(
            "",
            "application/json",
            "application/yaml",
            "*/*",
            "application/json;as=Table;v=v1;g=meta.k8s.io,application/json",
            "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json",
            "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io",
            ";;;,=,q=1",
            "application/json;q=x");

    static Stream<Long> seeds() {
        return Stream.of(1L, 2L, 3L);
    }

    private final ApiFixture api = new ApiFixture();

    @ParameterizedTest
    @MethodSource("seeds")
    void randomRequestsAreAnsweredWithoutInternalErrors(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < REQUESTS; i++) {
            String method = pick(random, METHODS);
            String path = path(random);
            String body = random.nextInt(4) == 0 ? noise(random) : object(random);
            send(seed, method, path, body, pick(random, TYPES), pick(random, ACCEPTS));
        }
    }

    /** Objects that are right but for a few places: they come furthest. */
    @ParameterizedTest
    @MethodSource("seeds")
    void damagedObjectsAreAnsweredWithoutInternalErrors(long seed) {
        Random random = new Random(seed);
        List<Seed> seeds = Seed.all();
        for (int i = 0; i < REQUESTS; i++) {
            Seed chosen = pick(random, seeds);
            ObjectNode object = Json.read(chosen.object());
            for (int damages = random.nextInt(3); damages >= 0; damages--) {
                damage(object, random);
            }
            String name = object.path("metadata").path("name").asText("x");
            String body = object.toString();
            switch (random.nextInt(3)) {
                case 0 -> send(seed, "POST", chosen.path(), body, "application/json", "");
                case 1 -> send(seed, "PUT", chosen.path() + "/" + segment(name), body, "application/json", "");
                default -> {
                    send(seed, "POST", chosen.path(), chosen.object(), "application/json", "");
                    String type = random.nextBoolean() ? "merge" : "strategic-merge";
                    String suffix = random.nextInt(4) == 0 ? "/status" : "";
                    send(
                            seed,
                            "PATCH",
                            chosen.path() + "/" + segment(name) + suffix,
                            body,
                            "application/" + type + "-patch+json",
                            "");
                }
            }
        }
    }

    /** Messages whose fields are right in form and random in content. */
    @ParameterizedTest
    @MethodSource("seeds")
    void randomMessagesAreAnsweredWithoutInternalErrors(long seed) {
        Random random = new Random(seed);
        Map<String, String> kinds = Map.of(
                "/api/v1/namespaces/default/pods", "v1 Pod",
                "/api/v1/namespaces/default/configmaps", "v1 ConfigMap",
                "/api/v1/namespaces/default/services", "v1 Service",
                "/apis/apps/v1/namespaces/default/deployments", "apps/v1 Deployment");
        List<String> paths = kinds.keySet().stream().sorted().toList();
        for (int i = 0; i < REQUESTS; i++) {
            String path = pick(random, paths);
            String[] kind = kinds.get(path).split(" ");
            ByteArrayOutputStream type = new ByteArrayOutputStream();
            field(type, 1, kind[0].getBytes(StandardCharsets.UTF_8));
            field(type, 2, kind[1].getBytes(StandardCharsets.UTF_8));
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.writeBytes(new byte[] {'k', '8', 's', 0});
            field(body, 1, type.toByteArray());
            field(body, 2, message(random, 6));
            send(seed, "POST", path, body.toByteArray(), "application/vnd.kubernetes.protobuf", "");
        }
    }

    private static byte[] message(Random random, int depth) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int fields = random.nextInt(5); fields >= 0; fields--) {
            int number = 1 + random.nextInt(12);
            switch (random.nextInt(depth == 0 ? 3 : 6)) {
                case 0 -> {
                    out.write(number << 3);
                    out.write(random.nextInt(128));
                }
                case 1 -> field(out, number, pick(random, SEGMENTS).getBytes(StandardCharsets.UTF_8));
                case 2 -> field(out, number, new byte[] {(byte) random.nextInt(), (byte) random.nextInt()});
                default -> field(out, number, message(random, depth - 1));
            }
        }
        return out.toByteArray();
    }

    private static void field(ByteArrayOutputStream out, int number, byte[] content) {
        out.write(number << 3 | 2);
        int length = content.length;
        while (length > 127) {
            out.write(length & 127 | 128);
            length >>>= 7;
        }
        out.write(length);
        out.writeBytes(content);
    }

    /** A kind's collection and an object of it. */
    private record Seed(String path, String object) {

        static List<Seed> all() {
            String namespaced = "/api/v1/namespaces/default/";
            return List.of(
                    new Seed(namespaced + "pods", POD),
                    new Seed("/apis/apps/v1/namespaces/default/deployments", ObjectLifecycleTest.deployment("web", 2)),
                    new Seed("/apis/apps/v1/namespaces/default/replicasets", ObjectLifecycleTest.deployment("rs", 2)),
                    new Seed(namespaced + "services", SERVICE),
                    new Seed(
                            namespaced + "configmaps",
                            "{\"metadata\":{\"name\":\"m\",\"labels\":{\"a\":\"b\"},\"annotations\":{\"c\":\"d\"}},\"data\":{\"k\":\"v\"},\"binaryData\":{\"b\":\"AAAA\"}}"),
                    new Seed(
                            namespaced + "secrets",
                            "{\"metadata\":{\"name\":\"s\"},\"type\":\"Opaque\",\"data\":{\"k\":\"dg==\"},\"stringData\":{\"x\":\"y\"}}"),
                    new Seed(
                            namespaced + "events",
                            "{\"metadata\":{\"name\":\"e\"},\"involvedObject\":{\"kind\":\"Pod\",\"namespace\":\"default\",\"name\":\"p\"},\"count\":1}"),
                    new Seed(
                            "/apis/events.k8s.io/v1/namespaces/default/events",
                            "{\"metadata\":{\"name\":\"f\"},\"regarding\":{\"kind\":\"Pod\",\"namespace\":\"default\"},\"eventTime\":\"2026-01-01T00:00:00.000000Z\",\"action\":\"a\",\"reason\":\"r\",\"type\":\"Normal\",\"reportingController\":\"c/d\",\"reportingInstance\":\"i\"}"),
                    new Seed(
                            "/api/v1/nodes",
                            "{\"metadata\":{\"name\":\"n\"},\"spec\":{\"podCIDR\":\"10.0.0.0/24\",\"taints\":[{\"key\":\"k\",\"effect\":\"NoSchedule\"}]},\"status\":{\"capacity\":{\"cpu\":\"4\"},\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}"),
                    new Seed(
                            "/api/v1/namespaces",
                            "{\"metadata\":{\"name\":\"ns\"},\"spec\":{\"finalizers\":[\"kubernetes\"]}}"),
                    new Seed(
                            namespaced + "endpoints",
                            "{\"metadata\":{\"name\":\"ep\"},\"subsets\":[{\"addresses\":[{\"ip\":\"10.0.0.1\"}],\"ports\":[{\"port\":80}]}]}"),
                    new Seed(
                            "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices",
                            "{\"metadata\":{\"name\":\"es\"},\"addressType\":\"IPv4\",\"endpoints\":[{\"addresses\":[\"10.0.0.1\"]}],\"ports\":[{\"name\":\"p\",\"port\":80,\"protocol\":\"TCP\"}]}"),
                    new Seed(
                            "/apis/coordination.k8s.io/v1/namespaces/default/leases",
                            "{\"metadata\":{\"name\":\"l\"},\"spec\":{\"holderIdentity\":\"h\",\"leaseDurationSeconds\":40,\"renewTime\":\"2026-01-01T00:00:00.000000Z\"}}"),
                    new Seed(
                            namespaced + "serviceaccounts",
                            "{\"metadata\":{\"name\":\"sa\"},\"secrets\":[{\"name\":\"x\"}]}"),
                    new Seed(
                            namespaced + "replicationcontrollers",
                            "{\"metadata\":{\"name\":\"rc\"},\"spec\":{\"replicas\":1,\"selector\":{\"a\":\"b\"},\"template\":{\"metadata\":{\"labels\":{\"a\":\"b\"}},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}}}"),
                    new Seed(
                            "/apis/apps/v1/namespaces/default/controllerrevisions",
                            "{\"metadata\":{\"name\":\"cr\"},\"data\":{\"x\":1},\"revision\":1}"));
        }
    }

    private static final String POD = """
            {"metadata":{"name":"p","labels":{"a":"b"},"ownerReferences":[{"apiVersion":"v1","kind":"Pod","name":"o","uid":"u","controller":true}],
            "finalizers":["a.b/c"]},"spec":{"restartPolicy":"Always","nodeSelector":{"k":"v"},"tolerations":[{"key":"k","operator":"Exists"}],
            "affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"k","operator":"In","values":["v"]}]}]}}},
            "volumes":[{"name":"v","configMap":{"name":"m"}},{"name":"w","emptyDir":{"sizeLimit":"1Gi"}},{"name":"x","hostPath":{"path":"/x"}}],
            "initContainers":[{"name":"i","image":"busybox"}],
            "containers":[{"name":"c","image":"busybox:1","command":["sh"],"args":["-c"],"env":[{"name":"E","value":"1"},{"name":"F","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}],
            "ports":[{"containerPort":80,"hostPort":8080,"protocol":"TCP","name":"http"}],"resources":{"limits":{"cpu":"1","memory":"1Gi"},"requests":{"cpu":"100m"}},
            "volumeMounts":[{"name":"v","mountPath":"/v"}],"livenessProbe":{"httpGet":{"path":"/","port":80},"periodSeconds":5},
            "readinessProbe":{"tcpSocket":{"port":"http"}},"securityContext":{"runAsUser":1}}]}}""";
    private static final String SERVICE = """
            {"metadata":{"name":"s"},"spec":{"type":"NodePort","selector":{"a":"b"},"sessionAffinity":"ClientIP","ports":[{"name":"http","port":80,"targetPort":"http","protocol":"TCP"},{"name":"b","port":81,"targetPort":81}]}}""";

    private void send(long seed, String method, String path, String body, String type, String accept) {
        send(seed, method, path, body.getBytes(StandardCharsets.UTF_8), type, accept);
    }

    private void send(long seed, String method, String path, byte[] body, String type, String accept) {
        ApiRequest request = api.request(
                ApiFixture.ADMIN,
                method,
                path,
                body,
                type.isEmpty() ? Map.of("Accept", accept) : Map.of("Accept", accept, "Content-Type", type));
        ApiResponse response = api.server.handle(request);
        switch (response) {
            case ApiResponse.Complete complete ->
                assertThat(complete.status())
                        .as(
                                "seed %d: %s %s (%s) %s",
                                seed, method, path, type, new String(body, StandardCharsets.UTF_8))
                        .isLessThan(500);
            case ApiResponse.Watch watch -> {
                watch.stream().poll();
                watch.stream().close();
            }
            case ApiResponse.Remote remote -> throw new AssertionError("there are no other servers: " + remote);
            case ApiResponse.Upgrade upgrade -> throw new AssertionError("there are no other servers: " + upgrade);
            case ApiResponse.Connect connect ->
                assertThat(connect.request().nodeName()).isNotEmpty();
            case ApiResponse.Proxy proxy ->
                assertThat(proxy.request().backend().nodeName()).isNotEmpty();
        }
    }

    private static String path(Random random) {
        StringBuilder path = new StringBuilder(
                random.nextInt(3) == 0
                        ? ""
                        : random.nextBoolean() ? "/api/v1/namespaces/default" : "/apis/apps/v1/namespaces/default");
        for (int i = random.nextInt(5); i >= 0; i--) {
            path.append('/').append(pick(random, SEGMENTS));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            path.append(path.indexOf("?") < 0 ? '?' : '&')
                    .append(pick(random, PARAMETERS))
                    .append('=');
            path.append(pick(random, VALUES).replace(" ", "+"));
        }
        return path.toString();
    }

    private static String segment(String name) {
        return name.isEmpty() || name.chars().anyMatch(c -> !Character.isLetterOrDigit(c)) ? "x" : name;
    }

    private static String noise(Random random) {
        String alphabet = "{}[]\":,.-0123456789eEtruefalsn \n\\u00ffab&*!|>%@~#?";
        StringBuilder noise = new StringBuilder();
        for (int i = random.nextInt(60); i > 0; i--) {
            noise.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return noise.toString();
    }

    private static String object(Random random) {
        ObjectNode object = Json.object();
        if (random.nextBoolean()) {
            object.putObject("metadata").put("name", pick(random, List.of("p", "web", "A", "", "x.y")));
        }
        for (String field : List.of("spec", "data", "status", "target", "kind", "apiVersion", "metadata", "subsets")) {
            if (random.nextInt(4) == 0) {
                object.set(field, value(random, 3));
            }
        }
        return object.toString();
    }

    private static JsonNode value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 6 : 8)) {
            case 0 -> Json.MAPPER.getNodeFactory().numberNode(random.nextInt());
            case 1 -> Json.MAPPER.getNodeFactory().numberNode(Long.MIN_VALUE);
            case 2 -> Json.MAPPER.getNodeFactory().booleanNode(random.nextBoolean());
            case 3 -> Json.MAPPER.getNodeFactory().nullNode();
            case 4 -> Json.MAPPER.getNodeFactory().textNode(pick(random, VALUES));
            case 5 -> Json.MAPPER.getNodeFactory().numberNode(new BigDecimal("1.5e300"));
            case 6 -> {
                ArrayNode array = Json.MAPPER.createArrayNode();
                array.add(value(random, depth - 1)).add(value(random, depth - 1));
                yield array;
            }
            default -> {
                ObjectNode object = Json.object();
                object.set(pick(random, SEGMENTS), value(random, depth - 1));
                yield object;
            }
        };
    }

    /** Replaces, removes or doubles one node somewhere in the tree. */
    private static void damage(ObjectNode tree, Random random) {
        List<Runnable> damages = new ArrayList<>();
        collect(tree, random, damages);
        if (!damages.isEmpty()) {
            pick(random, damages).run();
        }
    }

    private static void collect(JsonNode node, Random random, List<Runnable> damages) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
                damages.add(() -> object.set(field.getKey(), value(random, 2)));
                damages.add(() -> object.remove(field.getKey()));
                collect(field.getValue(), random, damages);
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int index = i;
                damages.add(() -> array.set(index, value(random, 2)));
                damages.add(() -> array.add(array.get(index).deepCopy()));
                collect(array.get(i), random, damages);
            }
        }
    }

    private static <T> T pick(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
