package io.gantry.ear;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real kubectl, on the kinds that need no node. */
class KubectlIT {

    private static final String SHOP = """
            apiVersion: v1
            kind: Namespace
            metadata:
              name: shop
              labels: {tier: test}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: prices
              namespace: shop
            data:
              apple: "1"
              pear: "2"
            """;

    private final Kubectl kubectl = TestControlPlane.shared().kubectl();

    @BeforeEach
    void apply() {
        kubectl.with(SHOP, "apply", "-f", "-").expectSuccess();
    }

    @AfterEach
    void delete() {
        kubectl.run("-n", "shop", "delete", "configmaps", "--all").expectSuccess();
    }

    @Test
    void applyTellsWhatItDid() {
        kubectl.run("-n", "shop", "delete", "configmap", "prices").expectSuccess();

        assertThat(kubectl.with(SHOP, "apply", "-f", "-").expectSuccess())
                .isEqualTo("namespace/shop unchanged\nconfigmap/prices created\n");
        assertThat(kubectl.with(SHOP, "apply", "-f", "-").expectSuccess())
                .isEqualTo("namespace/shop unchanged\nconfigmap/prices unchanged\n");
        assertThat(kubectl.with(SHOP.replace("\"2\"", "\"3\""), "apply", "-f", "-")
                        .expectSuccess())
                .isEqualTo("namespace/shop unchanged\nconfigmap/prices configured\n");
        assertThat(field("{.data.pear}")).isEqualTo("3");
    }

    @Test
    void applyRemovesWhatWasLeftOut() {
        kubectl.with(SHOP.replace("  pear: \"2\"\n", ""), "apply", "-f", "-").expectSuccess();

        assertThat(field("{.data}")).isEqualTo("{\"apple\":\"1\"}");
    }

    @Test
    void serverSideApplyOrItsAbsenceIsClear() {
        Kubectl.Output output = kubectl.with(SHOP, "apply", "--server-side", "-f", "-");

        assertThat(output.out() + output.err())
                .doesNotContain("Internal")
                .contains(output.code() == 0 ? "applied" : "not available");
    }

    @Test
    void getShowsTables() {
        assertThat(kubectl.run("-n", "shop", "get", "cm", "prices").expectSuccess())
                .containsPattern("NAME +DATA +AGE\nprices +2 +\\d+s\n");
        assertThat(kubectl.run("get", "ns", "shop", "-o", "wide", "--show-labels")
                        .expectSuccess())
                .containsPattern(
                        "NAME +STATUS +AGE +LABELS\nshop +Active +\\w+ +kubernetes.io/metadata.name=shop,tier=test\n");
        assertThat(kubectl.run("get", "ns", "-l", "tier=test", "-o", "name").expectSuccess())
                .isEqualTo("namespace/shop\n");
        assertThat(kubectl.run("get", "configmaps", "-A", "--field-selector", "metadata.name=prices", "-o", "name")
                        .expectSuccess())
                .isEqualTo("configmap/prices\n");
    }

    @Test
    void getShowsWholeObjects() {
        assertThat(kubectl.run("-n", "shop", "get", "cm", "prices", "-o", "yaml")
                        .expectSuccess())
                .startsWith("apiVersion: v1\ndata:\n  apple: \"1\"\n  pear: \"2\"\nkind: ConfigMap\nmetadata:\n");
        assertThat(kubectl.run("-n", "shop", "get", "cm", "prices", "-o", "json")
                        .expectSuccess())
                .contains("\"kind\": \"ConfigMap\"", "\"resourceVersion\": ");
        assertThat(field("{.metadata.namespace}/{.metadata.name}")).isEqualTo("shop/prices");
    }

