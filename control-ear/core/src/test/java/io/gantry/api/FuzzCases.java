package io.gantry.api;

import static io.gantry.api.FuzzInput.pick;

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
    static final List<FuzzSeed> SEEDS = FuzzSeed.all();
    private static final Map<String, String> KINDS = Map.of(
            "/api/v1/namespaces/default/pods", "v1 Pod",
            "/api/v1/namespaces/default/configmaps", "v1 ConfigMap",
            "/api/v1/namespaces/default/services", "v1 Service",
            "/apis/apps/v1/namespaces/default/deployments", "apps/v1 Deployment");
    private static final List<String> PROTOBUF_PATHS =
            KINDS.keySet().stream().sorted().toList();
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
                                named + pick(random, FuzzPatches.SUBRESOURCES) + query,
                                pick(
                                        random,
                                        List.of(
                                                "application/merge-patch+json",
                                                "application/strategic-merge-patch+json")),
                                object.toString()));
        };
    }

    static ObjectNode damaged(FuzzSeed seed, Random random) {
        ObjectNode object = Json.read(seed.object());
        for (int damages = random.nextInt(3); damages >= 0; damages--) {
            FuzzInput.damage(object, random);
        }
        return object;
    }

    static String named(FuzzSeed seed, ObjectNode object) {
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
                    .body()
                    .bytes());
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
