package io.gantry.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How a namespace's pods are at a moment, as the API, the engines and the first node's rules tell it: for the report of a test that failed. */
record Situation(LocalCluster cluster, String namespace) {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    String describe() {
        List<List<String>> commands = new ArrayList<>();
        commands.add(List.of(
                "kubectl",
                "--request-timeout=3s",
                "-n",
                namespace,
                "get",
                "nodes,pods,endpointslices",
                "--output=wide"));
        for (int node = 1; node <= LocalCluster.NODES; node++) {
            commands.add(List.of(
                    "timeout",
                    "3",
                    "docker",
                    "-H",
                    cluster.dockerHost(node),
                    "ps",
                    "--filter=name=" + namespace,
                    "--format={{.Status}} {{.Names}}"));
        }
        commands.add(List.of("ip", "route"));
        commands.add(List.of("sh", "-c", "iptables-save -t nat | grep '" + namespace + ".*DNAT'"));
        return commands.stream().map(this::answer).collect(Collectors.joining("\n"));
    }

    private String answer(List<String> command) {
        CommandLine.Result result = cluster.commands().run(PATIENCE, "", command);
        return String.join(" ", command) + " (" + result.exitCode() + ")\n" + result.output();
    }
}
