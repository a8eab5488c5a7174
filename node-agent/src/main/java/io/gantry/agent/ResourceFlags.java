package io.gantry.agent;

import io.gantry.agent.cgroup.GroupSettings;
import io.gantry.agent.node.ReservationSettings;
import io.gantry.agent.node.ReservedGroup.Owner;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options that say what pods may use of their machine, by the names of upstream's kubelet. */
final class ResourceFlags {

    @Option(
            names = "--kube-reserved",
            description = "Kept for the agent and the engine: RESOURCE=AMOUNT of cpu, memory, ephemeral-storage, pid,"
                    + " separated by commas.")
    private String kubeReserved = "";

    @Option(
            names = "--system-reserved",
            description = "Kept for the other processes of the machine, written like --kube-reserved.")
    private String systemReserved = "";

    @Option(
            names = "--enforce-node-allocatable",
            description =
                    "Who is held to their share, separated by commas: pods (to what is not reserved), system-reserved and"
                            + " kube-reserved (to what is reserved for them), each of these also with -compressible for CPU alone, or none"
                            + " (default: ${DEFAULT-VALUE}).")
    private String enforced = "pods";

    @Option(
            names = "--kube-reserved-cgroup",
            description = "Control group of the agent and the engine, which must be there, for kube-reserved.")
    private String kubeGroup = "";

    @Option(
            names = "--system-reserved-cgroup",
            description = "Control group of the other processes, which must be there, for system-reserved.")
    private String systemGroup = "";

    @Option(
            names = "--cgroups-per-qos",
            arity = "1",
            description = "Whether each pod has a control group, in those of its class of service"
                    + " (default: ${DEFAULT-VALUE}).")
    private boolean podGroups = true;

    @Option(
            names = "--cgroup-root",
            description = "Control group in which kubepods is made; agents that share a machine need one each"
                    + " (default: ${DEFAULT-VALUE}).")
    private String root = "/";

    @Option(
            names = "--pod-max-pids",
            description = "Most processes of a pod; -1 for no limit (default: ${DEFAULT-VALUE}).")
    private long maxProcesses = -1;

    GroupSettings groups() {
        return new GroupSettings(
                podGroups ? GroupSettings.Mode.PODS : GroupSettings.Mode.ENGINE, root, Math.max(0, maxProcesses));
    }

    ReservationSettings reservations() {
        return ReservationSettings.of(
                Map.of(Owner.KUBE, kubeReserved, Owner.SYSTEM, systemReserved),
                enforced,
                Map.of(Owner.KUBE, kubeGroup, Owner.SYSTEM, systemGroup));
    }
}
