package io.gantry.agent.pod;

import io.gantry.agent.cgroup.GroupLimits;
import io.gantry.agent.cgroup.GroupState;
import io.gantry.agent.cni.PodNetwork;
import io.gantry.agent.runtime.ContainerRecord;
import io.gantry.agent.runtime.ContainerSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A pod as it is on the node at one moment: what the engine and the disk say, and what the agent remembers of its own doing.
 *
 * @param sandboxes newest first
 * @param containers newest first
 * @param network as it was set up; empty for none and for the host's
 * @param health by container id, for running containers with probes
 * @param messages termination messages by container id
 * @param group the control group
 * @param memory what the agent remembers
 */
public record PodActual(
        List<ContainerRecord> sandboxes,
        List<ContainerRecord> containers,
        Optional<PodNetwork> network,
        Map<String, Health> health,
        Map<String, String> messages,
        GroupState group,
        Memory memory) {

    /**
     * @param acceptedAt when the agent first saw the pod
     * @param volumesReady the volumes were made
     * @param volumesStale an object that volumes are made from has changed
     * @param volumesRemoved the volumes were unmounted and deleted
     * @param directoryRemoved nothing of the pod is left on disk
     * @param withdrawingSince since when the pod waits to be taken out of its services; empty when it need not
     * @param failures by container name; of the sandbox under "", of volumes under "/volumes", of a resize under "/resize", of the control group under
     *     "/group"
     * @param kills by container id
     * @param images by container name
     * @param failedPostStart container ids
     * @param runningHooks containers whose postStart hook has not ended, by id
     * @param granted resources that the engine took, by container id
     * @param group what the pod's control group was given; empty when not known
     * @param pendingResize why the pod does not get the resources it asks for
     * @param verdict why the pod does not run here, or no longer
     * @param resizeGeneration of the pod whose resources were granted last
     */
    public record Memory(
            Instant acceptedAt,
            boolean volumesReady,
            boolean volumesStale,
            boolean volumesRemoved,
            boolean directoryRemoved,
            Optional<Instant> withdrawingSince,
            Map<String, Failure> failures,
            Map<String, KillRecord> kills,
            Map<String, ImageAttempt> images,
            Set<String> failedPostStart,
            Set<String> runningHooks,
            Map<String, ContainerSpec.Resources> granted,
            Optional<GroupLimits> group,
            Optional<PendingResize> pendingResize,
            Optional<Verdict> verdict,
            long resizeGeneration) {

        static final String SANDBOX = "";
        static final String VOLUMES = "/volumes";
        static final String RESIZE = "/resize";
        static final String GROUP = "/group";

        /** Of a pod that was just seen for the first time. */
        public static Memory fresh(Instant now) {
            return new Memory(
                    now,
                    false,
                    false,
                    false,
                    false,
                    Optional.empty(),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Set.of(),
                    Set.of(),
                    Map.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    0);
        }
    }

    PodActual withHealth(Map<String, Health> known) {
        return new PodActual(sandboxes, containers, network, known, messages, group, memory);
    }

    /**
     * As others see it: a container does not run before its postStart hook has ended, and so is neither ready nor probed.
     *
     * @see <a href="https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/">Container hooks</a>
     */
    PodActual asReported() {
        if (memory.runningHooks().isEmpty()) {
            return this;
        }
        List<ContainerRecord> begun = containers.stream()
                .filter(container ->
                        !container.running() || !memory.runningHooks().contains(container.id()))
                .toList();
        return new PodActual(sandboxes, begun, network, health, messages, group, memory);
    }

    /** The newest container of a name. */
    public Optional<ContainerRecord> latest(String name) {
        return containers.stream()
                .filter(container -> container.containerName().equals(name))
                .findFirst();
    }

    /** The one before the newest container of a name. */
    public Optional<ContainerRecord> previous(String name) {
        return containers.stream()
                .filter(container -> container.containerName().equals(name))
                .skip(1)
                .findFirst();
    }

    /** The sandbox that containers may join: it runs and has its network. */
    public Optional<ContainerRecord> sandbox(boolean hostNetwork) {
        return sandboxes.stream()
                .findFirst()
                .filter(ContainerRecord::running)
                .filter(sandbox -> hostNetwork
                        || network.filter(net -> net.sandboxId().equals(sandbox.id())
                                        && !net.result().isEmpty())
                                .isPresent());
    }

    /**
     * Whether volumes from before the agent's restart serve the pod still: containers were made with them, and its sandbox runs. That
     * their directory exists says nothing, they may never have been ready; and after the machine's restart nothing is mounted there.
     */
    boolean hasVolumesInUse() {
        return !containers.isEmpty() && sandboxes.stream().anyMatch(ContainerRecord::running);
    }

    public List<ContainerRecord> running() {
        return containers.stream().filter(ContainerRecord::running).toList();
    }

    public Health health(ContainerRecord container) {
        return health.getOrDefault(container.id(), Health.GOOD);
    }

    public List<String> addresses() {
        return network.map(PodNetwork::addresses).orElse(List.of());
    }
}
