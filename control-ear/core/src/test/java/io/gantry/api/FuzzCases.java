package io.gantry.api;

import static io.gantry.api.FuzzInput.pick;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.api.FuzzStep.Request;
import io.gantry.object.Json;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/** Makers of fuzz cases, each a few requests that belong together. */
final class FuzzCases {

    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final List<FuzzSeed> SEEDS = FuzzSeed.all();
    private static final Map<String, String> KINDS = Map.of(
            "/api/v1/namespaces/default/pods", "v1 Pod",
            "/api/v1/namespaces/default/configmaps", "v1 ConfigMap",
            "/api/v1/namespaces/default/services", "v1 Service",
            "/apis/apps/v1/namespaces/default/deployments", "apps/v1 Deployment");
    private static final List<String> PROTOBUF_PATHS =
            KINDS.keySet().stream().sorted().toList();
    private static final List<String> OPERATIONS =
            List.of("add", "remove", "replace", "move", "copy", "test", "bogus", "");
    private static final List<String> POINTERS = List.of(
            "",
            "/",
            "/spec",
            "/metadata/labels/a~1b",
            "/metadata/labels/~0",
            "/metadata/~2",
            "/spec/containers/-",
            "/spec/containers/-1",
            "/spec/containers/0",
            "/spec/containers/01",
            "/spec/containers/99999999999",
            "/spec/template/spec/containers/0/image",
            "/data/x",
            "/metadata/name",
            "/metadata/uid",
            "/metadata/resourceVersion",
            "/metadata/managedFields",
            "/metadata/finalizers/0",
            "no-slash",
            "//",
            "/status/conditions/0/type");
    private static final List<String> SUBRESOURCES =
            List.of("", "", "", "", "", "/status", "/scale", "/ephemeralcontainers", "/resize", "/token", "/binding");
    private static final List<String> SELECTOR_PARTS = List.of(
            "a",
            "b",
            "k8s.io/x",
            "A_b.c",
            "=",
            "==",
            "!=",
            " in ",
            " notin ",
            "(",
            ")",
            ",",
            "!",
            "<",
            ">",
            " ",
            "'",
            "\"",
            "metadata.name",
            "metadata.namespace",
            "status.phase",
            "spec.nodeName",
            "x",
            "-",
            "/",
            "\\,",
            "\\=",
            "\\",
            "é",
            "1",
            "9223372036854775808");

    private FuzzCases() {}

    static List<FuzzStep> requests(Random random) {
        String body = random.nextInt(4) == 0 ? FuzzInput.noise(random) : FuzzInput.object(random);
        return List.of(new Request(
                pick(random, FuzzInput.METHODS),
                FuzzInput.path(random),
                body.getBytes(StandardCharsets.UTF_8),
                pick(random, FuzzInput.TYPES),
                pick(random, FuzzInput.ACCEPTS)));
    }

    /** Objects that are right but for a few places: they come furthest. */
    static List<FuzzStep> damagedObjects(Random random) {
        FuzzSeed seed = pick(random, SEEDS);
        ObjectNode object = damaged(seed, random);
        String named = named(seed, object);
        String query =
                pick(random, List.of("", "", "?dryRun=All", "?fieldValidation=Strict", "?fieldValidation=Ignore"));
        return switch (random.nextInt(3)) {
            case 0 -> List.of(Request.json("POST", seed.path() + query, object.toString()));
            case 1 -> List.of(Request.json("PUT", named + query, object.toString()));
            default ->
                List.of(
                        Request.json("POST", seed.path(), seed.object()),
                        Request.of(
                                "PATCH",
                                named + pick(random, SUBRESOURCES) + query,
                                pick(
                                        random,
                                        List.of(
                                                "application/merge-patch+json",
                                                "application/strategic-merge-patch+json")),
                                object.toString()));
        };
    }

    private static ObjectNode damaged(FuzzSeed seed, Random random) {
        ObjectNode object = Json.read(seed.object());
        for (int damages = random.nextInt(3); damages >= 0; damages--) {
            FuzzInput.damage(object, random);
        }
        return object;
    }

    private static String named(FuzzSeed seed, ObjectNode object) {
        return seed.path() + "/"
                + FuzzInput.segment(object.path("metadata").path("name").asText("x"));
    }

    /** The same in YAML, with noise in the text. */
    static List<FuzzStep> yaml(Random random) {
        FuzzSeed seed = pick(random, SEEDS);
        StringBuilder text =
                new StringBuilder(new String(YamlOutput.write(damaged(seed, random)), StandardCharsets.UTF_8));
        for (int i = random.nextInt(3); i > 0; i--) {
            String piece = pick(
                    random,
                    List.of(
                            "&a ",
                            "*a",
                            "!!binary ",
                            "<<: *a\n",
                            "---\n",
                            "...\n",
                            "? ",
                            "|-\n",
                            ">\n",
                            "\t",
                            "'",
                            "{",
                            "- ",
                            "%YAML 1.1\n",
                            "0x",
                            ".inf",
                            "2001-01-01",
                            "\u0000",
                            "\ufeff",
                            "#",
                            FuzzInput.noise(random)));
            text.insert(random.nextInt(text.length() + 1), piece);
        }
        if (random.nextInt(4) == 0) {
            text.setLength(random.nextInt(text.length() + 1));
        }
        return List.of(Request.of("POST", seed.path(), "application/yaml", text.toString()));
    }

