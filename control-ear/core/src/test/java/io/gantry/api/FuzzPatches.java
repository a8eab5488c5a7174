package io.gantry.api;

import static io.gantry.api.FuzzInput.pick;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.api.FuzzStep.Request;
import io.gantry.object.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Patches of all types, to objects that are there. */
final class FuzzPatches {

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
    static final List<String> SUBRESOURCES =
            List.of("", "", "", "", "", "/status", "/scale", "/ephemeralcontainers", "/resize", "/token", "/binding");
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

    private FuzzPatches() {}

    static List<FuzzStep> patches(Random random) {
        FuzzSeed seed = pick(random, FuzzCases.SEEDS);
        Request created = Request.json("POST", seed.path(), seed.object());
        String path = FuzzCases.named(seed, Json.read(seed.object())) + pick(random, SUBRESOURCES);
        return switch (random.nextInt(3)) {
            case 0 -> List.of(created, Request.of("PATCH", path, "application/json-patch+json", jsonPatch(random)));
            case 1 -> {
                ObjectNode patch = FuzzCases.damaged(seed, random);
                direct(patch, random);
                yield List.of(
                        created, Request.of("PATCH", path, "application/strategic-merge-patch+json", patch.toString()));
            }
            default -> {
                ObjectNode applied = FuzzCases.damaged(seed, random);
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
}
