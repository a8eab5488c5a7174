package io.gantry.api;

import static io.gantry.api.FuzzInput.pick;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.api.FuzzStep.Request;
import io.gantry.api.FuzzStep.Settle;
import io.gantry.object.Json;
import java.util.List;
import java.util.Random;

/** Fuzz cases that declare something of their own: policies with expressions, and kinds with schemas. */
final class FuzzExpressions {

    private static final String POLICIES = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies";
    private static final String BINDINGS = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings";
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String RULES =
            "{\"resourceRules\":[{\"apiGroups\":[\"\"],\"apiVersions\":[\"v1\"],\"operations\":[\"*\"],\"resources\":[\"configmaps\"]}]}";
    private static final List<String> ROOTS = List.of(
            "object",
            "oldObject",
            "request",
            "params",
            "namespaceObject",
            "authorizer",
            "variables",
            "self",
            "oldSelf",
            "x",
            "object.metadata.name",
            "object.data",
            "object.metadata.labels",
            "request.userInfo.groups",
            "[1, 2, 3]",
            "{'a': 1}",
            "'text'",
            "b'bytes'",
            "1",
            "1u",
            "1.5",
            "-9223372036854775808",
            "true",
            "null",
            "type(1)",
            "duration('1h')",
            "timestamp('2026-01-01T00:00:00Z')",
            "quantity('1Gi')",
            "ip('10.0.0.1')",
            "cidr('10.0.0.0/8')",
            "url('http://a')",
            "semver('1.2.3')",
            "optional.of(1)",
            "self.a",
            "self.b",
            "self.e");
    /** Of no type that is known before they are evaluated: their expressions get past the type check. */
    private static final List<String> DYNAMIC = List.of(
            "object",
            "object.data",
            "object.data.a",
            "object.metadata",
            "object.metadata.labels",
            "object.metadata.name",
            "oldObject",
            "dyn(1)",
            "dyn([3, 1, 2])",
            "dyn('a,b')",
            "dyn({'a': 'b'})",
            "dyn(1.5)",
            "dyn(b'a')",
            "object.x",
            "dyn(duration('1h'))",
            "dyn(null)",
            "dyn(9223372036854775807)");

    private static final List<String> METHODS = List.of(
            ".size()",
            ".matches('^(a+)+$')",
            ".matches('(')",
            ".startsWith('a')",
            ".split(',')",
            ".replace('a', 'bb')",
            ".substring(-1)",
            ".substring(1, 100)",
            ".charAt(3)",
            ".lowerAscii()",
            ".find('[a-z]+')",
            ".findAll('.')",
            ".sum()",
            ".max()",
            ".isSorted()",
            ".indexOf(1)",
            ".all(i, i > 0)",
            ".exists(i, i == 'a')",
            ".exists_one(i, true)",
            ".map(i, i)",
            ".filter(i, false)",
            ".map(i, i, i)",
            "[0]",
            "[-1]",
            "['a']",
            ".a",
            ".?a",
            "[?0]",
            ".orValue(1)",
            ".getHours()",
            ".asInteger()",
            ".add(quantity('1'))",
            ".sub(20)",
            ".isGreaterThan(quantity('1'))",
            ".family()",
            ".containsIP('10.0.0.1')",
            ".getHost()",
            ".major()",
            ".format(['a', 1])",
            ".join('-')",
            ".reverse()",
            ".flatten()",
            ".group('apps').resource('pods').check('get').allowed()",
            ".sort()",
            ".distinct()",
            ".slice(0, 1)",
            ".trim()");
    private static final List<String> OPERATORS =
            List.of(" + ", " - ", " * ", " / ", " % ", " == ", " != ", " < ", " >= ", " && ", " || ", " in ");
    private static final List<String> TYPES =
            List.of("string", "integer", "number", "boolean", "object", "array", "", "null", "any");
    private static final List<String> FORMATS = List.of(
            "date",
            "date-time",
            "byte",
            "int32",
            "int64",
            "ipv4",
            "cidr",
            "uri",
            "email",
            "uuid",
            "duration",
            "password",
            "bogus",
            "double",
            "hostname");
    private static final List<String> PATTERNS = List.of(
            "^a*$", "(a+)+$", "(", "[", "\\\\d{1,1000}", "(?=a)", ".*.*.*.*=.*", "\\\\p{L}", "^$", "a{1001}", "(?i)x");