    @Test
    void everyClusterHasItsSystemObjects() {
        assertThat(kubectl.run("get", "ns", "-o", "name").expectSuccess())
                .contains(
                        "namespace/default",
                        "namespace/kube-node-lease",
                        "namespace/kube-public",
                        "namespace/kube-system");
        assertThat(kubectl.run("get", "svc", "kubernetes").expectSuccess())
                .containsPattern("kubernetes +ClusterIP +10.96.0.1 +<none> +443/TCP");
        assertThat(kubectl.run("get", "endpoints", "kubernetes", "-o", "jsonpath={.subsets[0].addresses[0].ip}")
                        .expectSuccess())
                .isEqualTo(TestControlPlane.ADVERTISED);
        assertThat(kubectl.run(
                                "get",
                                "endpointslices",
                                "-l",
                                "kubernetes.io/service-name=kubernetes",
                                "-o",
                                "jsonpath={.items[0].endpoints[0].addresses[0]}")
                        .expectSuccess())
                .isEqualTo(TestControlPlane.ADVERTISED);
    }

    @Test
    void watchShowsChangesAsTheyCome() throws IOException {
        try (Kubectl.Running watch = kubectl.start("-n", "shop", "get", "cm", "-w", "--output-watch-events")) {
            await("the present state", watch, "ADDED +prices");
            kubectl.run("-n", "shop", "create", "cm", "later", "--from-literal=a=b")
                    .expectSuccess();
            await("a new object", watch, "ADDED +later");
            kubectl.run("-n", "shop", "label", "cm", "later", "x=y").expectSuccess();
            await("a change", watch, "MODIFIED +later");
            kubectl.run("-n", "shop", "delete", "cm", "later").expectSuccess();
            await("a deletion", watch, "DELETED +later");
        }
    }

    @Test
    void labelsAndAnnotates() {
        assertThat(kubectl.run("-n", "shop", "label", "cm", "prices", "season=autumn")
                        .expectSuccess())
                .isEqualTo("configmap/prices labeled\n");
        assertThat(kubectl.run("-n", "shop", "label", "cm", "prices", "season=winter")
                        .expectFailure())
                .contains("already has a value (autumn)");
        kubectl.run("-n", "shop", "annotate", "cm", "prices", "note=fresh").expectSuccess();
        kubectl.run("-n", "shop", "label", "cm", "prices", "season-").expectSuccess();

        assertThat(field("{.metadata.labels}{.metadata.annotations.note}")).isEqualTo("fresh");
    }

    @Test
    void editsInAnEditor() {
        assertThat(kubectl.run(
                                "",
                                Map.of("EDITOR", "sed -i s/apple:.*/apple:\\ cheap/"),
                                "-n",
                                "shop",
                                "edit",
                                "cm",
                                "prices")
                        .expectSuccess())
                .isEqualTo("configmap/prices edited\n");
        assertThat(field("{.data.apple}")).isEqualTo("cheap");
    }

    @Test
    void patchesInThreeWays() {
        patch("merge", "{\"data\":{\"apple\":null,\"plum\":\"4\"}}");
        assertThat(field("{.data}")).isEqualTo("{\"pear\":\"2\",\"plum\":\"4\"}");

        patch(
                "json",
                "[{\"op\":\"test\",\"path\":\"/data/pear\",\"value\":\"2\"},{\"op\":\"remove\",\"path\":\"/data/plum\"}]");
        assertThat(field("{.data}")).isEqualTo("{\"pear\":\"2\"}");

        patch("strategic", "{\"metadata\":{\"finalizers\":[\"example.org/a\"]},\"data\":{\"fig\":\"5\"}}");
        assertThat(field("{.data} {.metadata.finalizers}"))
                .isEqualTo("{\"fig\":\"5\",\"pear\":\"2\"} [\"example.org/a\"]");

        patch("strategic", "{\"metadata\":{\"$deleteFromPrimitiveList/finalizers\":[\"example.org/a\"]}}");
        assertThat(field("{.metadata.finalizers}")).isEmpty();
    }

    @Test
    void explainsFields() {
        assertThat(kubectl.run("explain", "configmap.data").expectSuccess())
                .contains("KIND:       ConfigMap", "FIELD: data <map[string]string>");
        assertThat(kubectl.run("explain", "deploy.spec").expectSuccess())
                .contains("GROUP:      apps", "replicas\t<integer>", "selector\t<LabelSelector> -required-");
    }

