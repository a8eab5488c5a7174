package io.gantry.launcher;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The commands behind {@code ./gantry} that need more than a shell. */
@Command(name = "gantry", description = "Runs a Gantry cluster on this machine.", subcommands = Certificates.class)
public final class Main {

    private final Layout layout = Layout.fromSystem();

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Main());
        line.setExecutionExceptionHandler((exception, command, parsed) -> {
            if (!(exception instanceof Failure)) {
                throw exception;
            }
            command.getErr().println("gantry: " + exception.getMessage());
            return 1;
        });
        System.exit(line.execute(arguments));
    }

    @Command(name = "up", description = "Starts everything and returns when every node is Ready.")
    void up(
            @Option(names = "--nodes", defaultValue = "1", description = "Nodes on this machine, 1 to 50; default 1.")
                    int nodes) {
        if (nodes < 1 || nodes > 50) {
            throw new Failure("--nodes must be 1 to 50: " + nodes);
        }
        cluster().up(nodes);
    }

    @Command(name = "down", description = "Stops everything and keeps the state.")
    void down(@Option(names = "--purge", description = "Remove every trace as well.") boolean purge) {
        if (purge) {
            cluster().purge();
        } else {
            cluster().down();
        }
    }

    @Command(name = "status", description = "Says what runs, and where.")
    void status() {
        cluster().status();
    }

    @Command(name = "kubeconfig", description = "Prints the path of the kubeconfig.")
    void kubeconfig() {
        System.out.println(layout.kubeconfig());
    }

    @Command(name = "prepare", description = "Installs what the machine lacks, and starts the host's Docker engine.")
    void prepare(@Option(names = "--for-tests", description = "Install what the tests need, too.") boolean forTests) {
        Shell shell = new Shell();
        Preflight preflight = new Preflight(shell, System.out);
        preflight.ensureInstalled();
        if (forTests) {
            preflight.ensureInstalledForTests();
        }
        new DockerEngine(layout, shell, 1).start();
    }

    @Command(name = "release", description = "Stops the Docker engine that prepare started; one that ran before stays.")
    void release() {
        new DockerEngine(layout, new Shell(), 1).stop();
    }

    private Cluster cluster() {
        return new Cluster(layout, Settings.fromEnvironment(), System.out);
    }
}
