package io.gantry.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.admission.Admission;
import io.gantry.admission.priority.PriorityPlugin;
import io.gantry.cache.WatchCache;
import io.gantry.event.EventDraft;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.registry.DeleteOptions;
import io.gantry.registry.Registry;
import io.gantry.registry.SchemaSource;
import io.gantry.resource.Resources;
import io.gantry.resource.kinds.BuiltInKinds;
import io.gantry.store.MemoryObjectStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The scheduler on the real registry and cache, on a clock of the test. */
class SchedulerTest {

    private static final String CRITICAL = "'priorityClassName':'system-cluster-critical',";

    private final Random random = new Random(5);
    private final MemoryObjectStore store = new MemoryObjectStore(10_000);
    private final WatchCache cache = new WatchCache(store, WatchCache.Settings.DEFAULT);
    private final List<EventDraft> events = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Registry registry = new Registry(
            new Resources(BuiltInKinds.definitions()),
            store,
            cache,
            SchemaSource.BUILT_IN,
            () -> now,
            () -> new UUID(random.nextLong(), random.nextLong()).toString(),
            random,
            new Admission(List.of(new PriorityPlugin(cache))));
    private final Scheduler scheduler = new Scheduler(cache, registry, events::add, Runnable::run, random);

    @BeforeEach
    void start() {
        cache.load();
        store.onCommit(revision -> cache.catchUp());
        cache.onEvent(scheduler::offer);
        scheduler.load();
        registry.create(ClusterState.NAMESPACES, Json.read("{\"metadata\":{\"name\":\"default\"}}"));
    }

    private void node(String name, String cpu) {
        registry.create(
                ClusterState.NODES,
                Json.read(("{'metadata':{'name':'" + name + "'},'status':{'capacity':{'cpu':'" + cpu
                                + "','memory':'8Gi','pods':'110'}}}")
                        .replace('\'', '"')));
        // what the node lifecycle controller does when the node is ready
        registry.update(ObjectKey.cluster(ClusterState.NODES, name), node -> {
            ((ObjectNode) node.get("spec")).remove("taints");
            return node;
        });
    }

    private void pod(String name, String spec, String cpu) {
        registry.create(
                ClusterState.PODS,
                Json.read(("{'metadata':{'name':'" + name + "','namespace':'default'},'spec':{" + spec
                                + "'containers':[{'name':'c','image':'i','resources':{'requests':{'cpu':'" + cpu
                                + "'}}}]}}")
                        .replace('\'', '"')));
    }

    private ApiObject get(String name) {
        return cache.get(key(name)).orElseThrow();
    }

    private static ObjectKey key(String name) {
        return new ObjectKey(ClusterState.PODS, "default", name);
    }

    private String nodeOf(String name) {
        return get(name).spec().path("nodeName").asText("");
    }

    private JsonNode condition(String name, String type) {
        return get(name)
                .status()
                .path("conditions")
                .valueStream()
                .filter(condition -> condition.path("type").asText().equals(type))
                .findFirst()
                .orElseGet(Json::object);
    }

    private void schedule() {
        while (scheduler.step(now)) {
            // until nothing is left to do at once
        }
    }

    @Test
    void aNewNodeGetsNoPodsBeforeItIsKnownToBeReady() {
        registry.create(
                ClusterState.NODES,
                Json.read("{\"metadata\":{\"name\":\"a\"},\"status\":{\"capacity\":{\"cpu\":\"4\",\"pods\":\"9\"}}}"));
        pod("p", "", "1");
        schedule();
        assertThat(condition("p", "PodScheduled").path("message").asText())
                .startsWith("0/1 nodes are available: 1 node(s) had untolerated taint(s).");
    }

    @Test
    void aNodeThatHasSaidNothingOfItselfIsANode() {
        registry.create(ClusterState.NODES, Json.read("{\"metadata\":{\"name\":\"a\"}}"));
        pod("p", "", "1");
        schedule();
        assertThat(condition("p", "PodScheduled").path("message").asText())
                .startsWith("0/1 nodes are available: 1 node(s) had untolerated taint(s).");
        registry.delete(ObjectKey.cluster(ClusterState.NODES, "a"), DeleteOptions.DEFAULT);
        schedule();
        pod("q", "", "1");
        schedule();
        assertThat(condition("q", "PodScheduled").path("message").asText())
                .startsWith("no nodes available to schedule pods");
    }

