package io.gantry.agent.pod;

import static io.gantry.agent.pod.TestPods.NOW;
import static io.gantry.agent.pod.TestPods.deleting;
import static io.gantry.agent.pod.TestPods.exited;
import static io.gantry.agent.pod.TestPods.granted;
import static io.gantry.agent.pod.TestPods.oneContainer;
import static io.gantry.agent.pod.TestPods.pod;
import static io.gantry.agent.pod.TestPods.running;
import static io.gantry.agent.pod.TestPods.state;
import static io.gantry.agent.pod.TestPods.twoContainers;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import io.gantry.agent.runtime.ContainerSpec.Resources;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PodStatusBuilderTest {

    static Stream<Arguments> phases() {
        Pod always = twoContainers("Always");
        Pod never = twoContainers("Never");
        Pod onFailure = twoContainers("OnFailure");
        Pod init = pod(
                "{'restartPolicy':'Always','initContainers':[{'name':'i','image':'i:1'}],'containers':[{'name':'a','image':'i:1'}]}");
        return Stream.of(
                Arguments.of("nothing yet", always, state().sandboxes().noNetwork(), "Pending"),
                Arguments.of("one is missing", always, state().with(running("a")), "Pending"),
                Arguments.of("all run", always, state().with(running("a"), running("b")), "Running"),
                Arguments.of(
                        "one restarts",
                        always,
                        state().with(running("a"), exited("b", 0, 1, Duration.ZERO)),
                        "Running"),
                Arguments.of(
                        "all restart",
                        always,
                        state().with(exited("a", 0, 1, Duration.ZERO), exited("b", 0, 0, Duration.ZERO)),
                        "Running"),
                Arguments.of(
                        "all ended well",
                        never,
                        state().with(exited("a", 0, 0, Duration.ZERO), exited("b", 0, 0, Duration.ZERO)),
                        "Succeeded"),
                Arguments.of(
                        "one failed",
                        never,
                        state().with(exited("a", 0, 0, Duration.ZERO), exited("b", 0, 1, Duration.ZERO)),
                        "Failed"),
                Arguments.of(
                        "one still runs",
                        never,
                        state().with(exited("a", 0, 1, Duration.ZERO), running("b")),
                        "Running"),
                Arguments.of(
                        "the failed one is tried again",
                        onFailure,
                        state().with(exited("a", 0, 0, Duration.ZERO), exited("b", 0, 1, Duration.ZERO)),
                        "Running"),
                Arguments.of(
                        "a postStart hook runs",
                        always,
                        state().with(running("a"), running("b")).runningHook("b-0"),
                        "Pending"),
                Arguments.of(
                        "a postStart hook of one that restarted runs",
                        always,
                        state().with(running("a"), running("b", 1), exited("b", 0, 1, Duration.ZERO))
                                .runningHook("b-1"),
                        "Running"),
                Arguments.of(
                        "deleted while a postStart hook runs",
                        deleting(always, 30),
                        state().with(running("a"), running("b")).runningHook("b-0"),
                        "Running"),
                Arguments.of("init runs", init, state().with(running("i")), "Pending"),
                Arguments.of(
                        "init failed, tried again", init, state().with(exited("i", 0, 1, Duration.ZERO)), "Pending"),
                Arguments.of(
                        "deleted and ended well",
                        deleting(always, 30),
                        state().with(exited("a", 0, 0, Duration.ZERO), exited("b", 0, 0, Duration.ZERO)),
                        "Succeeded"),
                Arguments.of(
                        "deleted and killed",
                        deleting(always, 30),
                        state().with(exited("a", 0, 137, Duration.ZERO), exited("b", 0, 0, Duration.ZERO)),
                        "Failed"),
                Arguments.of(
                        "deleted before anything ran",
                        deleting(always, 30),
                        state().sandboxes().noNetwork(),
                        "Failed"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("phases")
    void thePhaseFollowsTheContainers(String name, Pod pod, TestPods.State state, String phase) {
        assertThat(build(pod, state, Json.object()).path("phase").asText()).isEqualTo(phase);
    }

    @Test
    void aReadyPodIsDescribedWhole() {
        Pod pod = pod(
                "{'restartPolicy':'Always','containers':[{'name':'a','image':'i:1','resources':{'requests':{'cpu':'1'}},"
                        + "'volumeMounts':[{'name':'v','mountPath':'/v','readOnly':true}]}]}");

        ObjectNode status =
                build(pod, state().with(granted(running("a"), new Resources(1024, 0, 0, 0))), Json.object());

        assertThat(Json.read(Json.write(status))).isEqualTo(Json.read("""
                                {"observedGeneration":2,"phase":"Running","conditions":[
                                 {"type":"PodReadyToStartContainers","observedGeneration":2,"status":"True","lastProbeTime":null,"lastTransitionTime":"2026-01-01T12:00:00Z"},
                                 {"type":"Initialized","observedGeneration":2,"status":"True","lastProbeTime":null,"lastTransitionTime":"2026-01-01T12:00:00Z"},
                                 {"type":"Ready","observedGeneration":2,"status":"True","lastProbeTime":null,"lastTransitionTime":"2026-01-01T12:00:00Z"},
                                 {"type":"ContainersReady","observedGeneration":2,"status":"True","lastProbeTime":null,"lastTransitionTime":"2026-01-01T12:00:00Z"},
                                 {"type":"PodScheduled","observedGeneration":2,"status":"True","lastProbeTime":null,"lastTransitionTime":"2026-01-01T12:00:00Z"}],
                                 "hostIP":"192.0.2.1","hostIPs":[{"ip":"192.0.2.1"}],"podIP":"10.0.0.5","podIPs":[{"ip":"10.0.0.5"}],
                                 "startTime":"2026-01-01T11:59:50Z",
                                 "containerStatuses":[{"name":"a","state":{"running":{"startedAt":"2026-01-01T11:59:59Z"}},"lastState":{},
                                  "ready":true,"restartCount":0,"image":"i:1","imageID":"docker://sha256:1","containerID":"docker://a-0","started":true,
                                  "allocatedResources":{"cpu":"1"},"resources":{"requests":{"cpu":"1"}},
                                  "volumeMounts":[{"name":"v","mountPath":"/v","readOnly":true,"recursiveReadOnly":"Disabled"}]}],
                                 "qosClass":"Burstable"}
                                """));
    }

    @Test
    void aContainerIsBeingCreatedUntilItsPostStartHookHasEnded() {
        ObjectNode status =
                build(oneContainer("Always"), state().with(running("a")).runningHook("a-0"), Json.object());

        assertThat(status.path("containerStatuses").get(0).path("state"))
                .isEqualTo(Json.read("{\"waiting\":{\"reason\":\"ContainerCreating\"}}"));
        assertThat(status.path("containerStatuses").get(0).path("ready").asBoolean())
                .isFalse();
        assertThat(condition(status, "Ready").path("status").asText()).isEqualTo("False");
    }

    @Test
    void aContainerThatNeverHadItsTurnGoesOnWaiting() {
        Pod pod =
                pod("{'restartPolicy':'Never','initContainers':[{'name':'i','image':'i:1'},{'name':'j','image':'i:1'},"
                        + "{'name':'k','image':'i:1'}],'containers':[{'name':'a','image':'i:1'}]}");

        ObjectNode status = build(
                pod, state().with(exited("j", 0, 1, Duration.ZERO), exited("i", 0, 0, Duration.ZERO)), Json.object());

        assertThat(status.path("phase").asText()).isEqualTo("Failed");
        assertThat(status.path("containerStatuses").get(0).path("state"))
                .isEqualTo(Json.read("{\"waiting\":{\"reason\":\"PodInitializing\"}}"));
        assertThat(status.path("initContainerStatuses").get(2).path("state").has("waiting"))
                .isTrue();
        assertThat(condition(status, "Initialized").path("message").asText())
                .isEqualTo("containers with incomplete status: [j k]");
    }

    @Test
    void anInitContainerWithoutATraceBeforeTheLastOneSeenIsLost() {
        Pod pod =
                pod("{'restartPolicy':'Never','initContainers':[{'name':'i','image':'i:1'},{'name':'j','image':'i:1'}],"
                        + "'containers':[{'name':'a','image':'i:1'}]}");

        ObjectNode status = build(
                deleting(pod, 30),
                state().sandboxes().noNetwork().with(exited("j", 0, 1, Duration.ZERO)),
                Json.object());

        assertThat(status.path("initContainerStatuses")
                        .get(0)
                        .path("state")
                        .path("terminated")
                        .path("reason")
                        .asText())
                .isEqualTo("ContainerStatusUnknown");
    }

    @Test
    void containersToLookIntoThePodAreShownApart() {
        Pod pod = pod("{'containers':[{'name':'a','image':'i:1'}],"
                + "'ephemeralContainers':[{'name':'d','image':'i:1'},{'name':'e','image':'i:1'}]}");

        ObjectNode status = build(pod, state().with(running("a"), running("d")), Json.object());

        JsonNode first = status.path("ephemeralContainerStatuses").get(0);
        assertThat(first.path("state").has("running")).isTrue();
        assertThat(first.path("ready").asBoolean()).isFalse();
        assertThat(status.path("ephemeralContainerStatuses")
                        .get(1)
                        .path("state")
                        .has("waiting"))
                .isTrue();
        assertThat(condition(status, "Ready").path("status").asText()).isEqualTo("True");
        assertThat(status.path("phase").asText()).isEqualTo("Running");
    }

    @Test
    void aRejectedPodFailsAndTellsNothingElse() {
        ObjectNode status = build(
                oneContainer("Always"),
                state().sandboxes().noNetwork().verdict(Verdict.rejected("SysctlForbidden", "no")),
                Json.object());

        assertThat(Json.read(Json.write(status))).isEqualTo(Json.read("""
                                {"observedGeneration":2,"phase":"Failed","reason":"SysctlForbidden","message":"Pod was rejected: no",
                                 "startTime":"2026-01-01T11:59:50Z","qosClass":"BestEffort"}"""));
    }

    @Test
    void anEvictedPodSaysWhy() {
        ObjectNode status = build(
                oneContainer("Always"),
                state().with(exited("a", 0, 137, Duration.ZERO)).verdict(Verdict.evicted("too much")),
                Json.object());

        assertThat(status.path("phase").asText()).isEqualTo("Failed");
        assertThat(status.path("reason").asText()).isEqualTo("Evicted");
        assertThat(status.path("message").asText()).isEqualTo("too much");
        assertThat(condition(status, "DisruptionTarget").path("reason").asText())
                .isEqualTo("TerminationByKubelet");
    }

    @Test
    void aResizeIsInProgressUntilTheEngineHasDoneIt() {
        Pod pod = pod("{'containers':[{'name':'a','image':'i:1','resources':{'requests':{'cpu':'2'}}}]}");
        pod.json()
                .set(
                        "status",
                        Json.read(
                                "{\"containerStatuses\":[{\"name\":\"a\",\"resources\":{\"requests\":{\"cpu\":\"1\"}}}]}"));

        ObjectNode before = build(pod, state().with(granted(running("a"), new Resources(1024, 0, 0, 0))), pod.status());
        ObjectNode after = build(pod, state().with(granted(running("a"), new Resources(2048, 0, 0, 0))), pod.status());

        assertThat(condition(before, "PodResizeInProgress")
                        .path("observedGeneration")
                        .asInt())
                .isEqualTo(2);
        assertThat(resources(before)).isEqualTo("1");
        assertThat(before.path("containerStatuses")
                        .get(0)
                        .path("allocatedResources")
                        .path("cpu")
                        .asText())
                .isEqualTo("2");
        assertThat(condition(after, "PodResizeInProgress")).isEmpty();
        assertThat(resources(after)).isEqualTo("2");
    }

    @Test
    void aResizeThatFailsOrWaitsSaysWhy() {
        Pod pod = pod("{'containers':[{'name':'a','image':'i:1','resources':{'requests':{'cpu':'2'}}}]}");

        ObjectNode status = build(
                pod,
                state().with(running("a"))
                        .failure("/resize", "Error", NOW.plusSeconds(5))
                        .pendingResize(new PendingResize(PendingResize.Reason.DEFERRED, "no room")),
                Json.object());

        assertThat(condition(status, "PodResizePending").path("reason").asText())
                .isEqualTo("Deferred");
        assertThat(condition(status, "PodResizePending").path("message").asText())
                .isEqualTo("no room");
        assertThat(condition(status, "PodResizeInProgress").path("reason").asText())
                .isEqualTo("Error");
        assertThat(condition(status, "PodResizeInProgress").path("message").asText())
                .isEqualTo("Error message");
    }

    @Test
    void aCrashedContainerShowsWhyItWaitsAndHowItEnded() {
        ObjectNode status = build(
                oneContainer("Always"),
                state().with(exited("a", 4, 7, Duration.ofSeconds(80))).message("a-4", "out of luck"),
                Json.object());

        JsonNode container = status.path("containerStatuses").get(0);
        assertThat(container.path("restartCount").asInt()).isEqualTo(4);
        assertThat(container.path("ready").asBoolean()).isFalse();
        assertThat(container.path("state").path("waiting").path("reason").asText())
                .isEqualTo("CrashLoopBackOff");
        assertThat(Json.read(Json.write(container.path("lastState").path("terminated"))))
                .isEqualTo(Json.read("""
                                {"exitCode":7,"reason":"Error","message":"out of luck","startedAt":"2026-01-01T11:59:59Z",
                                 "finishedAt":"2026-01-01T12:00:00Z","containerID":"docker://a-4"}"""));
        assertThat(condition(status, "Ready").path("message").asText())
                .isEqualTo("containers with unready status: [a]");
    }

    @Test
    void aPodInCreationWaits() {
        ObjectNode status = build(oneContainer("Always"), state().sandboxes().noNetwork(), Json.object());

        assertThat(status.path("containerStatuses").get(0).path("state"))
                .isEqualTo(Json.read("{\"waiting\":{\"reason\":\"ContainerCreating\"}}"));
        assertThat(condition(status, "PodReadyToStartContainers").path("status").asText())
                .isEqualTo("False");
        assertThat(condition(status, "Initialized").path("status").asText()).isEqualTo("True");
    }

    @Test
    void anUnreadyContainerIsRunningButNotReady() {
        ObjectNode status = build(
                oneContainer("Always"),
                state().with(running("a")).health("a-0", new Health(true, false, Optional.empty())),
                Json.object());

        assertThat(status.path("containerStatuses").get(0).path("started").asBoolean())
                .isTrue();
        assertThat(status.path("containerStatuses").get(0).path("ready").asBoolean())
                .isFalse();
        assertThat(condition(status, "ContainersReady").path("reason").asText()).isEqualTo("ContainersNotReady");
    }

    @Test
    void aConditionThatDoesNotChangeKeepsItsTime() {
        JsonNode before = Json.read(
                "{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\",\"lastTransitionTime\":\"2025-01-01T00:00:00Z\"},"
                        + "{\"type\":\"Initialized\",\"status\":\"False\",\"lastTransitionTime\":\"2025-01-01T00:00:00Z\"}]}");

        ObjectNode status = build(oneContainer("Always"), state().with(running("a")), before);

        assertThat(condition(status, "Ready").path("lastTransitionTime").asText())
                .isEqualTo("2025-01-01T00:00:00Z");
        assertThat(condition(status, "Initialized").path("lastTransitionTime").asText())
                .isEqualTo("2026-01-01T12:00:00Z");
    }

    @Test
    void conditionsOfOthersArePreservedAndGatesCount() {
        Pod pod = pod(
                "{'restartPolicy':'Always','readinessGates':[{'conditionType':'example.com/lb'}],'containers':[{'name':'a','image':'i:1'}]}");
        pod.json().set("status", Json.read("{\"conditions\":[{\"type\":\"example.com/lb\",\"status\":\"False\"}]}"));

        ObjectNode status = build(pod, state().with(running("a")), pod.status());

        assertThat(condition(status, "example.com/lb").path("status").asText()).isEqualTo("False");
        assertThat(condition(status, "Ready").path("reason").asText()).isEqualTo("ReadinessGatesNotReady");
        assertThat(condition(status, "ContainersReady").path("status").asText()).isEqualTo("True");
    }

    @Test
    void theAddressOutlivesTheSandbox() {
        JsonNode before = Json.read("{\"podIPs\":[{\"ip\":\"10.0.0.9\"}]}");

        ObjectNode status = build(
                oneContainer("Never"), state().sandboxes().noNetwork().with(exited("a", 0, 0, Duration.ZERO)), before);

        assertThat(status.path("podIP").asText()).isEqualTo("10.0.0.9");
        assertThat(condition(status, "Ready").path("reason").asText()).isEqualTo("PodCompleted");
    }

    @Test
    void aPodThatWasTooLongActiveSaysSoWhenNothingOfItRuns() {
        Pod pod = pod("{'activeDeadlineSeconds':5,'containers':[{'name':'a','image':'i:1'}]}");

        ObjectNode before = build(pod, state().with(running("a")), Json.object());
        ObjectNode after = build(pod, state().with(exited("a", 0, 143, Duration.ZERO)), before);

        assertThat(before.path("phase").asText()).isEqualTo("Running");
        assertThat(after.path("phase").asText()).isEqualTo("Failed");
        assertThat(after.path("reason").asText()).isEqualTo("DeadlineExceeded");
    }

    @Test
    void aPodHasNotSucceededWhileASidecarRuns() {
        Pod pod = pod("{'restartPolicy':'Never','initContainers':[{'name':'s','image':'i:1','restartPolicy':'Always'}],"
                + "'containers':[{'name':'a','image':'i:1'}]}");

        ObjectNode before = build(pod, state().with(exited("a", 0, 0, Duration.ZERO), running("s")), Json.object());
        ObjectNode after =
                build(pod, state().with(exited("a", 0, 0, Duration.ZERO), exited("s", 0, 143, Duration.ZERO)), before);

        assertThat(before.path("phase").asText()).isEqualTo("Running");
        assertThat(after.path("phase").asText()).isEqualTo("Succeeded");
    }

    private static ObjectNode build(Pod pod, TestPods.State state, JsonNode before) {
        PodActual actual = state.build();
        Plan plan = PodPlanner.plan(pod, false, actual, NOW);
        return PodStatusBuilder.build(pod, false, actual, plan, before, List.of("192.0.2.1"), NOW);
    }

    private static String resources(JsonNode status) {
        return status.path("containerStatuses")
                .get(0)
                .path("resources")
                .path("requests")
                .path("cpu")
                .asText();
    }

    private static JsonNode condition(JsonNode status, String type) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition;
            }
        }
        return Json.object();
    }
}
