package io.gantry.agent.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.agent.object.PodIdentity;
import io.gantry.agent.runtime.ContainerRecord;
import io.gantry.agent.runtime.ContainerSpec;
import io.gantry.agent.usage.ContainerUsages.Measured;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeUsageTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final PodIdentity POD = new PodIdentity("default", "web", "u1");

    /**
     * @param before containers as NAME:STARTED:CPU, of seconds after the start and seconds of CPU, 60 seconds after the start
     * @param now the same, 15 seconds later
     * @param expected containers as NAME:MILLICORES and the window in seconds; none when the pod is left out
     */
    @ParameterizedTest
    @CsvSource({
        "app:0:10, app:0:25, app:1000 15",
        "app:0:10 side:0:0, app:0:13 side:0:3, app:200 side:200 15",
        "'', app:60:5, app:333 15", // since its start
        "'', app:65:5, app:500 10",
        "'', app:66:5, none", // too young
        "app:0:10, app:0:25 side:70:1, none", // all or nothing
        "app:0:10, app:0:9, none", // it was another one
        "app:0:10 :0:1, app:0:10 :0:2, app:0 15", // sandboxes do not count
        "app:0:10, '', none",
    })
    void theUseOfCpuIsTheAverageSinceTheMeasurementBefore(String before, String now, String expected) {
        NodeUsage usage =
                NodeUsage.between(measurement(60, before), measurement(75, now)).orElseThrow();

        String text = usage.pods().isEmpty() ? "none" : text(usage.pods().getFirst());
        assertThat(text).isEqualTo(expected);
    }

    @Test
    void theNodeHasItsOwnAverage() {
        NodeUsage usage =
                NodeUsage.between(measurement(60, ""), measurement(75, "")).orElseThrow();

        assertThat(usage.node()).isEqualTo(new NodeUsage.Amount(2_000_000_000, 700));
        assertThat(usage.window()).isEqualTo(Duration.ofSeconds(15));
        assertThat(usage.time()).isEqualTo(START.plusSeconds(75));
    }

    @Test
    void withoutTimeInBetweenThereIsNoAverage() {
        assertThat(NodeUsage.between(measurement(60, "app:0:1"), measurement(60, "app:0:1")))
                .isEmpty();
    }

    private static String text(NodeUsage.PodUsage pod) {
        StringBuilder text = new StringBuilder();
        pod.containers()
                .forEach(container -> text.append(container.name())
                        .append(':')
                        .append(container.amount().cpuNanoCores() / 1_000_000)
                        .append(' '));
        return text.append(pod.window().toSeconds()).toString();
    }

    private static Measurement measurement(long second, String containers) {
        Instant time = START.plusSeconds(second);
        List<Measured> measured = Arrays.stream(containers.split(" "))
                .filter(text -> !text.isEmpty())
                .map(text -> measured(time, text.split(":")))
                .toList();
        return new Measurement(
                new Usage(time, second * 2_000_000_000L, 1000, 700, 500, 0, 0, 1),
                measured.isEmpty() ? Map.of() : Map.of(POD, measured));
    }

    private static Measured measured(Instant time, String[] parts) {
        Usage usage = new Usage(time, Long.parseLong(parts[2]) * 1_000_000_000L, 300, 200, 100, 0, 0, 1);
        return new Measured(record(parts[0], START.plusSeconds(Long.parseLong(parts[1]))), usage);
    }

    private static ContainerRecord record(String name, Instant started) {
        return new ContainerRecord(
                "id-" + name,
                POD,
                name,
                0,
                "h",
                "s",
                Duration.ZERO,
                30,
                ContainerRecord.State.RUNNING,
                1,
                started,
                started,
                Instant.EPOCH,
                0,
                false,
                "",
                "busybox",
                "busybox@1",
                "",
                new ContainerSpec.Resources(0, 0, 0, 0),
                "",
                false,
                ContainerRecord.Stdin.NONE);
    }
}