    @Test
    void aPodThatFitsNowhereIsToldWhyAndPlacedAsSoonAsItFits() {
        node("a", "1");
        pod("p", "", "2");
        schedule();
        JsonNode condition = condition("p", "PodScheduled");
        assertThat(condition.path("status").asText()).isEqualTo("False");
        assertThat(condition.path("reason").asText()).isEqualTo("Unschedulable");
        assertThat(condition.path("observedGeneration").asInt()).isEqualTo(1);
        assertThat(condition.path("message").asText())
                .isEqualTo("0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: "
                        + "0/1 nodes are available: 1 Preemption is not helpful for scheduling.");
        assertThat(events)
                .extracting(EventDraft::reason, EventDraft::message)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        "FailedScheduling", condition.path("message").asText()));
        node("b", "4");
        schedule();
        assertThat(nodeOf("p")).isEqualTo("b");
    }

    @Test
    void anImportantPodTakesTheRoomOfAnotherThatIsGracefullyDeleted() {
        node("a", "2");
        pod("low", "", "2");
        schedule();
        assertThat(nodeOf("low")).isEqualTo("a");
        pod("high", CRITICAL, "2");
        schedule();
        assertThat(get("low").isBeingDeleted()).isTrue();
        assertThat(condition("low", "DisruptionTarget").path("reason").asText()).isEqualTo("PreemptionByScheduler");
        assertThat(condition("low", "DisruptionTarget").path("message").asText())
                .isEqualTo("default-scheduler: preempting to accommodate a higher priority pod");
        assertThat(get("high").status().path("nominatedNodeName").asText()).isEqualTo("a");
        assertThat(condition("high", "PodScheduled").path("message").asText())
                .isEqualTo("0/1 nodes are available: 1 Insufficient cpu.");
        assertThat(events)
                .extracting(EventDraft::reason, EventDraft::message)
                .contains(org.assertj.core.groups.Tuple.tuple(
                        "Preempted", "Preempted by pod " + get("high").uid() + " on node a"));
        // a less important pod does not get the room meanwhile
        pod("late", "", "1");
        schedule();
        assertThat(nodeOf("late")).isEmpty();
        registry.delete(key("low"), DeleteOptions.DEFAULT.withGracePeriod(0));
        schedule();
        assertThat(nodeOf("high")).isEqualTo("a");
        assertThat(get("high").status().has("nominatedNodeName")).isFalse();
    }

    @Test
    void theRoomThatWasMadeGoesToTheMostImportantPodThatComes() {
        node("a", "2");
        pod("low", "", "2");
        schedule();
        pod("high", CRITICAL, "2");
        schedule();
        pod("highest", "'priorityClassName':'system-node-critical',", "2");
        schedule();
        assertThat(get("highest").status().path("nominatedNodeName").asText()).isEqualTo("a");
        assertThat(get("high").status().has("nominatedNodeName")).isFalse();
        registry.delete(key("low"), DeleteOptions.DEFAULT.withGracePeriod(0));
        schedule();
        assertThat(nodeOf("highest")).isEqualTo("a");
        assertThat(nodeOf("high")).isEmpty();
    }

    @Test
    void aFloodOfEventsTakesNoMoreRoomThanTheObjectsThatTheyAreOf() {
        node("a", "2");
        pod("p", "", "1");
        for (int i = 0; i < 1000; i++) {
            String text = Integer.toString(i);
            registry.update(key("p"), pod -> {
                ((ObjectNode) pod.get("metadata")).putObject("annotations").put("i", text);
                return pod;
            });
        }
        schedule();
        assertThat(nodeOf("p")).isEqualTo("a");
    }

    @Test
    void whatIsListedDoesNotReplaceWhatHappenedLater() {
        Inbox inbox = new Inbox();
        pod("p", "", "1");
        ApiObject before = get("p");
        registry.delete(key("p"), DeleteOptions.DEFAULT);
        inbox.offer(new io.gantry.cache.CacheEvent.Deleted(
                ApiObject.of(before.key(), before.revision() + 1, ApiObject.document(before.copy()))));
        inbox.offer(new io.gantry.cache.CacheEvent.Added(before));
        assertThat(inbox.takeEvents()).hasOnlyElementsOfType(io.gantry.cache.CacheEvent.Deleted.class);
    }
}
