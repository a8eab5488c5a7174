package io.gantry.node;

import static io.gantry.node.NodeResources.NODES;
import static io.gantry.node.NodeResources.PODS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MirrorPodsTest {

    private static final ObjectKey WEB = new ObjectKey(PODS, "a", "web-n1");

    private final FakeCluster cluster = new FakeCluster();
    private final MirrorPods mirrors = new MirrorPods(cluster, cluster);

    @BeforeEach
    void aNode() {
        cluster.put(NODES, "{\"metadata\":{\"name\":\"n1\",\"uid\":\"node-uid\"}}");
    }

    /** @param hash identity of what the file says */
    private static ObjectNode pod(String name, String hash, String spec) {
        return Json.read("""
                {"apiVersion":"v1","kind":"Pod","metadata":{"namespace":"a","name":"%s","uid":"%s","labels":{"app":"x"},
                 "ownerReferences":[{"uid":"evil"}],"finalizers":["f"],
                 "annotations":{"kubernetes.io/config.hash":"%s","kubernetes.io/config.source":"file"}},
                 "spec":{"nodeName":"other","containers":[{"name":"c"}]%s},"status":{"phase":"Pending"}}""".formatted(name, hash, hash, spec));
    }

    private String present() {
        return cluster.list(PODS).stream()
                .map(pod -> pod.name() + ":"
                        + pod.metadata()
                                .path("annotations")
                                .path("kubernetes.io/config.mirror")
                                .asText("-"))
                .collect(Collectors.joining(" "));
    }

    @Test
    void aMirrorBelongsToItsNode() {
        mirrors.reconcile("n1", List.of(pod("web-n1", "h1", "")));

        ApiObject mirror = cluster.get(WEB).orElseThrow();
        assertThat(mirror.nodeName()).isEqualTo("n1");
        assertThat(mirror.metadata().path("ownerReferences"))
                .isEqualTo(Json.read("""
                        {"l":[{"apiVersion":"v1","kind":"Node","name":"n1","uid":"node-uid","controller":true}]}""").path("l"));
        assertThat(mirror.metadata().path("annotations")).isEqualTo(Json.read("""
                        {"kubernetes.io/config.hash":"h1","kubernetes.io/config.source":"file",
                         "kubernetes.io/config.mirror":"h1"}"""));
        assertThat(mirror.labels()).containsEntry("app", "x");
        assertThat(mirror.metadata().has("finalizers")).isFalse();
    }

    /**
     * @param before mirrors as NAME:HASH, or NAME:- for a pod of somebody else
     * @param wanted static pods as NAME:HASH
     */
    @ParameterizedTest
    @CsvSource({
        "'', web-n1:h1, web-n1:h1, 1",
        "web-n1:h1, web-n1:h1, web-n1:h1, 0",
        "web-n1:h1, web-n1:h2, web-n1:h2, 2",
        "web-n1:h1 db-n1:h1, db-n1:h1, db-n1:h1, 1",
        "web-n1:h1, '', '', 1",
        "web-n1:-, web-n1:h1, web-n1:-, 0",
        "web-n1:-, '', web-n1:-, 0",
    })
    void thereIsOneMirrorForEachStaticPod(String before, String wanted, String after, int writes) {
        for (String text : words(before)) {
            String[] parts = text.split(":");
            String annotations = parts[1].equals("-") ? "{}" : "{\"kubernetes.io/config.mirror\":\"" + parts[1] + "\"}";
            cluster.put(
                    PODS,
                    "{\"metadata\":{\"namespace\":\"a\",\"name\":\"%s\",\"uid\":\"u-%s\",\"annotations\":%s},\"spec\":{\"nodeName\":\"n1\"}}"
                            .formatted(parts[0], parts[0], annotations));
        }
        int written = cluster.writes();

        List<ObjectNode> pods = words(wanted).stream()
                .map(text -> pod(text.split(":")[0], text.split(":")[1], ""))
                .toList();
        mirrors.reconcile("n1", pods);

        assertThat(present()).isEqualTo(after);
        assertThat(cluster.writes() - written).isEqualTo(writes);
        mirrors.reconcile("n1", pods);
        assertThat(present()).isEqualTo(after);
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty()).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"volumes\":[{\"name\":\"v\",\"secret\":{\"secretName\":\"s\"}}]",
                ",\"volumes\":[{\"name\":\"v\",\"configMap\":{\"name\":\"s\"}}]",
                ",\"volumes\":[{\"name\":\"v\",\"persistentVolumeClaim\":{\"claimName\":\"s\"}}]",
                ",\"volumes\":[{\"name\":\"v\",\"ephemeral\":{}}]",
                ",\"volumes\":[{\"name\":\"v\",\"projected\":{\"sources\":[{\"serviceAccountToken\":{}}]}}]",
                ",\"serviceAccountName\":\"s\"",
                ",\"imagePullSecrets\":[{\"name\":\"s\"}]",
                ",\"resourceClaims\":[{\"name\":\"r\"}]",
            })
    void aNodeGetsNothingToReadByAMirror(String spec) {
        mirrors.reconcile("n1", List.of(pod("bad-n1", "h1", spec), pod("web-n1", "h1", "")));

        assertThat(present()).isEqualTo("web-n1:h1");
    }

    @Test
    void anotherNodesMirrorsAreNotTouched() {
        cluster.put(
                PODS,
                "{\"metadata\":{\"namespace\":\"a\",\"name\":\"web-n1\",\"annotations\":{\"kubernetes.io/config.mirror\":\"h\"}},"
                        + "\"spec\":{\"nodeName\":\"n2\"}}");

        mirrors.reconcile("n1", List.of(pod("web-n1", "h1", "")));
        mirrors.reconcile("n1", List.of());

        assertThat(present()).isEqualTo("web-n1:h");
    }

    @Test
    void anUnknownNodeHasNoMirrors() {
        mirrors.reconcile("n9", List.of(pod("web-n9", "h1", "")));

        assertThat(present()).isEmpty();
    }
}