    @Test
    void listsWhatIsServed() {
        assertThat(kubectl.run("api-resources").expectSuccess())
                .containsPattern("configmaps +cm +v1 +true +ConfigMap")
                .containsPattern("namespaces +ns +v1 +false +Namespace")
                .containsPattern("deployments +deploy +apps/v1 +true +Deployment");
        assertThat(kubectl.run("api-versions").expectSuccess()).contains("apps/v1\n", "v1\n");
        assertThat(kubectl.run("version").expectSuccess()).contains("Server Version: v1.36");
        assertThat(kubectl.run("get", "componentstatuses").expectSuccess())
                .containsPattern("postgresql +Healthy +ok")
                .contains("controller-manager", "scheduler");
    }

    @Test
    void describesAnObject() {
        assertThat(kubectl.run("-n", "shop", "describe", "cm", "prices").expectSuccess())
                .contains("Name:         prices", "Namespace:    shop", "apple:\n----\n1");
    }

    @Test
    void deletesANamespaceWithAllThatIsInIt() {
        kubectl.run("create", "ns", "short-lived").expectSuccess();
        kubectl.run("-n", "short-lived", "create", "cm", "a").expectSuccess();

        assertThat(kubectl.run("delete", "ns", "short-lived", "--timeout=50s").expectSuccess())
                .contains("namespace \"short-lived\" deleted");
        assertThat(kubectl.run("-n", "short-lived", "get", "cm", "a").expectFailure())
                .contains("NotFound");
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(kubectl.with(SHOP.replace("name: prices", "name: Prices"), "apply", "-f", "-")
                        .expectFailure())
                .contains(
                        "The ConfigMap \"Prices\" is invalid: metadata.name: Invalid value: \"Prices\": a lowercase RFC 1123 subdomain");
        assertThat(kubectl.with(SHOP.replace("kind: ConfigMap", "kind: Nonsense"), "apply", "-f", "-")
                        .expectFailure())
                .contains("no matches for kind \"Nonsense\" in version \"v1\"");
        assertThat(kubectl.with(SHOP.replace("\ndata:", "\ndate:"), "apply", "-f", "-")
                        .expectFailure())
                .contains("unknown field \"date\"");
        assertThat(kubectl.with(SHOP.replace("\"1\"", "1"), "apply", "-f", "-").expectFailure())
                .contains("cannot convert int64 to string");
        assertThat(kubectl.with(SHOP.replace("namespace: shop", "namespace: nowhere"), "apply", "-f", "-")
                        .expectFailure())
                .contains("namespaces \"nowhere\" not found");
        assertThat(kubectl.run("-n", "shop", "get", "cm", "absent").expectFailure())
                .isEqualTo("Error from server (NotFound): configmaps \"absent\" not found\n");
        assertThat(kubectl.run("-n", "shop", "create", "cm", "prices").expectFailure())
                .isEqualTo("error: failed to create configmap: configmaps \"prices\" already exists\n");
        assertThat(kubectl.run("get", "nonsense").expectFailure())
                .contains("the server doesn't have a resource type \"nonsense\"");
    }

    @Test
    void refusesAStaleReplace() {
        String stale =
                kubectl.run("-n", "shop", "get", "cm", "prices", "-o", "yaml").expectSuccess();
        kubectl.run("-n", "shop", "label", "cm", "prices", "changed=true").expectSuccess();

        assertThat(kubectl.with(stale, "replace", "-f", "-").expectFailure())
                .contains("Operation cannot be fulfilled on configmaps \"prices\": the object has been modified");
    }

    private String field(String jsonPath) {
        return kubectl.run("-n", "shop", "get", "cm", "prices", "-o", "jsonpath=" + jsonPath)
                .expectSuccess();
    }

    private void patch(String type, String patch) {
        kubectl.run("-n", "shop", "patch", "cm", "prices", "--type", type, "-p", patch)
                .expectSuccess();
    }

    private static void await(String what, Kubectl.Running running, String line) {
        Pattern pattern = Pattern.compile(line);
        new Await(
                        Duration.ofSeconds(20),
                        what,
                        () -> pattern.matcher(running.output()).find())
                .orFail();
    }
}
