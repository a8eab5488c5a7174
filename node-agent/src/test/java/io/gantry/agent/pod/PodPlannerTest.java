package io.gantry.agent.pod;

import static io.gantry.agent.pod.TestPods.NOW;
import static io.gantry.agent.pod.TestPods.SANDBOX;
import static io.gantry.agent.pod.TestPods.deleting;
import static io.gantry.agent.pod.TestPods.exited;
import static io.gantry.agent.pod.TestPods.oneContainer;
import static io.gantry.agent.pod.TestPods.pod;
import static io.gantry.agent.pod.TestPods.record;
import static io.gantry.agent.pod.TestPods.running;
import static io.gantry.agent.pod.TestPods.state;
import static io.gantry.agent.pod.TestPods.twoContainers;
import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.agent.cgroup.GroupLimits;
import io.gantry.agent.cgroup.GroupState;
import io.gantry.agent.image.ImageStatus;
import io.gantry.agent.object.Pod;
import io.gantry.agent.object.Probe;
import io.gantry.agent.runtime.ContainerRecord;
import io.gantry.agent.runtime.ContainerRecord.State;
import io.gantry.agent.runtime.ContainerSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PodPlannerTest {

    private static final String SIDECAR =
            "{'restartPolicy':'Always','initContainers':[{'name':'i','image':'i:1'},{'name':'s','image':'i:1','restartPolicy':'Always'}],"
                    + "'containers':[{'name':'a','image':'i:1'}]}";
    private static final ContainerRecord OLD_SANDBOX = record(SANDBOX, "", 0, State.EXITED, 0, Duration.ZERO, SANDBOX);

    private static final String DEBUGGED =
            "{'containers':[{'name':'a','image':'i:1'}],'ephemeralContainers':[{'name':'d','image':'i:1'}]}";
    private static final String DEBUGGED_INIT =
            "{'initContainers':[{'name':'i','image':'i:1'}],'containers':[{'name':'a','image':'i:1'}],"
                    + "'ephemeralContainers':[{'name':'d','image':'i:1'}]}";
    private static final String IMAGE_VOLUME = "{'volumes':[{'name':'v','image':{'reference':'data:1'}}],"
            + "'containers':[{'name':'a','image':'i:1','volumeMounts':[{'name':'v','mountPath':'/v'}]}]}";
    private static final String RESIZED =
            "{'containers':[{'name':'a','image':'i:1','resources':{'requests':{'cpu':'500m'},"
                    + "'limits':{'cpu':'1','memory':'64Mi'}}%s}]}";

    /** What is wanted, what is, what is done, and when it is looked at again. */
    private record Case(
            String name, Pod pod, boolean gone, TestPods.State state, List<String> actions, Optional<Instant> wakeAt) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Arguments> cases() {
        return Stream.of(starting(), running_(), restarting(), ending(), images())
                .flatMap(List::stream)
                .map(Arguments::of);
    }

    private static List<Case> starting() {
        Pod two = twoContainers("Always");
        return List.of(
                does(
                        "volumes come first",
                        two,
                        state().volumesMissing().sandboxes().noNetwork(),
                        "PrepareVolumes"),
                waits(
                        "volumes that failed are tried later",
                        two,
                        state().volumesMissing()
                                .sandboxes()
                                .noNetwork()
                                .failure("/volumes", "FailedMount", NOW.plusSeconds(3)),
                        NOW.plusSeconds(3)),
                does("then the sandbox", two, state().sandboxes().noNetwork(), "CreateSandbox 0"),
                waits(
                        "a sandbox that failed is tried later",
                        two,
                        state().sandboxes().noNetwork().failure("", "FailedCreatePodSandBox", NOW.plusSeconds(3)),
                        NOW.plusSeconds(3)),
                does(
                        "a sandbox without network is made again",
                        two,
                        state().noNetwork(),
                        "TearDownSandbox",
                        "CreateSandbox 1"),
                does("then all images", two, state(), "EnsureImage a 0", "EnsureImage b 0"),
                does(
                        "then all containers",
                        two,
                        state().imageReady("a", 0).imageReady("b", 0),
                        "StartContainer a 0 PT0S",
                        "StartContainer b 0 PT0S"),
                does(
                        "a container that the agent left half made is removed",
                        oneContainer("Always"),
                        state().with(record("a-0", "a", 0, State.CREATED, 0, Duration.ZERO, SANDBOX)),
                        "RemoveContainers a-0"),
                does("the first init container runs alone", pod(SIDECAR), state(), "EnsureImage i 0"),
                does("while it runs nothing else does", pod(SIDECAR), state().with(running("i"))),
                does(
                        "after it comes the sidecar",
                        pod(SIDECAR),
                        state().with(exited("i", 0, 0, Duration.ZERO)).imageReady("s", 0),
                        "StartContainer s 0 PT0S"),
                does(
                        "regular containers wait until the sidecar has started",
                        pod(SIDECAR),
                        state().with(running("s"), exited("i", 0, 0, Duration.ZERO))
                                .health("s-0", new Health(false, false, Optional.empty()))),
                does(
                        "and then run",
                        pod(SIDECAR),
                        state().with(running("s"), exited("i", 0, 0, Duration.ZERO)),
                        "EnsureImage a 0"));
    }

    private static List<Case> running_() {
        Pod one = oneContainer("Always");
        return List.of(
                does("all is well", one, state().with(running("a"))),
                does(
                        "a container to look into the pod starts beside the others",
                        pod(DEBUGGED),
                        state().with(running("a")).imageReady("d", 0),
                        "StartContainer d 0 PT0S"),
                does(
                        "even while the pod initialises",
                        pod(DEBUGGED_INIT),
                        state().with(running("i")),
                        "EnsureImage d 0"),
                does("and never again", pod(DEBUGGED), state().with(running("a"), exited("d", 0, 1, Duration.ZERO))),
                does("the images of volumes come first", pod(IMAGE_VOLUME), state(), "EnsureImage v 0"),
                does(
                        "then the container's own",
                        pod(IMAGE_VOLUME),
                        state().imageReady("/volumes/v", 0),
                        "EnsureImage a 0"),
                does(
                        "a pod that took too much is killed in a hurry",
                        one,
                        state().with(running("a")).verdict(Verdict.evicted("too much")),
                        "Kill a-0 1 Stopping container a"),
                does(
                        "a pod that was rejected is not begun",
                        one,
                        state().sandboxes().noNetwork().volumesMissing().verdict(Verdict.rejected("R", "no")),
                        "RemoveVolumes"),
                does(
                        "while a postStart hook runs nothing else starts",
                        twoContainers("Always"),
                        state().with(running("a")).imageReady("b", 0).runningHook("a-0")),
                does(
                        "new resources are given to the running container",
                        pod(RESIZED.formatted("")),
                        state().with(running("a")),
                        "Resize a-0 512 100000 67108864"),
                does(
                        "the pod's group grows before its containers",
                        pod(RESIZED.formatted("")),
                        state().with(running("a")).group(group(512, 64 << 20, Optional.of(limits(256, 32 << 20)))),
                        "LimitPod 512 67108864"),
                does(
                        "what does not grow stays until its containers are done",
                        pod(RESIZED.formatted("")),
                        state().with(running("a")).group(group(512, 64 << 20, Optional.of(limits(1024, 128 << 20)))),
                        "Resize a-0 512 100000 67108864"),
                does(
                        "the pod's group shrinks after its containers",
                        one,
                        state().with(running("a")).group(group(512, 64 << 20, Optional.of(limits(1024, 128 << 20)))),
                        "LimitPod 512 67108864"),
                does(
                        "a group that nothing is known of bounds nothing until its containers are done",
                        pod(RESIZED.formatted("")),
                        state().with(running("a")).group(group(512, 64 << 20, Optional.empty())),
                        "LimitPod 512 0"),
                waits(
                        "a group that cannot be changed is tried later",
                        one,
                        state().with(running("a"))
                                .group(group(512, 64 << 20, Optional.of(limits(1024, 128 << 20))))
                                .failure("/group", "Error", NOW.plusSeconds(9)),
                        NOW.plusSeconds(9)),
                does(
                        "once is enough",
                        pod(RESIZED.formatted("")),
                        state().with(running("a"))
                                .granted("a-0", new ContainerSpec.Resources(512, 100_000, 64 << 20, 0))),
                waits(
                        "what the engine refused is tried later",
                        pod(RESIZED.formatted("")),
                        state().with(running("a")).failure("/resize", "Error", NOW.plusSeconds(9)),
                        NOW.plusSeconds(9)),
                does(
                        "a container that cannot take them as it runs is started anew",
                        pod(RESIZED.formatted(
                                ",'resizePolicy':[{'resourceName':'memory','restartPolicy':'RestartContainer'}]")),
                        state().with(running("a")),
                        "Kill a-0 30 Container a resize requires restart"),
                does(
                        "changed objects refresh volumes",
                        one,
                        state().with(running("a")).volumesStale(),
                        "PrepareVolumes"),
                does(
                        "a container that is no longer alive is ended",
                        one,
                        state().with(running("a")).health("a-0", failed(Probe.Kind.LIVENESS)),
                        "Kill a-0 30 Container a failed liveness probe, will be restarted"),
                does(
                        "a container that does not come up is ended",
                        oneContainer("Never"),
                        state().with(running("a")).health("a-0", failed(Probe.Kind.STARTUP)),
                        "Kill a-0 30 Container a failed startup probe"),
                does(
                        "a container with another image is ended",
                        pod("{'restartPolicy':'Always','containers':[{'name':'a','image':'i:2'}]}"),
                        state().with(running("a")),
                        "Kill a-0 30 Container a definition changed, will be restarted"),
                waits(
                        "one that was asked to end has its time",
                        one,
                        state().with(running("a")).kill("a-0", NOW.minusSeconds(29), 30),
                        NOW.plusSeconds(1)),
                does(
                        "and is killed after it",
                        one,
                        state().with(running("a")).kill("a-0", NOW.minusSeconds(30), 30),
                        "ForceKill a-0"),
                does(
                        "only the last two of a container are kept",
                        one,
                        state().with(
                                        running("a", 3),
                                        exited("a", 2, 1, Duration.ZERO),
                                        exited("a", 1, 1, Duration.ZERO),
                                        exited("a", 0, 1, Duration.ZERO)),
                        "RemoveContainers a-1 a-0"));
    }

    private static List<Case> restarting() {
        Pod one = oneContainer("Always");
        return List.of(
                does(
                        "after its first end a container runs again at once",
                        one,
                        state().with(exited("a", 0, 1, Duration.ZERO)).imageReady("a", 1),
                        "StartContainer a 1 PT10S"),
                waits(
                        "after its second it waits",
                        one,
                        state().with(exited("a", 1, 1, Duration.ofSeconds(10))).imageReady("a", 2),
                        NOW.plusSeconds(10)),
                does(
                        "each wait is twice as long",
                        one,
                        state().with(endedAgo("a", 3, Duration.ofSeconds(40), Duration.ofSeconds(40)))
                                .imageReady("a", 4),
                        "StartContainer a 4 PT1M20S"),
                does(
                        "a container that ended well is not run again on failure only",
                        twoContainers("OnFailure"),
                        state().with(exited("a", 0, 0, Duration.ZERO), running("b"))),
                does(
                        "one that failed is",
                        oneContainer("OnFailure"),
                        state().with(exited("a", 0, 2, Duration.ZERO)),
                        "EnsureImage a 1"),
                does(
                        "when the sandbox is lost, its containers are ended first",
                        one,
                        state().sandboxes(OLD_SANDBOX).with(running("a")),
                        "Kill a-0 30 Stopping container a"),
                does(
                        "and then a new one is made",
                        one,
                        state().sandboxes(OLD_SANDBOX).with(exited("a", 0, 137, Duration.ZERO)),
                        "TearDownSandbox",
                        "CreateSandbox 1"),
                does(
                        "in a new sandbox init containers run again",
                        pod(
                                "{'restartPolicy':'Always','initContainers':[{'name':'i','image':'i:1'}],'containers':[{'name':'a','image':'i:1'}]}"),
                        state().with(
                                        record("i-0", "i", 0, State.EXITED, 0, Duration.ZERO, "sandbox-old"),
                                        record("a-0", "a", 0, State.EXITED, 137, Duration.ZERO, "sandbox-old")),
                        "EnsureImage i 1"),
                waits(
                        "what could not be started is tried later",
                        one,
                        state().failure("a", "CreateContainerConfigError", NOW.plusSeconds(10)),
                        NOW.plusSeconds(10)));
    }

    private static List<Case> ending() {
        Pod two = twoContainers("Always");
        Pod deleted = deleting(two, 20);
        return List.of(
                does(
                        "a deleted pod's containers are asked to end",
                        deleted,
                        state().with(running("a"), running("b")),
                        "Kill a-0 20 Stopping container a",
                        "Kill b-0 20 Stopping container b"),
                waits(
                        "but not while services still send it requests",
                        deleted,
                        state().with(running("a")).withdrawingSince(NOW.minusSeconds(1)),
                        NOW.minusSeconds(1).plus(Withdrawal.PATIENCE)),
                does(
                        "unless that takes too long",
                        deleted,
                        state().with(running("a")).withdrawingSince(NOW.minus(Withdrawal.PATIENCE)),
                        "Kill a-0 20 Stopping container a"),
                waits(
                        "they have their time",
                        deleted,
                        state().with(running("a")).kill("a-0", NOW.minusSeconds(5), 20),
                        NOW.plusSeconds(15)),
                does(
                        "a shorter period counts at once, but never less than two seconds",
                        deleting(two, 0),
                        state().with(running("a")).kill("a-0", NOW.minusSeconds(2), 20),
                        "ForceKill a-0"),
                does(
                        "when they have ended the sandbox goes",
                        deleted,
                        state().with(exited("a", 0, 0, Duration.ZERO)),
                        "TearDownSandbox"),
                does(
                        "then all that is left",
                        deleted,
                        state().sandboxes().noNetwork().with(exited("a", 0, 0, Duration.ZERO)),
                        "RemoveContainers a-0",
                        "RemovePodDirectory",
                        "ReportFinished"),
                does("then nothing", deleted, state().sandboxes().noNetwork().directoryRemoved()),
                gone(
                        "a pod that nobody has any more ends too",
                        two,
                        state().with(running("a")),
                        "Kill a-0 30 Stopping container a"),
                does(
                        "sidecars end after the others",
                        deleting(pod(SIDECAR), 20),
                        state().with(running("a"), running("s")),
                        "Kill a-0 20 Stopping container a"),
                does(
                        "with what is left of the time",
                        deleting(pod(SIDECAR), 20),
                        state().with(exited("a", 0, 0, Duration.ZERO), running("s"))
                                .kill("a-0", NOW.minusSeconds(15), 20),
                        "Kill s-0 5 Stopping container s"),
                does(
                        "a pod that has run its course loses its sandbox",
                        oneContainer("Never"),
                        state().with(exited("a", 0, 0, Duration.ZERO)),
                        "TearDownSandbox"),
                does(
                        "and its volumes, but keeps its containers",
                        oneContainer("Never"),
                        state().sandboxes().noNetwork().with(exited("a", 0, 0, Duration.ZERO)),
                        "RemoveVolumes"),
                does(
                        "an init container that failed for good ends the pod",
                        pod(
                                "{'restartPolicy':'Never','initContainers':[{'name':'i','image':'i:1'}],'containers':[{'name':'a','image':'i:1'}]}"),
                        state().with(exited("i", 0, 1, Duration.ZERO)),
                        "TearDownSandbox"),
                does(
                        "so does the deadline",
                        pod(
                                "{'restartPolicy':'Always','activeDeadlineSeconds':10,'containers':[{'name':'a','image':'i:1'}]}"),
                        state().with(running("a")).acceptedAt(NOW.minusSeconds(10)),
                        "Kill a-0 30 Stopping container a"),
                waits(
                        "which is waited for",
                        pod(
                                "{'restartPolicy':'Always','activeDeadlineSeconds':10,'containers':[{'name':'a','image':'i:1'}]}"),
                        state().with(running("a")).acceptedAt(NOW.minusSeconds(4)),
                        NOW.plusSeconds(6)));
    }

    private static List<Case> images() {
        Pod one = oneContainer("Always");
        ImageStatus.Failed failed =
                new ImageStatus.Failed("ErrImagePull", "no", NOW.plusSeconds(4), NOW.plusSeconds(10));
        ImageStatus.Failed old = new ImageStatus.Failed("ErrImagePull", "no", NOW, NOW.plusSeconds(6));
        ImageStatus.Failed due = new ImageStatus.Failed("ImagePullBackOff", "no", NOW, NOW);
        return List.of(
                does("a pull is waited for", one, state().image("a", 0, new ImageStatus.Pulling())),
                waits("a failure is shown", one, state().image("a", 0, failed), NOW.plusSeconds(4)),
                does("then it is a back-off", one, state().image("a", 0, old), "ShowImageBackOff a 0"),
                does("then it is tried again", one, state().image("a", 0, due), "EnsureImage a 0"),
                does(
                        "an image counts for one start only",
                        one,
                        state().with(exited("a", 0, 1, Duration.ZERO)).imageReady("a", 0),
                        "EnsureImage a 1"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void plansTheNextStep(Case one) {
        Plan plan = PodPlanner.plan(one.pod, one.gone, one.state.build(), NOW);

        assertThat(plan.actions().stream().map(PodPlannerTest::text)).containsExactlyElementsOf(one.actions);
        one.wakeAt.ifPresent(at -> assertThat(plan.wakeAt()).contains(at));
    }

    static Stream<Arguments> waitingReasons() {
        Pod one = oneContainer("Always");
        return Stream.of(
                Arguments.of(
                        one,
                        state().with(exited("a", 3, 1, Duration.ofSeconds(80))),
                        new Plan.Waiting(
                                "CrashLoopBackOff", "back-off 1m20s restarting failed container=a pod=p_ns(u1)")),
                Arguments.of(
                        one,
                        state().failure("a", "CreateContainerError", NOW.plusSeconds(1)),
                        new Plan.Waiting("CreateContainerError", "CreateContainerError message")),
                Arguments.of(
                        one,
                        state().image("a", 0, new ImageStatus.Failed("ErrImagePull", "no", NOW, NOW)),
                        new Plan.Waiting("ErrImagePull", "no")));
    }

    @ParameterizedTest
    @MethodSource("waitingReasons")
    void saysWhyAContainerWaits(Pod pod, TestPods.State state, Plan.Waiting expected) {
        assertThat(PodPlanner.plan(pod, false, state.build(), NOW).waiting()).containsEntry("a", expected);
    }

    private static Case does(String name, Pod pod, TestPods.State state, String... actions) {
        return new Case(name, pod, false, state, List.of(actions), Optional.empty());
    }

    private static Case waits(String name, Pod pod, TestPods.State state, Instant until) {
        return new Case(name, pod, false, state, List.of(), Optional.of(until));
    }

    private static Case gone(String name, Pod pod, TestPods.State state, String... actions) {
        return new Case(name, pod, true, state, List.of(actions), Optional.empty());
    }

    private static Health failed(Probe.Kind kind) {
        return new Health(true, true, Optional.of(kind));
    }

    private static ContainerRecord endedAgo(String name, int attempt, Duration backoff, Duration ago) {
        ContainerRecord r = exited(name, attempt, 1, backoff);
        Instant at = NOW.minus(ago);
        return new ContainerRecord(
                r.id(),
                r.pod(),
                r.containerName(),
                r.attempt(),
                r.hash(),
                r.sandboxId(),
                r.restartBackoff(),
                r.graceSeconds(),
                r.state(),
                r.pid(),
                at.minusSeconds(1),
                at.minusSeconds(1),
                at,
                r.exitCode(),
                r.outOfMemory(),
                r.error(),
                r.image(),
                r.imageId(),
                r.stopSignal(),
                r.resources(),
                r.messageFile(),
                r.tty(),
                r.stdin());
    }

    private static GroupState group(long shares, long memory, Optional<GroupLimits> applied) {
        return new GroupState(limits(shares, memory), applied);
    }

    private static GroupLimits limits(long shares, long memory) {
        return new GroupLimits(shares, 0, memory, 0, Map.of());
    }

    private static String text(Action action) {
        return switch (action) {
            case Action.PrepareVolumes a -> "PrepareVolumes";
            case Action.CreateSandbox a -> "CreateSandbox " + a.attempt();
            case Action.TearDownSandbox a -> "TearDownSandbox";
            case Action.EnsureImage a -> "EnsureImage " + a.container().name() + " " + a.attempt();
            case Action.ShowImageBackOff a ->
                "ShowImageBackOff " + a.container().name() + " " + a.attempt();
            case Action.StartContainer a ->
                "StartContainer " + a.container().name() + " " + a.attempt() + " " + a.backoff();
            case Action.Kill a -> "Kill " + a.container().id() + " " + a.graceSeconds() + " " + a.message();
            case Action.Resize a ->
                "Resize " + a.container().id() + " " + a.resources().cpuShares() + " "
                        + a.resources().cpuQuota() + " " + a.resources().memory();
            case Action.LimitPod a ->
                "LimitPod " + a.limits().cpuShares() + " " + a.limits().memory();
            case Action.ForceKill a -> "ForceKill " + a.container().id();
            case Action.RemoveContainers a ->
                "RemoveContainers "
                        + String.join(
                                " ",
                                a.containers().stream().map(ContainerRecord::id).toList());
            case Action.RemoveVolumes a -> "RemoveVolumes";
            case Action.RemovePodDirectory a -> "RemovePodDirectory";
            case Action.ReportFinished a -> "ReportFinished";
        };
    }
}
