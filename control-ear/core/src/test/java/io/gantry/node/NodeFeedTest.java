package io.gantry.node;

import static io.gantry.node.NodeResources.CERTIFICATE_REQUESTS;
import static io.gantry.node.NodeResources.CLAIMS;
import static io.gantry.node.NodeResources.CONFIG_MAPS;
import static io.gantry.node.NodeResources.ENDPOINT_SLICES;
import static io.gantry.node.NodeResources.NODES;
import static io.gantry.node.NodeResources.PODS;
import static io.gantry.node.NodeResources.RUNTIME_CLASSES;
import static io.gantry.node.NodeResources.SECRETS;
import static io.gantry.node.NodeResources.SERVICES;
import static io.gantry.node.NodeResources.TRUST_BUNDLES;
import static io.gantry.node.NodeResources.VOLUMES;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.cache.CacheEvent;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeFeedTest {

    private final FakeCluster cluster = new FakeCluster();
    private final NodeFeed feed = new NodeFeed("n1");

    @BeforeEach
    void someCluster() {
        object(NODES, "", "n1");
        object(NODES, "", "n2");
        object(CONFIG_MAPS, "a", "settings");
        object(SECRETS, "a", "password");
        object(SERVICES, "a", "web");
        object(ENDPOINT_SLICES, "a", "web-1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"volumes":[{"configMap":{"name":"settings"}}]}                                       | configmaps settings
            {"volumes":[{"secret":{"secretName":"password"}}]}                                    | secrets password
            {"volumes":[{"projected":{"sources":[{"configMap":{"name":"settings"}}]}}]}           | configmaps settings
            {"volumes":[{"projected":{"sources":[{"secret":{"name":"password"}}]}}]}              | secrets password
            {"volumes":[{"csi":{"nodePublishSecretRef":{"name":"password"}}}]}                    | secrets password
            {"imagePullSecrets":[{"name":"password"}]}                                            | secrets password
            {"containers":[{"env":[{"valueFrom":{"configMapKeyRef":{"name":"settings"}}}]}]}      | configmaps settings
            {"containers":[{"env":[{"valueFrom":{"secretKeyRef":{"name":"password"}}}]}]}         | secrets password
            {"containers":[{"envFrom":[{"configMapRef":{"name":"settings"}}]}]}                   | configmaps settings
            {"initContainers":[{"envFrom":[{"secretRef":{"name":"password"}}]}]}                  | secrets password
            {"ephemeralContainers":[{"envFrom":[{"secretRef":{"name":"password"}}]}]}             | secrets password
            """)
    void aNewPodBringsWhatItUsesBeforeItself(String spec, String reference) {
        feed.snapshot(cluster);

        List<NodeDelta> deltas = apply(pod("p", "n1", spec));

        ObjectKey wanted = new ObjectKey(
                GroupResource.parse(reference.split(" ")[0]), "a", reference.split(" ")[1]);
        assertThat(deltas).hasOnlyElementsOfType(NodeDelta.Put.class);
        assertThat(deltas).extracting(NodeDelta::key).containsExactly(wanted, new ObjectKey(PODS, "a", "p"));
    }

    @Test
    void theSnapshotHoldsTheNodesOwnObjectsAndAllServices() {
        pod("mine", "n1", "{\"imagePullSecrets\":[{\"name\":\"password\"}]}");
        pod("other", "n2", "{\"volumes\":[{\"configMap\":{\"name\":\"settings\"}}]}");

        assertThat(feed.snapshot(cluster))
                .extracting(delta -> delta.key().toString())
                .containsExactly(
                        "nodes n1",
                        "nodes n2",
                        "services a/web",
                        "endpointslices.discovery.k8s.io a/web-1",
                        "secrets a/password",
                        "pods a/mine");
    }

    @Test
    void aSecondUserOfAnObjectDoesNotSendItAgain() {
        feed.snapshot(cluster);
        String spec = "{\"volumes\":[{\"configMap\":{\"name\":\"settings\"}}]}";
        apply(pod("p", "n1", spec));

        assertThat(apply(pod("q", "n1", spec)))
                .extracting(delta -> delta.key().toString())
                .containsExactly("pods a/q");
    }

    @Test
    void anObjectGoesWithItsLastUser() {
        String spec = "{\"volumes\":[{\"configMap\":{\"name\":\"settings\"}}]}";
        pod("p", "n1", spec);
        pod("q", "n1", spec);
        feed.snapshot(cluster);
        ObjectKey settings = new ObjectKey(CONFIG_MAPS, "a", "settings");

        assertThat(apply(cluster.remove(new ObjectKey(PODS, "a", "p"))))
                .containsExactly(new NodeDelta.Remove(new ObjectKey(PODS, "a", "p")));
        assertThat(feed.holds(settings)).isTrue();
        assertThat(apply(cluster.remove(new ObjectKey(PODS, "a", "q"))))
                .containsExactly(new NodeDelta.Remove(new ObjectKey(PODS, "a", "q")), new NodeDelta.Remove(settings));
        assertThat(feed.holds(settings)).isFalse();
    }

    @Test
    void aReferenceThatDoesNotExistYetIsSentWhenItAppears() {
        feed.snapshot(cluster);
        assertThat(apply(pod("p", "n1", "{\"volumes\":[{\"secret\":{\"secretName\":\"later\"}}]}")))
                .hasSize(1);

        assertThat(apply(object(SECRETS, "a", "later")))
                .extracting(delta -> delta.key().toString())
                .containsExactly("secrets a/later");
    }

    @Test
    void aClaimBringsItsVolumeAndBothGoWithThePod() {
        cluster.put(CLAIMS, "{\"metadata\":{\"namespace\":\"a\",\"name\":\"c\"},\"spec\":{\"volumeName\":\"v\"}}");
        object(VOLUMES, "", "v");
        feed.snapshot(cluster);

        assertThat(apply(pod("p", "n1", "{\"volumes\":[{\"persistentVolumeClaim\":{\"claimName\":\"c\"}}]}")))
                .extracting(delta -> delta.key().toString())
                .containsExactly("persistentvolumes v", "persistentvolumeclaims a/c", "pods a/p");
        assertThat(apply(object(VOLUMES, "", "v"))).hasSize(1);
        assertThat(apply(cluster.remove(new ObjectKey(PODS, "a", "p"))))
                .extracting(delta -> delta.key().toString())
                .containsExactly("pods a/p", "persistentvolumeclaims a/c", "persistentvolumes v");
        assertThat(apply(object(VOLUMES, "", "v"))).isEmpty();
    }

    @Test
    void aClaimThatIsBoundLaterBringsItsVolumeThen() {
        RecordingSink sink = new RecordingSink();
        NodeFeeds feeds = new NodeFeeds(cluster);
        feeds.join("n1", sink);
        object(VOLUMES, "", "v");
        feeds.accept(List.of(pod("p", "n1", "{\"volumes\":[{\"name\":\"x\",\"ephemeral\":{}}]}")));
        feeds.accept(List.of(cluster.put(
                CLAIMS, "{\"metadata\":{\"namespace\":\"a\",\"name\":\"p-x\"},\"spec\":{\"volumeName\":\"v\"}}")));
        feeds.accept(List.of(object(VOLUMES, "", "v"), object(VOLUMES, "", "other")));

        assertThat(sink.changes())
                .containsExactly(
                        "pods a/p", "persistentvolumes v", "persistentvolumeclaims a/p-x", "persistentvolumes v");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            n1 | Delete | Released | "deletionTimestamp":"2026-01-01T00:00:00Z", | true
            n2 | Delete | Released | "deletionTimestamp":"2026-01-01T00:00:00Z", | false
            n1 | Retain | Released | "deletionTimestamp":"2026-01-01T00:00:00Z", | false
            n1 | Delete | Bound    | "deletionTimestamp":"2026-01-01T00:00:00Z", | false
            n1 | Delete | Released | ``                                          | false
            """)
    void aVolumeIsSentToTheNodeThatIsToRemoveItsDirectory(
            String node, String policy, String phase, String deletion, boolean sent) {
        feed.snapshot(cluster);
        CacheEvent event = cluster.put(VOLUMES, """
                {"metadata":{%s"name":"v","uid":"u","finalizers":["gantry.io/node-local"],"annotations":{
                  "pv.kubernetes.io/provisioned-by":"gantry.io/node-local","gantry.io/node":"%s"}},
                 "spec":{"persistentVolumeReclaimPolicy":"%s"},"status":{"phase":"%s"}}""".formatted(deletion, node, policy, phase));
        assertThat(apply(event)).hasSize(sent ? 1 : 0);
        assertThat(new NodeFeed("n1")
                        .snapshot(cluster).stream()
                                .filter(delta -> delta.key().resource().equals(VOLUMES)))
                .hasSize(sent ? 1 : 0);
    }

    @Test
    void trustBundlesAreSentToANodeWhileAPodOfItIsShownSome() {
        RecordingSink sink = new RecordingSink();
        NodeFeeds feeds = new NodeFeeds(cluster);
        feeds.join("n1", sink);
        feeds.join("n2", new RecordingSink());
        String spec = "{\"volumes\":[{\"projected\":{\"sources\":[{\"clusterTrustBundle\":{\"path\":\"ca\"}}]}}]}";
        feeds.accept(List.of(object(TRUST_BUNDLES, "", "early")));
        assertThat(sink.changes()).isEmpty();

        feeds.accept(List.of(pod("p", "n1", spec)));
        feeds.accept(List.of(object(TRUST_BUNDLES, "", "later"), pod("q", "n1", spec)));
        feeds.accept(List.of(cluster.remove(ObjectKey.cluster(TRUST_BUNDLES, "early"))));
        feeds.accept(
                List.of(cluster.remove(new ObjectKey(PODS, "a", "p")), cluster.remove(new ObjectKey(PODS, "a", "q"))));
        feeds.accept(List.of(object(TRUST_BUNDLES, "", "too-late")));

        assertThat(sink.changes())
                .containsExactly(
                        "clustertrustbundles.certificates.k8s.io early",
                        "pods a/p",
                        "clustertrustbundles.certificates.k8s.io later",
                        "pods a/q",
                        "-clustertrustbundles.certificates.k8s.io early",
                        "-pods a/p",
                        "-pods a/q",
                        "-clustertrustbundles.certificates.k8s.io later");
    }

    @Test
    void aRequestForACertificateIsSentToTheNodeThatMadeIt() {
        RecordingSink sink = new RecordingSink();
        NodeFeeds feeds = new NodeFeeds(cluster);
        feeds.join("n1", sink);
        feeds.join("n2", new RecordingSink());

        CacheEvent mine = cluster.put(CERTIFICATE_REQUESTS, """
                {"metadata":{"namespace":"a","name":"mine"},"spec":{"nodeName":"n1"}}""");
        CacheEvent other = cluster.put(CERTIFICATE_REQUESTS, """
                {"metadata":{"namespace":"a","name":"other"},"spec":{"nodeName":"n2"}}""");
        feeds.accept(List.of(mine, other));
        assertThat(new NodeFeed("n1").snapshot(cluster))
                .extracting(delta -> delta.key().toString())
                .contains("podcertificaterequests.certificates.k8s.io a/mine")
                .doesNotContain("podcertificaterequests.certificates.k8s.io a/other");
        feeds.accept(List.of(
                cluster.remove(mine.object().key()),
                cluster.remove(other.object().key())));

        assertThat(sink.changes())
                .containsExactly(
                        "podcertificaterequests.certificates.k8s.io a/mine",
                        "-podcertificaterequests.certificates.k8s.io a/mine");
    }

    @Test
    void aRuntimeClassIsSentToTheNodesThatRunIt() {
        object(RUNTIME_CLASSES, "", "sandboxed");
        feed.snapshot(cluster);

        assertThat(apply(pod("p", "n1", "{\"runtimeClassName\":\"sandboxed\"}")))
                .extracting(delta -> delta.key().toString())
                .containsExactly("runtimeclasses.node.k8s.io sandboxed", "pods a/p");
    }

    @ParameterizedTest
    @CsvSource({
        "pods, a, true", // bound to n2
        "configmaps, a, true", // used by nobody here
        "secrets, b, false",
    })
    void othersObjectsDoNotConcernTheNode(String resource, String namespace, boolean bound) {
        feed.snapshot(cluster);
        GroupResource wanted = GroupResource.parse(resource);
        CacheEvent event =
                wanted.equals(PODS) ? pod("foreign", bound ? "n2" : "", "{}") : object(wanted, namespace, "foreign");

        assertThat(apply(event)).isEmpty();
    }

    @Test
    void ofAnotherNodeOnlyWhatItTakesToReachItsPodsIsNews() {
        feed.snapshot(cluster);
        ApiObject before = node("10.244.2.0/24", "2026-01-01T00:00:00Z");
        ApiObject heartbeat = node("10.244.2.0/24", "2026-01-01T00:00:10Z");
        ApiObject moved = node("10.244.3.0/24", "2026-01-01T00:00:10Z");

        assertThat(apply(new CacheEvent.Modified(heartbeat, before))).isEmpty();
        assertThat(apply(new CacheEvent.Modified(moved, heartbeat)))
                .singleElement()
                .satisfies(delta -> {
                    ApiObject peer = ((NodeDelta.Put) delta).object();
                    assertThat(peer.spec().path("podCIDR").asText()).isEqualTo("10.244.3.0/24");
                    assertThat(peer.status().has("conditions")).isFalse();
                });
        assertThat(apply(new CacheEvent.Deleted(moved))).hasSize(1);
    }

    private static ApiObject node(String podCidr, String heartbeat) {
        String json = """
                {"kind":"Node","apiVersion":"v1","metadata":{"name":"n2","uid":"u2"},
                 "spec":{"podCIDR":"%1$s","podCIDRs":["%1$s"]},
                 "status":{"conditions":[{"lastHeartbeatTime":"%2$s"}]}}""".formatted(podCidr, heartbeat);
        return ApiObject.of(ObjectKey.cluster(NODES, "n2"), 7, ApiObject.document(Json.read(json)));
    }

    @Test
    void aFeedsNodesAreToldOnlyOfWhatConcernsThem() {
        RecordingSink first = new RecordingSink();
        RecordingSink second = new RecordingSink();
        NodeFeeds feeds = new NodeFeeds(cluster);
        feeds.join("n1", first);
        feeds.join("n2", second);

        feeds.accept(List.of(
                pod("p", "n1", "{\"volumes\":[{\"configMap\":{\"name\":\"settings\"}}]}"),
                object(CONFIG_MAPS, "a", "settings"),
                object(SERVICES, "a", "new")));

        assertThat(first.changes())
                .containsExactly("configmaps a/settings", "pods a/p", "configmaps a/settings", "services a/new");
        assertThat(second.changes()).containsExactly("services a/new");
    }

    @Test
    void aNodeThatJoinsAgainIsFedOnlyOnce() {
        RecordingSink old = new RecordingSink();
        RecordingSink young = new RecordingSink();
        NodeFeeds feeds = new NodeFeeds(cluster);
        feeds.join("n1", old);
        feeds.join("n1", young);
        feeds.leave("n1", old);

        feeds.accept(List.of(object(SERVICES, "a", "new")));

        assertThat(old.changes()).isEmpty();
        assertThat(young.changes()).containsExactly("services a/new");
    }

    private List<NodeDelta> apply(CacheEvent event) {
        return feed.apply(event, cluster);
    }

    private CacheEvent object(GroupResource resource, String namespace, String name) {
        return cluster.put(
                resource, "{\"metadata\":{\"namespace\":\"%s\",\"name\":\"%s\"}}".formatted(namespace, name));
    }

    private CacheEvent pod(String name, String node, String spec) {
        String bound = spec.equals("{}")
                ? "{\"nodeName\":\"" + node + "\"}"
                : "{\"nodeName\":\"" + node + "\"," + spec.substring(1);
        return cluster.put(
                PODS,
                "{\"metadata\":{\"namespace\":\"a\",\"name\":\"%s\",\"uid\":\"u-%s\"},\"spec\":%s}"
                        .formatted(name, name, bound));
    }
}
