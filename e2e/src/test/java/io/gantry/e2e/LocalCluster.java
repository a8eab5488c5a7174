package io.gantry.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One cluster of three nodes for all end-to-end tests of a run: started by {@code ./gantry up} as a user would, purged after the
 * last test. Its state lies in the build's folder, so a cluster under {@code .gantry/} is not touched; both cannot run at once.
 * With {@code -Dgantry.cluster=DIRECTORY} the tests use the running cluster that keeps its state there, and leave it running.
 * With {@code -Dgantry.agent.home=DIRECTORY} the nodes run the agent that lies there, built from another version.
 */
public final class LocalCluster implements BeforeAllCallback, ParameterResolver, AutoCloseable {

    public static final int NODES = 3;

    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Path BUILD = HOME.resolve("e2e/target");
    private static final String RUNNING = System.getProperty("gantry.cluster", "");
    private static final Path STATE = RUNNING.isEmpty() ? BUILD.resolve("cluster") : Path.of(RUNNING);

    private static final Path LOGS = STATE.resolveSibling("cluster-logs");

    /** The launcher waits less for each of its steps, and says what did not come. */
    private static final Duration START = Duration.ofMinutes(10);

    private static final Duration LOCAL = Duration.ofMinutes(1);

    private static final Path AGENT = HOME.resolve(System.getProperty("gantry.agent.home", "node-agent/target"))
            .normalize();

    private final CommandLine commands = new CommandLine(
            HOME,
            Map.of(
                    "GANTRY_STATE_DIR", STATE.toString(),
                    "GANTRY_AGENT_HOME", AGENT.toString(),
                    "KUBECONFIG", kubeconfig()));

    @Override
    public void beforeAll(ExtensionContext context) {
        cluster(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LocalCluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return cluster(context);
    }

    private static LocalCluster cluster(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(LocalCluster.class, type -> started(), LocalCluster.class);
    }

    private static LocalCluster started() {
        LocalCluster cluster = new LocalCluster();
        if (RUNNING.isEmpty()) {
            cluster.gantry("down", "--purge");
            cluster.up();
        }
        for (int node = 1; Files.exists(STATE.resolve("nodes/node-" + node)); node++) {
            new TestImages(cluster.commands, cluster.dockerHost(node)).load();
        }
        return cluster;
    }

    public void up() {
        try {
            commands.require(START, "", List.of("./gantry", "up", "--nodes", String.valueOf(NODES)));
        } catch (AssertionError e) {
            keepLogs();
            throw new AssertionError(e.getMessage() + lastLines(), e);
        }
    }

    /** Purges the cluster; its logs stay in the build's folder, for whoever must find out why a test failed. */
    @Override
    public void close() {
        if (!RUNNING.isEmpty()) {
            return;
        }
        keepLogs();
        gantry("down", "--purge");
    }

    private void keepLogs() {
        Path written = STATE.resolve("logs");
        if (Files.isDirectory(written)) {
            commands.require(LOCAL, "", List.of("cp", "-rT", written.toString(), LOGS.toString()));
        }
    }

    /** Of each log: the next start deletes them, and whoever reads a report from elsewhere has no other. */
    private String lastLines() {
        return commands.run(LOCAL, "", List.of("sh", "-c", "tail -n 15 " + LOGS + "/*.log"))
                .output();
    }

    public static Path home() {
        return HOME;
    }

    /** The build's folder. */
    public static Path build() {
        return BUILD;
    }

    public static Path state() {
        return STATE;
    }

    private static String kubeconfig() {
        return STATE.resolve("kubeconfig").toString();
    }

    /** The API for loads and for bodies that kubectl would refuse; to be closed. */
    public ApiClient api() {
        return new ApiClient("https://127.0.0.1:6443", STATE.resolve("pki"));
    }

    public CommandLine commands() {
        return commands;
    }

    public String dockerHost(int node) {
        return node == 1 ? "unix:///var/run/docker.sock" : "unix:///run/gantry/node-" + node + "/docker.sock";
    }

    public String nodeAddress(int node) {
        return "172.30.250." + node;
    }

    /** Runs the launcher; fails the test when it fails. */
    public String gantry(String... arguments) {
        List<String> command = new ArrayList<>(List.of("./gantry"));
        command.addAll(List.of(arguments));
        return commands.require(Duration.ofMinutes(5), "", command);
    }

    /** Runs kubectl; fails the test when it fails. */
    public String kubectl(String... arguments) {
        return kubectlWithInput("", arguments);
    }

    public String kubectlWithInput(String input, String... arguments) {
        return commands.require(Duration.ofMinutes(3), input, kubectlCommand(arguments));
    }

    /** Runs kubectl that may fail. */
    public CommandLine.Result tryKubectl(String... arguments) {
        return commands.run(Duration.ofMinutes(3), "", kubectlCommand(arguments));
    }

    /** Runs kubectl with this input, and may fail. */
    public CommandLine.Result tryKubectlWithInput(String input, String... arguments) {
        return commands.run(Duration.ofMinutes(3), input, kubectlCommand(arguments));
    }

    public Process startKubectl(String... arguments) throws IOException {
        return commands.start(kubectlCommand(arguments));
    }

    private static List<String> kubectlCommand(String... arguments) {
        List<String> command = new ArrayList<>(List.of("kubectl"));
        command.addAll(List.of(arguments));
        return command;
    }
}
