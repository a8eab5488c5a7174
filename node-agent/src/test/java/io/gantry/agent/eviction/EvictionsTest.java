package io.gantry.agent.eviction;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.agent.it.RecordingReporter;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import io.gantry.agent.object.PodIdentity;
import io.gantry.agent.object.Pressure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pod goes, what it is told, and what is tried before. */
class EvictionsTest {

    private static final long MIB = 1 << 20;

    private final FakeNode node = new FakeNode();
    private final FakePods pods = new FakePods();
    private final RecordingReporter reporter = new RecordingReporter();
    private final List<Set<Pressure>> shown = new ArrayList<>();
    private int collected;
    private long freed;
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");

    private Evictions evictions(EvictionSettings settings) {
        return new Evictions(
                "n1",
                settings,
                node,
                pods,
                () -> {
                    collected++;
                    node.seen = Map.of(Signal.NODE_DISK_AVAILABLE, new Observation(freed * MIB, 1000 * MIB));
                },
                reporter,
                shown::add,
                () -> now);
    }

    private static final class FakeNode implements NodeView {

        private Map<Signal, Observation> seen = Map.of();
        private List<PodUse> uses = List.of();

        @Override
        public Map<Signal, Observation> observe() {
            return seen;
        }

        @Override
        public List<PodUse> pods(Function<PodIdentity, Optional<Pod>> wanted, Pressure pressure) {
            return uses;
        }
    }

    private static final class FakePods implements EvictablePods {

        private final List<String> evicted = new ArrayList<>();

        @Override
        public Optional<Pod> wanted(PodIdentity identity) {
            return Optional.empty();
        }

        @Override
        public boolean ended(PodIdentity identity) {
            return false;
        }

        @Override
        public void evict(Pod pod, String message, long graceSeconds) {
            evicted.add(pod.name() + " " + graceSeconds + ": " + message);
        }

        @Override
        public boolean runs(Pod pod) {
            return false;
        }
    }

    /** @param text NAME:PRIORITY:REQUEST_MIB:USED_MIB:PROCESSES */
    private static PodUse use(String text) {
        String[] parts = text.split(":");
        Pod pod = new Pod(Json.read("""
                {"metadata":{"name":"%s","namespace":"default","uid":"u-%s","annotations":%s},
                 "spec":{"priority":%s,"containers":[{"name":"c","resources":{"requests":
                   {"memory":"%sMi","ephemeral-storage":"%sMi"}}}]}}""".formatted(
                        parts[0],
                        parts[0],
                        parts[0].equals("static")
                                ? "{\"kubernetes.io/config.source\":\"file\",\"kubernetes.io/config.hash\":\"u-static\"}"
                                : "{}",
                        parts[1],
                        parts[2],
                        parts[2])));
        long used = Long.parseLong(parts[3]) * MIB;
        return new PodUse(pod, used, used, Long.parseLong(parts[4]), List.of(new PodUse.ContainerUse("c", used, used)));
    }

    private static List<PodUse> uses(String text) {
        return Arrays.stream(text.split(" ")).map(EvictionsTest::use).toList();
    }

    @ParameterizedTest
    @CsvSource({
        // who exceeds its request first
        "MEMORY_AVAILABLE, within:0:100:99:1 over:0:10:11:1, over within",
        "MEMORY_AVAILABLE, equal:0:100:100:1 over:0:10:11:1, over equal",
        // then the less important
        "MEMORY_AVAILABLE, high:10:0:500:1 low:-5:0:1:1 mid:0:0:5:1, low mid high",
        // importance counts less than the request
        "MEMORY_AVAILABLE, low:-5:100:1:1 high:10:0:1:1, high low",
        // then who exceeds it by most
        "MEMORY_AVAILABLE, a:0:100:150:1 b:0:10:70:1 c:0:0:20:1, b a c",
        "NODE_DISK_AVAILABLE, a:0:100:150:1 b:0:10:70:1 c:0:200:199:1, b a c",
        "NODE_INODES_FREE, a:0:100:150:1 b:0:10:70:1, b a",
        // nobody asks for processes
        "PROCESSES_AVAILABLE, a:0:0:1:10 b:0:0:1:200 c:-1:0:1:1, c b a",
    })
    void podsAreRanked(Signal signal, String pods, String order) {
        assertThat(PodRanking.of(uses(pods), signal).stream()
                        .map(use -> use.pod().name())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(order);
    }

    @Test
    void onePodGoesAndIsToldWhy() {
        node.seen = Map.of(Signal.MEMORY_AVAILABLE, new Observation(51_200 * 1024, 1000 * MIB));
        node.uses = uses("small:0:0:1:1 big:0:64:900:1 vital:2000000000:0:990:1 static:0:0:999:1");

        Optional<PodUse> evicted = evictions(EvictionSettings.DEFAULT).step();

        assertThat(evicted.orElseThrow().pod().name()).isEqualTo("big");
        assertThat(pods.evicted)
                .containsExactly(
                        "big 1: The node was low on resource: memory. Threshold quantity: 100Mi, available: 50Mi."
                                + " Container c was using 900Mi, request is 64Mi, has larger consumption of memory. ");
        assertThat(reporter.events()).containsExactly("EvictionThresholdMet: Attempting to reclaim memory");
        assertThat(shown).containsExactly(Set.of(Pressure.MEMORY));
        assertThat(collected).isZero();
    }

    @Test
    void garbageGoesBeforePods() {
        node.seen = Map.of(Signal.NODE_DISK_AVAILABLE, new Observation(50 * MIB, 1000 * MIB));
        node.uses = uses("big:0:0:900:1");
        freed = 500;

        assertThat(evictions(EvictionSettings.DEFAULT).step()).isEmpty();

        assertThat(collected).isEqualTo(1);
        assertThat(pods.evicted).isEmpty();
        assertThat(shown).containsExactly(Set.of(Pressure.DISK));
    }

    @Test
    void whenGarbageIsNotEnoughAPodGoes() {
        node.seen = Map.of(Signal.NODE_DISK_AVAILABLE, new Observation(50 * MIB, 1000 * MIB));
        node.uses = uses("big:0:0:900:1");
        freed = 60;

        assertThat(evictions(EvictionSettings.DEFAULT).step()).isPresent();

        assertThat(pods.evicted.getFirst())
                .startsWith(
                        "big 1: The node was low on resource: ephemeral-storage. Threshold quantity: 100Mi, available:"
                                + " 60Mi. Container c was using 900Mi, request is 0Mi");
    }

    @Test
    void aSoftThresholdLeavesSomeGrace() {
        EvictionSettings soft =
                EvictionSettings.of("", "memory.available<50%", "memory.available=1s", "", Duration.ofMinutes(5), 20);
        node.seen = Map.of(Signal.MEMORY_AVAILABLE, new Observation(100 * MIB, 1000 * MIB));
        node.uses = uses("big:0:0:900:1");
        Evictions evictions = evictions(soft);

        assertThat(evictions.step()).isEmpty();
        now = now.plusSeconds(1);
        assertThat(evictions.step()).isPresent();

        assertThat(pods.evicted.getFirst()).startsWith("big 20: ");
    }

    @Test
    void aHealthyNodeDoesNothing() {
        node.seen = Map.of(Signal.MEMORY_AVAILABLE, new Observation(500 * MIB, 1000 * MIB));

        assertThat(evictions(EvictionSettings.DEFAULT).step()).isEmpty();

        assertThat(shown).isEmpty();
        assertThat(reporter.events()).isEmpty();
    }
}
