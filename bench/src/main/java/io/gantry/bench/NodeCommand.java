package io.gantry.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Measures a node that runs on this machine beside its engine alone: what a pod costs more than the two containers it consists of.
 * Engine and cluster take turns, so that the ratios hold although the machine's speed drifts.
 */
@Command(
        name = "node",
        mixinStandardHelpOptions = true,
        description = "Measures a node of this machine beside its Docker engine.")
final class NodeCommand implements Callable<Integer> {

    @Parameters(description = "kubeconfig of the cluster")
    private Path kubeconfig;

    @Option(names = "--node", defaultValue = "node-1", description = "The node; default ${DEFAULT-VALUE}.")
    private String node;

    @Option(
            names = "--docker-host",
            defaultValue = "unix:///var/run/docker.sock",
            description = "The node's engine; default ${DEFAULT-VALUE}.")
    private URI dockerHost;

    @Option(names = "--rounds", defaultValue = "11", description = "Single pods to start; default ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--pods", defaultValue = "100", description = "Pods to start at once; default ${DEFAULT-VALUE}.")
    private int pods;

    @Option(
            names = "--concurrency",
            defaultValue = "6",
            description =
                    "Pairs that the engine alone starts at a time, as many as the agent; default ${DEFAULT-VALUE}.")
    private int concurrency;

    @Option(
            names = "--repeats",
            defaultValue = "3",
            description = "How often the pods are started at once; default ${DEFAULT-VALUE}.")
    private int repeats;

    @Option(
            names = "--resident",
            defaultValue = "110",
            description = "Pods that run while the agent's memory and idle time are taken; default ${DEFAULT-VALUE}.")
    private int resident;

    @Option(
            names = "--idle-seconds",
            defaultValue = "30",
            description = "For how long the idle time is taken, after as long to settle; default ${DEFAULT-VALUE}.")
    private int idleSeconds;

    @Override
    public Integer call() throws Exception {
        Target target = Target.fromKubeconfig(kubeconfig);
        try (PairEngine engine = new PairEngine(dockerHost);
                ClusterPods cluster = new ClusterPods(target, node)) {
            new SinglePods(engine, cluster, rounds).run();
            new ManyPods(engine, cluster, pods, concurrency, repeats).run();
            new ResidentPods(cluster, AgentProcess.of(node), resident, idleSeconds).run();
        }
        return 0;
    }
}
