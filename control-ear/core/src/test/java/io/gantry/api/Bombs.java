package io.gantry.api;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Small requests that would cost a careless server much: name, method, path, type and body. */
final class Bombs {

    static final String MAPS = "/api/v1/namespaces/default/configmaps";
    static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
    private static final String POLICIES = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies";
    private static final String TRANSACTIONS = "/apis/transactions.gantry.io/v1/transactions";
    static final String JSON = "application/json";
    private static final String YAML = "application/yaml";

    private Bombs() {}

    private static Arguments bomb(String name, String method, String path, String type, String body) {
        return Arguments.of(name, method, path, type, body.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<Arguments> all() {
        return Stream.of(documents(), patches(), selectors(), expressions(), schemas())
                .flatMap(part -> part);
    }

    /** Refused before anything is looked at twice. */
    private static Stream<Arguments> documents() {
        return Stream.of(
                bomb("deep array", "POST", MAPS, JSON, "[".repeat(500_000)),
                bomb("deep object", "POST", MAPS, JSON, "{\"a\":".repeat(300_000)),
                bomb(
                        "long number",
                        "POST",
                        DEPLOYMENTS,
                        JSON,
                        "{\"spec\":{\"replicas\":" + "9".repeat(1_000_000) + "}}"),
                bomb("huge exponent", "POST", DEPLOYMENTS, JSON, "{\"spec\":{\"replicas\":1e1000000000}}"),
                bomb("huge fraction", "POST", DEPLOYMENTS, JSON, "{\"spec\":{\"replicas\":1e-1000000000}}"),
                bomb(
                        "huge surge",
                        "POST",
                        DEPLOYMENTS,
                        JSON,
                        deployment("\"strategy\":{\"rollingUpdate\":{\"maxSurge\":1e999999999}}")),
                bomb(
                        "huge percentage",
                        "POST",
                        DEPLOYMENTS,
                        JSON,
                        deployment("\"strategy\":{\"rollingUpdate\":{\"maxUnavailable\":\"" + "9".repeat(500_000)
                                + "%\"}}")),
                bomb(
                        "huge quantity",
                        "POST",
                        MAPS.replace("configmaps", "resourcequotas"),
                        JSON,
                        quota("1e2147483647")),
                bomb(
                        "long quantity",
                        "POST",
                        MAPS.replace("configmaps", "resourcequotas"),
                        JSON,
                        quota("9".repeat(500_000) + "x")),
                bomb(
                        "tiny quantity",
                        "POST",
                        MAPS.replace("configmaps", "resourcequotas"),
                        JSON,
                        quota("1e-2147483648x")),
                bomb(
                        "repeated keys",
                        "POST",
                        MAPS + "?fieldValidation=Strict",
                        JSON,
                        "{" + "\"data\":{},".repeat(100_000) + "\"data\":{}}"),
                bomb(
                        "unknown fields",
                        "POST",
                        MAPS + "?fieldValidation=Strict",
                        JSON,
                        numbered("{", 100_000, "\"f%d\":1", "}")),
                bomb("yaml aliases", "POST", MAPS, YAML, aliases()),
                bomb("yaml merges", "POST", MAPS, YAML, "a: &a {x: 1}\nb:\n  <<: [" + "*a,".repeat(200_000) + "*a]\n"),
                bomb("yaml depth", "POST", MAPS, YAML, "[".repeat(300_000)),
                bomb("yaml block depth", "POST", MAPS, YAML, "- ".repeat(300_000)),
                bomb(
                        "yaml anchors",
                        "POST",
                        MAPS,
                        YAML,
                        numbered("", 50_000, "k%1$d: &a%1$d v\n", "").replace(",", "") + "]"),
                bomb("yaml number", "POST", MAPS, YAML, "data: 0x" + "f".repeat(1_000_000)),
                bomb("yaml base 60", "POST", MAPS, YAML, "data: " + "1:".repeat(300_000) + "1"),
                Arguments.of("deep message", "POST", MAPS, "application/vnd.kubernetes.protobuf", message(deep())),
                Arguments.of("long message", "POST", MAPS, "application/vnd.kubernetes.protobuf", message(new byte[] {
                    0x0a, -1, -1, -1, -1, 7
                })),
                bomb(
                        "operations",
                        "POST",
                        TRANSACTIONS,
                        JSON,
                        "{\"spec\":{\"namespace\":\"default\",\"operations\":[" + "{\"create\":{}},".repeat(100_000)
                                + "{}]}}"));
    }

    private static Stream<Arguments> patches() {
        String merge = "application/merge-patch+json";
        String strategic = "application/strategic-merge-patch+json";
        String json = "application/json-patch+json";
        String apply = "application/apply-patch+yaml";
        return Stream.of(
                bomb("deep merge patch", "PATCH", MAPS + "/m", merge, "{\"a\":".repeat(300_000)),
                bomb(
                        "doubling copies",
                        "PATCH",
                        MAPS + "/m",
                        json,
                        numbered(
                                "[{\"op\":\"add\",\"path\":\"/data/c0\",\"value\":{\"x\":\"y\"}},",
                                60,
                                "{\"op\":\"copy\",\"from\":\"/data\",\"path\":\"/data/d%d\"}",
                                "]")),
                bomb(
                        "deepening copies",
                        "PATCH",
                        MAPS + "/m",
                        json,
                        numbered(
                                "[{\"op\":\"add\",\"path\":\"/data/a\",\"value\":{}},",
                                300,
                                "{\"op\":\"copy\",\"from\":\"/data\",\"path\":\"/data/a/a\"},{\"op\":\"move\",\"from\":\"/data/a/a\",\"path\":\"/data/a\"}",
                                "]")),
                bomb(
                        "many operations",
                        "PATCH",
                        MAPS + "/m",
                        json,
                        numbered("[", 10_001, "{\"op\":\"test\",\"path\":\"/data/%d\",\"value\":1}", "]")),
                bomb(
                        "long pointer",
                        "PATCH",
                        MAPS + "/m",
                        json,
                        "[{\"op\":\"add\",\"path\":\"" + "/a".repeat(400_000) + "\",\"value\":1}]"),
                bomb(
                        "long order",
                        "PATCH",
                        DEPLOYMENTS + "/web",
                        strategic,
                        "{\"spec\":{\"template\":{\"spec\":{\"$setElementOrder/containers\":["
                                + "{\"name\":\"x\"},".repeat(60_000) + "{\"name\":\"y\"}]}}}}"),
                bomb(
                        "many containers",
                        "PATCH",
                        DEPLOYMENTS + "/web",
                        strategic,
                        "{\"spec\":{\"template\":{\"spec\":{\"containers\":"
                                + numbered("[", 20_000, "{\"name\":\"x%d\"}", "]") + "}}}}"),
                bomb(
                        "many deletions",
                        "PATCH",
                        DEPLOYMENTS + "/web",
                        strategic,
                        "{\"metadata\":{\"$deleteFromPrimitiveList/finalizers\":"
                                + numbered("[", 60_000, "\"x%d\"", "]") + ",\"finalizers\":"
                                + numbered("[", 60_000, "\"x%d\"", "]") + "}}"),
                bomb(
                        "deep fields",
                        "PATCH",
                        MAPS + "/m?fieldManager=m&force=true",
                        apply,
                        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"managedFields\":[{\"manager\":\"m\",\"operation\":\"Apply\",\"apiVersion\":\"v1\",\"fieldsType\":\"FieldsV1\",\"fieldsV1\":"
                                + "{\"f:a\":".repeat(150) + "{}" + "}".repeat(150) + "}]}}"),
                bomb(
                        "many applied",
                        "PATCH",
                        DEPLOYMENTS + "/web?fieldManager=m&force=true",
                        apply,
                        "{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"spec\":{\"template\":{\"spec\":{\"containers\":"
                                + numbered("[", 20_000, "{\"name\":\"x%d\"}", "]") + "}}}}"));
    }

    private static Stream<Arguments> selectors() {
        return Stream.of(
                        "labelSelector=" + "%28".repeat(100_000),
                        "labelSelector=a+in+%28" + "b%2C".repeat(100_000),
                        "labelSelector=" + "%21a%2C".repeat(60_000) + "%3D%3D%3D",
                        "labelSelector=" + "a".repeat(400_000),
                        "fieldSelector=" + "metadata.name%3Da%2C".repeat(40_000) + "x",
                        "fieldSelector=" + "%5C".repeat(300_001),
                        "continue=" + "A".repeat(500_000),
                        "limit=" + "9".repeat(500_000),
                        "resourceVersion=" + "9".repeat(500_000))
                .map(query -> bomb(query.substring(0, 20), "GET", MAPS + "?" + query, "", ""));
    }

    private static Stream<Arguments> expressions() {
        return Stream.of(
                        "(".repeat(20_000) + "true" + ")".repeat(20_000),
                        "!".repeat(20_001) + "1",
                        "-".repeat(20_000) + "'a'",
                        "1" + "+1".repeat(20_000),
                        "object" + ".a".repeat(20_000) + " + 1",
                        "[".repeat(10_000) + "]".repeat(10_000),
                        "true ? ".repeat(10_000) + "1",
                        "object" + "[0]".repeat(20_000) + " + 1",
                        "[1].all(a, ".repeat(300) + "1" + ")".repeat(300),
                        "'" + "a".repeat(400_000) + "'",
                        "[" + "1,".repeat(100_000) + "1]",
                        numbers()
                                .formatted(
                                        "a",
                                        numbers()
                                                .formatted(
                                                        "b",
                                                        numbers()
                                                                .formatted(
                                                                        "c",
                                                                        numbers()
                                                                                .formatted("d", "1")))))
                .map(expression -> bomb(
                        "expression " + expression.substring(0, 12),
                        "POST",
                        POLICIES,
                        JSON,
                        "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"matchConstraints\":{\"resourceRules\":[{\"apiGroups\":[\"\"],\"apiVersions\":[\"v1\"],\"operations\":[\"*\"],\"resources\":[\"pods\"]}]},\"validations\":[{\"expression\":\""
                                + expression + "\"}]}}"));
    }

    private static String numbers() {
        return "[" + "1,".repeat(999) + "1].map(%s, %s)";
    }

    private static Stream<Arguments> schemas() {
        return Stream.of(
                        "{\"type\":\"object\",\"properties\":{\"a\":".repeat(60) + "{\"type\":\"x\"}" + "}}".repeat(60),
                        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\",\"pattern\":\""
                                + "(".repeat(50_000) + "\"}}}",
                        "{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\",\"pattern\":\""
                                + "(a{1,1000}){1,1000}".repeat(5) + "\",\"default\":1}}}",
                        "{\"type\":\"object\",\"properties\":"
                                + numbered(
                                        "{",
                                        1_000,
                                        "\"p%d\":{\"type\":\"string\",\"x-kubernetes-validations\":[{\"rule\":\"self.matches('(a+)+$') && 1\"}]}",
                                        "}")
                                + "}",
                        "{\"type\":\"object\",\"properties\":" + numbered("{", 20_000, "\"p%d\":{\"type\":\"x\"}", "}")
                                + "}",
                        "{\"type\":\"object\",\"required\":" + numbered("[", 50_000, "\"p%d\"", "]")
                                + ",\"allOf\":[{\"type\":\"x\"}]}")
                .map(schema -> bomb(
                        "schema " + schema.substring(0, 60),
                        "POST",
                        CustomResourceFixture.DEFINITIONS,
                        JSON,
                        CustomResourceFixture.definition(schema)));
    }

    private static String numbered(String begin, int count, String item, String end) {
        StringBuilder text = new StringBuilder(begin);
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ",").append(item.formatted(i));
        }
        return text.append(end).toString();
    }

