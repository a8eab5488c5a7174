package io.gantry.bench;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Measures any Kubernetes API server: give it the kubeconfigs of two servers and it runs each workload on both in turn, so that the
 * ratio holds although the machine's speed drifts.
 */
@Command(
        name = "gantry-bench",
        mixinStandardHelpOptions = true,
        subcommands = NodeCommand.class,
        description = "Measures Kubernetes API servers.")
public final class Main implements Callable<Integer> {

    /** Creates for the watchers: so many seconds of them, or what the callers' code takes to be compiled is measured too. */
    private static final int FAN_OUT_SECONDS = 5;

    /** Creates a second that are more than a small machine can tell a thousand watchers. */
    private static final int MANY = 500;

    /** Watches over one connection of HTTP/2; servers take a hundred streams at a time. */
    private static final int SHARING = 50;

    // none when a subcommand is named, which has its own
    @Parameters(arity = "0..2", description = "kubeconfig of the server, and of one to compare it with")
    private List<Path> kubeconfigs = List.of();

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--seconds",
            defaultValue = "10",
            description = "Length of one run of a timed workload; default 10.")
    private int seconds;

    @Option(names = "--connections", defaultValue = "32", description = "Callers at once; default 32.")
    private int connections;

    @Option(names = "--pods", defaultValue = "20000", description = "Pods stored for gets and lists; default 20000.")
    private int pods;

    @Option(names = "--watchers", defaultValue = "1000", description = "Watchers of the fan-out; default 1000.")
    private int watchers;

    @Option(names = "--nodes", defaultValue = "1000", description = "Nodes to schedule on; default 1000.")
    private int nodes;

    @Option(
            names = "--peer",
            description = "kubeconfig of another instance of the same control plane; adds the workload watch-peer: "
                    + "how long a write through the first takes to reach a watcher there.")
    private Path peer;

    @Option(names = "--only", split = ",", description = "Names of the workloads to run; default all.")
    private List<String> only = List.of();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        if (kubeconfigs.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "a kubeconfig is missing");
        }
        Map<String, Workload> workloads = workloads();
        System.out.println("| workload | server | rate/s | p50 ms | p99 ms | done | failed |");
        System.out.println("|---|---|---|---|---|---|---|");
        List<Target> targets = kubeconfigs.stream().map(Target::fromKubeconfig).toList();
        for (Map.Entry<String, Workload> workload : workloads.entrySet()) {
            if (only.isEmpty() || only.contains(workload.getKey())) {
                for (Target target : targets) {
                    Result result = workload.getValue().run(target);
                    System.out.println(
                            "| " + workload.getKey() + " | " + target.server() + " | " + result.row() + " |");
                }
            }
        }
        return 0;
    }

    /** In the order in which they must run: pods are made before they are read. */
    private Map<String, Workload> workloads() {
        Map<String, Workload> workloads = new LinkedHashMap<>();
        Load load = new Load(connections, seconds);
        workloads.put("create-configmaps", new CreateConfigMaps(load));
        workloads.put("create-pods", new CreatePods(connections, pods));
        workloads.put("get-pod", new GetPod(load, pods));
        workloads.put("list-500", new ListPods(new Load(4, seconds), "?limit=500&resourceVersion=0"));
        workloads.put("list-all", new ListPods(new Load(4, seconds), "?resourceVersion=0"));
        workloads.put("watch-fan-out", fanOut(1, 100));
        workloads.put("watch-fan-out-most", fanOut(1, MANY));
        workloads.put("watch-fan-out-http2", fanOut(SHARING, 200));
        Optional.ofNullable(peer)
                .map(Target::fromKubeconfig)
                .ifPresent(other -> workloads.put("watch-peer", new WatchFanOut(1, 1, 500, 50, Optional.of(other))));
        workloads.put("schedule", new SchedulePods(connections, nodes, 3000));
        workloads.put("clean-up", new CleanUp(nodes));
        return workloads;
    }

    private Workload fanOut(int perConnection, int perSecond) {
        return new WatchFanOut(watchers, perConnection, FAN_OUT_SECONDS * perSecond, perSecond, Optional.empty());
    }
}