    private FuzzExpressions() {}

    static String expression(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 2 : 7)) {
            case 0 -> root(random);
            case 1, 2 -> root(random) + pick(random, METHODS);
            case 3 -> "(" + expression(random, depth - 1) + ")" + pick(random, METHODS);
            case 4 -> expression(random, depth - 1) + pick(random, OPERATORS) + expression(random, depth - 1);
            case 5 ->
                "has(" + expression(random, 0) + ") ? " + expression(random, depth - 1) + " : "
                        + expression(random, depth - 1);
            default ->
                pick(random, List.of("!", "-", "string", "int", "dyn", "size", "double", "bool")) + "("
                        + expression(random, depth - 1) + ")";
        };
    }

    private static String root(Random random) {
        return random.nextInt(4) > 0 ? pick(random, DYNAMIC) : pick(random, ROOTS);
    }

    /** A policy with random expressions, and an object that they judge. */
    static List<FuzzStep> policies(Random random) {
        ObjectNode policy = Json.object();
        policy.putObject("metadata").put("name", "p");
        ObjectNode spec = policy.putObject("spec");
        spec.set("matchConstraints", Json.read(RULES));
        spec.put("failurePolicy", random.nextBoolean() ? "Fail" : "Ignore");
        ObjectNode validation = spec.putArray("validations").addObject();
        validation.put("expression", judgement(random));
        if (random.nextBoolean()) {
            validation.put("messageExpression", expression(random, 2));
        }
        if (random.nextInt(3) == 0) {
            spec.putArray("variables").addObject().put("name", "v").put("expression", expression(random, 3));
        }
        if (random.nextInt(3) == 0) {
            spec.putArray("matchConditions").addObject().put("name", "m").put("expression", judgement(random));
        }
        if (random.nextInt(3) == 0) {
            spec.putArray("auditAnnotations").addObject().put("key", "k").put("valueExpression", expression(random, 2));
        }
        return List.of(
                Request.json("POST", POLICIES, policy.toString()),
                Request.json(
                        "POST",
                        BINDINGS,
                        "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"policyName\":\"p\",\"validationActions\":[\"Deny\"]}}"),
                Request.json(
                        "POST",
                        MAPS,
                        "{\"metadata\":{\"name\":\"j\",\"labels\":{\"a\":\"b\"}},\"data\":{\"a\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\"}}"),
                Request.of("PATCH", MAPS + "/j", "application/merge-patch+json", "{\"data\":{\"b\":\"1\"}}"),
                Request.json("DELETE", POLICIES + "/p", ""),
                Request.json("DELETE", MAPS + "/j", ""));
    }

    /** Mostly of the type that is asked for. */
    private static String judgement(Random random) {
        String expression = expression(random, 3);
        return random.nextInt(3) == 0
                ? expression
                : "(" + expression + ")" + pick(random, List.of(" == 1", " != null", " == dyn('a')"));
    }

    /** A definition with a random schema, and objects of it, read in all ways. */
    static List<FuzzStep> definitions(Random random) {
        ObjectNode root = Json.object().put("type", "object");
        ObjectNode properties = root.putObject("properties");
        properties.set("spec", schema(random, 3));
        ((ObjectNode) properties.path("spec")).put("type", "object");
        String more = ",\"subresources\":{\"status\":{},\"scale\":{\"specReplicasPath\":\"" + path(random)
                + "\",\"statusReplicasPath\":\".status.d\"}},\"additionalPrinterColumns\":[{\"name\":\"A\",\"type\":\""
                + pick(random, List.of("string", "integer", "date", "boolean", "number")) + "\",\"jsonPath\":\""
                + path(random)
                + "\"}],\"selectableFields\":[{\"jsonPath\":\"" + path(random) + "\"}]";
        String definition = CustomResourceFixture.definition(root.toString(), random.nextBoolean() ? more : "");
        String objects = CustomResourceFixture.CRONTABS;
        ObjectNode object = Json.read(CustomResourceFixture.crontab("my", "{}"));
        object.set("spec", FuzzInput.value(random, 3));
        object.putObject("spec").set(pick(random, List.of("a", "b", "e")), FuzzInput.value(random, 3));
        return List.of(
                Request.json("POST", CustomResourceFixture.DEFINITIONS, definition),
                new Settle(),
                Request.json("POST", objects, object.toString()),
                Request.of("PATCH", objects + "/my", "application/merge-patch+json", "{\"spec\":{\"a\":1,\"b\":null}}"),
                Request.of(
                        "PATCH",
                        objects + "/my?fieldManager=m&force=true",
                        "application/apply-patch+yaml",
                        object.toString()),
                Request.json("PUT", objects + "/my/status", object.toString()),
                Request.get(objects, "application/json;as=Table;v=v1;g=meta.k8s.io"),
                Request.get(objects + "?fieldSelector=spec.a%3D1", ""),
                Request.get(objects + "/my/scale", ""),
                Request.get("/openapi/v3/apis/stable.example.com/v1", ""),
                Request.json("DELETE", objects + "/my", ""),
                Request.json("DELETE", CustomResourceFixture.DEFINITIONS + "/crontabs.stable.example.com", ""),
                new Settle());
    }

    private static String path(Random random) {
        return pick(
                random,
                List.of(
                        ".spec.a",
                        ".spec.b[0]",
                        ".spec['a']",
                        ".spec.e[*].x",
                        "$.spec",
                        "..",
                        ".spec[?(@.a==1)]",
                        "",
                        ".spec.b[-1]",
                        ".spec.b[0:2]",
                        ".metadata.name",
                        "{.spec.a}",
                        ".spec.a\\\\.b",
                        ".status.d",
                        ".spec[",
                        ".spec..a"));
    }

    private static ObjectNode schema(Random random, int depth) {
        ObjectNode schema = Json.object();
        String type = pick(random, TYPES);
        if (!type.isEmpty()) {
            schema.put("type", type);
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            constrain(schema, random, depth);
        }
        if (depth > 0 && type.equals("object")) {
            ObjectNode properties = schema.putObject("properties");
            for (String name : List.of("a", "b", "e")) {
                if (random.nextBoolean()) {
                    properties.set(name, schema(random, depth - 1));
                }
            }
        } else if (depth > 0 && type.equals("array")) {
            schema.set("items", schema(random, depth - 1));
        }
        return schema;
    }

    private static void constrain(ObjectNode schema, Random random, int depth) {
        JsonNode value = FuzzInput.value(random, 1);
        switch (random.nextInt(18)) {
            case 0 -> schema.put("format", pick(random, FORMATS));
            case 1 -> schema.set("pattern", Json.MAPPER.getNodeFactory().textNode(pick(random, PATTERNS)));
            case 2 -> schema.set("default", FuzzInput.value(random, 2));
            case 3 -> schema.putArray("enum").add(value);
            case 4 -> schema.put("minimum", random.nextInt(5)).put("exclusiveMinimum", random.nextBoolean());
            case 5 -> schema.put("maxItems", random.nextInt(5) - 1).put("uniqueItems", random.nextBoolean());
            case 6 -> schema.put("nullable", random.nextBoolean());
            case 7 -> schema.put("x-kubernetes-preserve-unknown-fields", random.nextInt(4) > 0);
            case 8 -> schema.put("x-kubernetes-int-or-string", true);
            case 9 -> schema.put("x-kubernetes-embedded-resource", true);
            case 10 ->
                schema.put("x-kubernetes-list-type", pick(random, List.of("set", "map", "atomic", "bogus")))
                        .putArray("x-kubernetes-list-map-keys")
                        .add(pick(random, List.of("a", "k", "")));
            case 11 -> schema.put("x-kubernetes-map-type", pick(random, List.of("granular", "atomic", "x")));
            case 12, 13 ->
                schema.putArray("x-kubernetes-validations")
                        .addObject()
                        .put("rule", judgement(random))
                        .put("message", "m");
            case 14 ->
                schema.putArray(pick(random, List.of("allOf", "anyOf", "oneOf")))
                        .add(depth > 0 ? schema(random, depth - 1) : Json.object());
            case 15 -> schema.set("not", depth > 0 ? schema(random, depth - 1) : Json.object());
            case 16 -> schema.set("additionalProperties", depth > 0 ? schema(random, depth - 1) : value);
            default ->
                schema.set(
                        pick(
                                random,
                                List.of(
                                        "multipleOf",
                                        "maxLength",
                                        "required",
                                        "minProperties",
                                        "$ref",
                                        "title",
                                        "items")),
                        value);
        }
    }
}
