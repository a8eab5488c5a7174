package io.gantry.agent.cgroup;

import io.gantry.agent.host.HostCommands;
import io.gantry.agent.object.Container;
import io.gantry.agent.object.HugePageSize;
import io.gantry.agent.object.Pod;
import io.gantry.agent.object.PodRequests;
import io.gantry.agent.object.QosClass;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control groups of pods, laid out as upstream's kubelet does: {@code kubepods} for all pods, in it {@code burstable} and
 * {@code besteffort}, in these (and for guaranteed pods in {@code kubepods} itself) one for each pod.
 */
public final class PodGroups {

    private static final Logger LOG = LoggerFactory.getLogger(PodGroups.class);
    private static final String KUBEPODS = "kubepods";
    private static final String POD = "pod";

    private final GroupSettings settings;
    private final List<HugePageSize> pageSizes;
    private final HostCommands commands;
    private final Path root;
    private final GroupName kubepods;
    /** Millicores requested by each burstable pod, by its uid: together they weigh against guaranteed pods. */
    private final Map<String, Long> burstable = new HashMap<>();

    private volatile ControlGroupTree tree = new EngineGroups();
    private Optional<GroupLimits> unenforced = Optional.empty();

    /**
     * @param pageSizes of the huge pages that the machine has
     * @param root of the file system; / outside of tests
     */
    public PodGroups(GroupSettings settings, List<HugePageSize> pageSizes, HostCommands commands, Path root) {
        this.settings = settings;
        this.pageSizes = pageSizes;
        this.commands = commands;
        this.root = root;
        this.kubepods = GroupName.parse(settings.root()).child(KUBEPODS);
    }

    /**
     * Makes the groups that all pods are in.
     *
     * @param driver who keeps the tree, in the engine's words: cgroupfs or systemd
     * @param allPods what pods may use together
     * @throws IOException when the machine does not let the agent; then containers stay in groups of the engine's
     */
    public synchronized void start(String driver, GroupLimits allPods) throws IOException {
        if (settings.mode() == GroupSettings.Mode.ENGINE) {
            return;
        }
        GroupMounts mounts = GroupMounts.read(root);
        for (String controller : List.of("cpu", "memory", "pids")) {
            if (mounts.top(controller).isEmpty()) {
                throw new IOException("the machine has no control group controller " + controller);
            }
        }
        ControlGroupTree opened = switch (driver) {
            case "cgroupfs" -> new FileTree(mounts, GroupName::path);
            case "systemd" -> new SystemdTree(commands, mounts);
            default -> throw new IOException("the engine's cgroup driver \"" + driver + "\" has no groups for pods");
        };
        unenforced = Optional.of(allPods);
        try {
            opened.apply(kubepods, allPods);
            unenforced = Optional.empty();
        } catch (IOException e) {
            // pods of before may use more by now than all are to have: without groups they would not be held to
            // anything
            LOG.warn("event=node-allocatable-not-enforced error=\"{}\"", e.getMessage());
            opened.apply(kubepods, allPods.unbounded());
        }
        opened.apply(of(QosClass.BEST_EFFORT), GroupLimits.NONE);
        opened.apply(of(QosClass.BURSTABLE), GroupLimits.NONE);
        tree = opened;
    }

    /** Tries again to hold all pods together to what they may use, where that did not work at the start. */
    public synchronized void enforce() throws IOException {
        if (unenforced.isPresent()) {
            tree.apply(kubepods, unenforced.get());
            unenforced = Optional.empty();
            LOG.info("event=node-allocatable-enforced");
        }
    }

    /** What the pod's containers may use together; nothing to apply where the engine makes the groups. */
    public GroupState state(Pod pod, Optional<GroupLimits> applied) {
        if (tree instanceof EngineGroups) {
            return GroupState.NONE;
        }
        return new GroupState(PodGroupLimits.of(pod, settings.maxProcesses(), pageSizes), applied);
    }

    /** How the engine is told to put containers into the pod's group; empty for its own choice. */
    public String parent(Pod pod) {
        return tree.parent(name(pod));
    }

    /** Makes the pod's group unless it is there, and gives it these limits. */
    public synchronized void apply(Pod pod, GroupLimits limits) throws IOException {
        if (pod.qosClass() == QosClass.BURSTABLE) {
            // before the pod: it may be the first
            burstable.put(pod.uid(), PodRequests.of(pod, "cpu").millis());
            weighBurstable();
        }
        tree.apply(name(pod), limits);
    }

    /** Gives a container that runs its part of the pod's huge pages, which the engine knows nothing of. */
    public void limitHugePages(Pod pod, Container container, String containerId) throws IOException {
        if (!pageSizes.isEmpty()) {
            tree.limitHugePages(name(pod), containerId, PodGroupLimits.hugePages(pod, container, pageSizes));
        }
    }

    /** Removes the group of a pod that has ended. */
    public synchronized void remove(String uid) throws IOException {
        for (QosClass qosClass : QosClass.values()) {
            tree.remove(of(qosClass).child(POD + uid));
        }
        if (burstable.remove(uid) != null) {
            weighBurstable();
        }
    }

    /** Removes the group of a pod that nobody knows, unless something runs in it. */
    public synchronized void removeIfIdle(String uid) throws IOException {
        for (QosClass qosClass : QosClass.values()) {
            tree.removeIfIdle(of(qosClass).child(POD + uid));
        }
    }

    /** Removes all groups of an agent that no longer runs, whoever kept them, unless something still runs in them. */
    public void removeAll() throws IOException {
        GroupMounts mounts = GroupMounts.read(root);
        FileTree slices = new FileTree(mounts, GroupName::slicePath);
        if (slices.exists(kubepods)) {
            new SystemdTree(commands, mounts).removeIfIdle(kubepods);
        }
        FileTree files = new FileTree(mounts, GroupName::path);
        files.removeIfIdle(kubepods);
        for (GroupName above = kubepods.above(); !above.parts().isEmpty(); above = above.above()) {
            if (!files.children(above).isEmpty()) {
                // of another agent
                return;
            }
            files.removeIfIdle(above);
        }
    }

    /** The pods that have a group, by uid. */
    public Set<String> uids() throws IOException {
        Set<String> uids = new HashSet<>();
        for (QosClass qosClass : QosClass.values()) {
            tree.children(of(qosClass)).stream()
                    .filter(child -> child.startsWith(POD))
                    .forEach(child -> uids.add(child.substring(POD.length())));
        }
        return uids;
    }

    /** Bytes that the containers of the pod use together; empty when nobody counts. */
    public OptionalLong memoryUsed(Pod pod) throws IOException {
        return tree.memoryUsed(name(pod));
    }

    private void weighBurstable() throws IOException {
        long millis = burstable.values().stream().mapToLong(Long::longValue).sum();
        tree.apply(of(QosClass.BURSTABLE), GroupLimits.ofShares(CpuTime.shares(millis)));
    }

    private GroupName name(Pod pod) {
        return of(pod.qosClass()).child(POD + pod.uid());
    }

    private GroupName of(QosClass qosClass) {
        return switch (qosClass) {
            case GUARANTEED -> kubepods;
            case BURSTABLE -> kubepods.child("burstable");
            case BEST_EFFORT -> kubepods.child("besteffort");
        };
    }
}