    /** Messages whose fields are right in form and random in content. */
    static List<FuzzStep> messages(Random random) {
        String path = pick(random, PROTOBUF_PATHS);
        String[] kind = KINDS.get(path).split(" ");
        ByteArrayOutputStream type = new ByteArrayOutputStream();
        FuzzInput.field(type, 1, kind[0].getBytes(StandardCharsets.UTF_8));
        FuzzInput.field(type, 2, kind[1].getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {'k', '8', 's', 0});
        FuzzInput.field(body, 1, type.toByteArray());
        FuzzInput.field(body, 2, FuzzInput.message(random, 6));
        return List.of(protobuf("POST", path, body.toByteArray()));
    }

    private static Request protobuf(String method, String path, byte[] body) {
        return new Request(method, path, body, "application/vnd.kubernetes.protobuf", "");
    }

    /** Real messages with a few bytes changed, doubled or left out. */
    static Function<Random, List<FuzzStep>> damagedMessages(ApiFixture api) {
        List<byte[]> messages = new ArrayList<>();
        List<FuzzSeed> seeds =
                SEEDS.stream().filter(seed -> KINDS.containsKey(seed.path())).toList();
        for (FuzzSeed seed : seeds) {
            messages.add(((ApiResponse.Complete) api.server.handle(api.request(
                            ApiFixture.ADMIN,
                            "POST",
                            seed.path() + "?dryRun=All",
                            seed.object().getBytes(StandardCharsets.UTF_8),
                            Map.of("Accept", "application/vnd.kubernetes.protobuf"))))
                    .body().stream().reduce(new byte[0], FuzzCases::joined));
        }
        return random -> {
            int chosen = random.nextInt(seeds.size());
            byte[] bytes = messages.get(chosen).clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            if (random.nextInt(3) == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 20));
            }
            return List.of(protobuf("POST", seeds.get(chosen).path(), bytes));
        };
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    static List<FuzzStep> patches(Random random) {
        FuzzSeed seed = pick(random, SEEDS);
        Request created = Request.json("POST", seed.path(), seed.object());
        String path = named(seed, Json.read(seed.object())) + pick(random, SUBRESOURCES);
        return switch (random.nextInt(3)) {
            case 0 -> List.of(created, Request.of("PATCH", path, "application/json-patch+json", jsonPatch(random)));
            case 1 -> {
                ObjectNode patch = damaged(seed, random);
                direct(patch, random);
                yield List.of(
                        created, Request.of("PATCH", path, "application/strategic-merge-patch+json", patch.toString()));
            }
            default -> {
                ObjectNode applied = damaged(seed, random);
                String manager = pick(random, List.of("", "a", "b", "é", "x".repeat(129)));
                yield List.of(
                        created,
                        Request.of(
                                "PATCH",
                                path + "?fieldManager=" + URLEncoder.encode(manager, StandardCharsets.UTF_8) + "&force="
                                        + random.nextBoolean(),
                                "application/apply-patch+yaml",
                                applied(seed, applied).toString()));
            }
        };
    }

    /** With the type that applying asks for, unless the damage was there. */
    private static ObjectNode applied(FuzzSeed seed, ObjectNode object) {
        String[] parts = seed.path().split("/");
        object.put("apiVersion", parts[1].equals("api") ? parts[2] : parts[2] + "/" + parts[3]);
        object.put("kind", KIND_OF.getOrDefault(parts[parts.length - 1], "Pod"));
        return object;
    }

    private static final Map<String, String> KIND_OF = Map.ofEntries(
            Map.entry("pods", "Pod"),
            Map.entry("deployments", "Deployment"),
            Map.entry("replicasets", "ReplicaSet"),
            Map.entry("services", "Service"),
            Map.entry("configmaps", "ConfigMap"),
            Map.entry("secrets", "Secret"),
            Map.entry("nodes", "Node"),
            Map.entry("namespaces", "Namespace"),
            Map.entry("endpoints", "Endpoints"),
            Map.entry("endpointslices", "EndpointSlice"),
            Map.entry("leases", "Lease"),
            Map.entry("serviceaccounts", "ServiceAccount"),
            Map.entry("replicationcontrollers", "ReplicationController"),
            Map.entry("roles", "Role"),
            Map.entry("ingresses", "Ingress"),
            Map.entry("networkpolicies", "NetworkPolicy"),
            Map.entry("cronjobs", "CronJob"),
            Map.entry("horizontalpodautoscalers", "HorizontalPodAutoscaler"),
            Map.entry("poddisruptionbudgets", "PodDisruptionBudget"),
            Map.entry("resourcequotas", "ResourceQuota"),
            Map.entry("persistentvolumeclaims", "PersistentVolumeClaim"),
            Map.entry("flowschemas", "FlowSchema"));

    private static String jsonPatch(Random random) {
        ArrayNode patch = Json.MAPPER.createArrayNode();
        for (int i = random.nextInt(5); i > 0; i--) {
            ObjectNode operation = patch.addObject();
            operation.put("op", pick(random, OPERATIONS));
            operation.put("path", pick(random, POINTERS));
            if (random.nextBoolean()) {
                operation.put("from", pick(random, POINTERS));
            }
            if (random.nextInt(4) > 0) {
                operation.set("value", FuzzInput.value(random, 3));
            }
            if (random.nextInt(10) == 0) {
                FuzzInput.damage(operation, random);
            }
        }
        return patch.toString();
    }

    /** Puts directives of strategic merge patches at random places. */
    private static void direct(ObjectNode patch, Random random) {
        List<ObjectNode> objects = new ArrayList<>();
        collect(patch, objects);
        for (int i = random.nextInt(3); i >= 0; i--) {
            ObjectNode object = pick(random, objects);
            JsonNode value = random.nextBoolean()
                    ? FuzzInput.value(random, 2)
                    : Json.MAPPER.createArrayNode().add(pick(random, List.of("a.b/c", "c", "name", "x")));
            switch (random.nextInt(4)) {
                case 0 -> object.put("$patch", pick(random, List.of("delete", "replace", "merge", "bogus", "")));
                case 1 -> object.set("$retainKeys", value);
                case 2 ->
                    object.set(
                            "$setElementOrder/" + pick(random, List.of("containers", "finalizers", "ports", "x", "")),
                            value);
                default ->
                    object.set(
                            "$deleteFromPrimitiveList/" + pick(random, List.of("finalizers", "args", "containers", "")),
                            value);
            }
        }
    }

    private static void collect(JsonNode node, List<ObjectNode> objects) {
        if (node instanceof ObjectNode object) {
            objects.add(object);
        }
        node.forEach(child -> collect(child, objects));
    }

    static List<FuzzStep> selectors(Random random) {
        String path = pick(random, SEEDS).path();
        StringBuilder query = new StringBuilder("?");
        for (String parameter : List.of("labelSelector", "fieldSelector")) {
            if (random.nextInt(3) > 0) {
                query.append(parameter)
                        .append('=')
                        .append(encoded(selector(random)))
                        .append('&');
            }
        }
        query.append(pick(
                random,
                List.of(
                        "",
                        "watch=1&timeoutSeconds=1",
                        "limit=1",
                        "sendInitialEvents=true&watch=1&allowWatchBookmarks=true"
                                + "&resourceVersionMatch=NotOlderThan",
                        "resourceVersion=1&resourceVersionMatch=Exact")));
        String method = random.nextInt(8) == 0 ? "DELETE" : "GET";
        return List.of(new Request(method, path + query, new byte[0], "", pick(random, FuzzInput.ACCEPTS)));
    }

    static String selector(Random random) {
        StringBuilder selector = new StringBuilder();
        for (int i = random.nextInt(9); i > 0; i--) {
            selector.append(pick(random, SELECTOR_PARTS));
        }
        return selector.toString();
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Continue tokens, real ones and damaged ones, with the other options of lists. */
    static Function<Random, List<FuzzStep>> tokens(ApiFixture api) {
        for (String name : List.of("t1", "t2", "t3")) {
            api.post(MAPS, "{\"metadata\":{\"name\":\"" + name + "\"}}");
        }
        String token = api.get(MAPS + "?limit=1").at("/metadata/continue");
        String json = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        return random -> {
            String changed = random.nextInt(3) == 0 ? damaged(token, random) : tokenOf(damaged(json, random));
            return List.of(Request.get(
                    MAPS + "?continue=" + encoded(changed) + "&limit="
                            + pick(random, FuzzInput.VALUES).replaceAll("\\W", "")
                            + pick(random, List.of("", "&resourceVersion=1", "&resourceVersion=x", "&watch=1")),
                    pick(random, FuzzInput.ACCEPTS)));
        };
    }

    private static String tokenOf(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String damaged(String text, Random random) {
        StringBuilder changed = new StringBuilder(text);
        for (int i = random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(changed.length());
            switch (random.nextInt(3)) {
                case 0 -> changed.setCharAt(at, (char) (32 + random.nextInt(96)));
                case 1 ->
                    changed.insert(at, pick(random, List.of("0", "-", "/", "\\u0000", "\"", "..", "999999999999")));
                default -> changed.deleteCharAt(at);
            }
            if (changed.isEmpty()) {
                return "";
            }
        }
        return changed.toString();
    }
}