    static String deployment(String more) {
        return "{\"metadata\":{\"name\":\"d\"},\"spec\":{" + more
                + ",\"selector\":{\"matchLabels\":{\"a\":\"b\"}},\"template\":{\"metadata\":{\"labels\":{\"a\":\"b\"}},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}}}";
    }

    private static String quota(String amount) {
        return "{\"metadata\":{\"name\":\"q\"},\"spec\":{\"hard\":{\"pods\":\"" + amount + "\",\"Bad Name\":\"1\"}}}";
    }

    private static String aliases() {
        StringBuilder text = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 20; i++) {
            text.append("a%d: &a%d [%s*a%d]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9), i - 1));
        }
        return text.toString();
    }

    private static byte[] deep() {
        byte[] message = {};
        for (int i = 0; i < 5_000; i++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            FuzzInput.field(out, 1, message);
            message = out.toByteArray();
        }
        return message;
    }

    private static byte[] message(byte[] content) {
        ByteArrayOutputStream type = new ByteArrayOutputStream();
        FuzzInput.field(type, 1, "v1".getBytes(StandardCharsets.UTF_8));
        FuzzInput.field(type, 2, "ConfigMap".getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {'k', '8', 's', 0});
        FuzzInput.field(body, 1, type.toByteArray());
        FuzzInput.field(body, 2, content);
        return body.toByteArray();
    }
}
