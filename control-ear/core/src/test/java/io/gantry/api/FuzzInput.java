package io.gantry.api;

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

/** Random parts of requests: some right, some nearly, some not at all. */
final class FuzzInput {

    private FuzzInput() {}

    static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD");
    static final List<String> SEGMENTS = List.of(
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
            "readyz",
            "query.gantry.io",
            "pages",
            "history.gantry.io",
            "revisions",
            "undos",
            "proxy",
            "eviction",
            "resize",
            "ephemeralcontainers");
    static final List<String> PARAMETERS = List.of(
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
            "hash",
            "fieldManager",
            "sort",
            "filter",
            "offset",
            "shardSelector",
            "as",
            "path");
    static final List<String> VALUES = List.of(
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
            "(((",
            "9223372036854775807",
            "-9223372036854775808",
            "data.size>5",
            "metadata.labels[a.b/c],-metadata.name",
            "spec.containers[0].image~x",
            "resource=configmaps,object=web",
            "a b c");
    static final List<String> TYPES = List.of(
            "application/json",
            "application/yaml",
            "application/json-patch+json",
            "application/merge-patch+json",
            "application/strategic-merge-patch+json",
            "application/apply-patch+yaml",
            "application/vnd.kubernetes.protobuf",
            "text/plain",
            "");
    static final List<String> ACCEPTS = List.of(
            "",
            "application/json",
            "application/yaml",
            "*/*",
            "application/json;as=Table;v=v1;g=meta.k8s.io,application/json",
            "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json",
            "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io",
            ";;;,=,q=1",
            "application/json;q=x");

    static String path(Random random) {
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

    static String segment(String name) {
        return name.isEmpty() || name.chars().anyMatch(c -> !Character.isLetterOrDigit(c)) ? "x" : name;
    }

    static String noise(Random random) {
        String alphabet = "{}[]\":,.-0123456789eEtruefalsn \n\\u00ffab&*!|>%@~#?";
        StringBuilder noise = new StringBuilder();
        for (int i = random.nextInt(60); i > 0; i--) {
            noise.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return noise.toString();
    }

    static String object(Random random) {
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

    static JsonNode value(Random random, int depth) {
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
    static void damage(ObjectNode tree, Random random) {
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

    static <T> T pick(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    static byte[] message(Random random, int depth) {
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

    static void field(ByteArrayOutputStream out, int number, byte[] content) {
        out.write(number << 3 | 2);
        int length = content.length;
        while (length > 127) {
            out.write(length & 127 | 128);
            length >>>= 7;
        }
        out.write(length);
        out.writeBytes(content);
    }
}
