package io.gantry.agent.runtime;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.HostConfig;
import io.gantry.agent.object.PodIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** Translates what docker-java says of a container. */
final class DockerRecords {

    /** The exit code the API shows for a container that could not be started. */
    private static final int START_FAILED = 128;

    private DockerRecords() {}

    static ContainerRecord of(InspectContainerResponse inspected, String imageId) {
        Map<String, String> labels =
                Objects.requireNonNullElse(inspected.getConfig().getLabels(), Map.of());
        InspectContainerResponse.ContainerState state = inspected.getState();
        boolean failed =
                "created".equals(state.getStatus()) && !text(state.getError()).isEmpty();
        boolean sandbox = Labels.SANDBOX_TYPE.equals(labels.get(Labels.TYPE));
        return new ContainerRecord(
                inspected.getId(),
                new PodIdentity(
                        text(labels.get(Labels.POD_NAMESPACE)),
                        text(labels.get(Labels.POD_NAME)),
                        text(labels.get(Labels.POD_UID))),
                sandbox ? "" : text(labels.get(Labels.CONTAINER_NAME)),
                (int) number(labels.get(Labels.ATTEMPT), 0),
                text(labels.get(Labels.HASH)),
                text(labels.get(Labels.SANDBOX_ID)),
                Duration.ofSeconds(number(labels.get(Labels.BACKOFF), 0)),
                number(labels.get(Labels.POD_GRACE), 30),
                failed ? ContainerRecord.State.EXITED : state(state.getStatus()),
                state.getPidLong() == null ? 0 : state.getPidLong(),
                instant(inspected.getCreated()),
                instant(state.getStartedAt()),
                failed ? instant(inspected.getCreated()) : instant(state.getFinishedAt()),
                failed ? START_FAILED : code(state),
                Boolean.TRUE.equals(state.getOOMKilled()),
                failed ? text(state.getError()) : "",
                text(labels.get(Labels.IMAGE)),
                imageId,
                RawFields.text(inspected, "Config", "StopSignal"),
                resources(inspected.getHostConfig()),
                text(labels.get(Labels.MESSAGE_FILE)),
                Boolean.TRUE.equals(inspected.getConfig().getTty()),
                stdin(inspected.getConfig()));
    }

    private static ContainerRecord.Stdin stdin(ContainerConfig config) {
        if (!Boolean.TRUE.equals(config.getStdinOpen())) {
            return ContainerRecord.Stdin.NONE;
        }
        return Boolean.TRUE.equals(config.getStdInOnce()) ? ContainerRecord.Stdin.ONCE : ContainerRecord.Stdin.OPEN;
    }

    static ContainerRecord.State state(String status) {
        return switch (text(status)) {
            case "created" -> ContainerRecord.State.CREATED;
            case "running", "paused", "restarting" -> ContainerRecord.State.RUNNING;
            default -> ContainerRecord.State.EXITED;
        };
    }

    private static ContainerSpec.Resources resources(HostConfig config) {
        return new ContainerSpec.Resources(
                amount(config.getCpuShares()),
                amount(config.getCpuQuota()),
                amount(config.getMemory()),
                Objects.requireNonNullElse(config.getOomScoreAdj(), 0));
    }

    /** The engine has several ways to say "no limit". */
    private static long amount(Number value) {
        return value == null ? 0 : Math.max(0, value.longValue());
    }

    private static int code(InspectContainerResponse.ContainerState state) {
        return state.getExitCodeLong() == null ? 0 : state.getExitCodeLong().intValue();
    }

    private static Instant instant(String text) {
        // the engine writes year 1 for "never"
        return text == null || text.isEmpty() || text.startsWith("0001") ? Instant.EPOCH : Instant.parse(text);
    }

    private static String text(String value) {
        return Objects.requireNonNullElse(value, "");
    }

    private static long number(String value, long fallback) {
        return value == null || value.isEmpty() ? fallback : Long.parseLong(value);
    }
}
