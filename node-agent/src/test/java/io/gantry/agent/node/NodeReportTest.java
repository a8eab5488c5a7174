package io.gantry.agent.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pressure;
import io.gantry.agent.object.Quantity;
import io.gantry.agent.runtime.ImageStore.Image;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeReportTest {

    private static final NodeIdentity IDENTITY = new NodeIdentity("n1", List.of("192.0.2.1"), Map.of(), "v1.36.2");
    private static final NodeResources RESOURCES = NodeResources.of(
            Map.of(
                    "cpu", Quantity.parse("2"),
                    "memory", Quantity.parse("4Gi"),
                    "ephemeral-storage", Quantity.parse("100Gi"),
                    "hugepages-2Mi", Quantity.parse("0")),
            new Reservations(ReservationSettings.NONE, Map.of()));
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private static JsonNode condition(JsonNode status, String type) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition;
            }
        }
        return Json.object();
    }

    private static JsonNode status(Set<Pressure> pressures, String problem, JsonNode before, Instant now) {
        return new NodeReport(RESOURCES, pressures, problem, Json.object(), List.of()).render(IDENTITY, before, now);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | MemoryPressure | False KubeletHasSufficientMemory: kubelet has sufficient memory available",
                "MEMORY | MemoryPressure | True KubeletHasInsufficientMemory: kubelet has insufficient memory available",
                "MEMORY | DiskPressure | False KubeletHasNoDiskPressure: kubelet has no disk pressure",
                "DISK | DiskPressure | True KubeletHasDiskPressure: kubelet has disk pressure",
                "DISK | PIDPressure | False KubeletHasSufficientPID: kubelet has sufficient PID available",
                "PROCESSES | PIDPressure | True KubeletHasInsufficientPID: kubelet has insufficient PID available",
                "PROCESSES | Ready | True KubeletReady: kubelet is posting ready status",
            })
    void shortagesAreConditions(String pressures, String type, String expected) {
        Set<Pressure> present = Arrays.stream(pressures.split(" "))
                .filter(name -> !name.isEmpty())
                .map(Pressure::valueOf)
                .collect(Collectors.toSet());

        JsonNode condition = condition(status(present, "", Json.object(), NOW), type);

        assertThat(condition.path("status").asText() + " "
                        + condition.path("reason").asText() + ": "
                        + condition.path("message").asText())
                .isEqualTo(expected);
    }

    @Test
    void aNodeThatGoesDownIsNotReady() {
        JsonNode ready = condition(status(Set.of(), "node is shutting down", Json.object(), NOW), "Ready");

        assertThat(ready.path("status").asText()).isEqualTo("False");
        assertThat(ready.path("message").asText()).isEqualTo("node is shutting down");
    }

    @Test
    void aConditionKeepsTheTimeOfItsLastChange() {
        JsonNode before = status(Set.of(Pressure.DISK), "", Json.object(), NOW);

        JsonNode after = status(Set.of(Pressure.DISK, Pressure.MEMORY), "", before, NOW.plusSeconds(60));

        assertThat(condition(after, "DiskPressure").path("lastTransitionTime").asText())
                .isEqualTo("2026-03-01T10:00:00Z");
        assertThat(condition(after, "MemoryPressure").path("lastTransitionTime").asText())
                .isEqualTo("2026-03-01T10:01:00Z");
    }

    @Test
    void theOrderInWhichTheEngineListsImagesIsNoNews() {
        Image small = image("small", 1);
        Image one = image("one", 2);
        Image other = image("other", 2);

        JsonNode images = images(List.of(small, one, other));

        assertThat(images.findValuesAsText("sizeBytes")).containsExactly("2", "2", "1");
        assertThat(images(List.of(other, small, one))).isEqualTo(images);
    }

    private static Image image(String name, long size) {
        return new Image(name, name, List.of(name), size, "");
    }

    private static JsonNode images(List<Image> listed) {
        return new NodeReport(RESOURCES, Set.of(), "", Json.object(), listed)
                .render(IDENTITY, Json.object(), NOW)
                .path("images");
    }
}
