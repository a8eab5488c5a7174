package io.gantry.agent;

import io.gantry.agent.cgroup.GroupSettings;
import io.gantry.agent.node.ReservationSettings;
import java.util.List;
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
            description = "Whether pods together are held to what is not reserved: pods or none"
                    + " (default: ${DEFAULT-VALUE}).")
    private String enforced = "pods";

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
        return ReservationSettings.of(List.of(kubeReserved, systemReserved), enforced);
    }
}
