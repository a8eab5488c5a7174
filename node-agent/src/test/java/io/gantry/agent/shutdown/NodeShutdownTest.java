package io.gantry.agent.shutdown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.agent.it.RecordingReporter;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeShutdownTest {

    private final RecordingReporter reporter = new RecordingReporter();
    private final FakePods pods = new FakePods();
    private final List<String> changes = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");

    private static final class FakePods implements EndingPods {

        private List<Pod> active = List.of();
        private final List<String> terminated = new ArrayList<>();
        private final Set<String> stubborn = new HashSet<>();

        @Override
        public List<Pod> active() {
            return active;
        }

        @Override
        public void terminate(Pod pod, long graceSeconds) {
            terminated.add(pod.name() + ":" + graceSeconds);
        }

        @Override
        public boolean runs(Pod pod) {
            return stubborn.contains(pod.name());
        }
    }

    /** @param text NAME:PRIORITY:GRACE, separated by blanks */
    private static List<Pod> pods(String text) {
        return Arrays.stream(text.split(" "))
                .map(one -> one.split(":"))
                .map(parts -> new Pod(Json.read("""
                        {"metadata":{"name":"%s","namespace":"a","uid":"%s"},
                         "spec":{"priority":%s,"terminationGracePeriodSeconds":%s}}""".formatted(parts[0], parts[0], parts[1], parts[2]))))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "a:0:10 b:-5:10 c:1000:10, a b c | ",
        "a:0:10 k:2000000000:10 m:2000001000:10, a | k m",
        "k:2000000000:10, ' | k'",
    })
    void podsEndInTheGroupOfTheirPriority(String given, String groups) {
        ShutdownSettings settings = ShutdownSettings.of(Duration.ofSeconds(30), Duration.ofSeconds(10));

        String grouped = ShutdownGroup.of(settings.periods(), pods(given)).stream()
                .map(group -> group.pods().stream().map(Pod::name).collect(Collectors.joining(" ")))
                .collect(Collectors.joining(" | "));

        assertThat(grouped.strip()).isEqualTo(groups.strip());
    }

    @Test
    void theImportantComeLastAndNobodyGetsMoreThanItAskedFor() throws InterruptedException {
        pods.active = pods("vital:2000000000:60 slow:0:60 quick:0:5");

        shutdown(ShutdownSettings.of(Duration.ofSeconds(30), Duration.ofSeconds(10)))
                .run();

        assertThat(pods.terminated).containsExactly("slow:20", "quick:5", "vital:10");
        assertThat(reporter.events()).containsExactly("NodeShutdown: Shutdown manager detected shutdown event");
        assertThat(changes).containsExactly("begun");
    }

    @Test
    void whoDoesNotEndInTimeDoesNotKeepTheOthers() throws InterruptedException {
        pods.active = pods("stuck:0:60 vital:2000000000:60");
        pods.stubborn.add("stuck");

        shutdown(ShutdownSettings.of(Duration.ofSeconds(30), Duration.ofSeconds(10)))
                .run();

        assertThat(pods.terminated).containsExactly("stuck:20", "vital:10");
    }

    @Test
    void withoutAGracePeriodPodsAreLeftAlone() throws InterruptedException {
        pods.active = pods("a:0:10");

        shutdown(ShutdownSettings.of(Duration.ZERO, Duration.ZERO)).run();

        assertThat(pods.terminated).isEmpty();
        assertThat(changes).isEmpty();
    }

    @Test
    void criticalPodsCannotHaveMoreThanTheWhole() {
        assertThatThrownBy(() -> ShutdownSettings.of(Duration.ofSeconds(1), Duration.ofSeconds(2)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private NodeShutdown shutdown(ShutdownSettings settings) {
        // every look at the clock is ten seconds later
        return new NodeShutdown("n1", settings, pods, reporter, () -> changes.add("begun"), () -> {
            now = now.plusSeconds(10);
            return now;
        });
    }
}
