package io.gantry.launcher;

import io.gantry.pki.ClusterDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes the certificates of a cluster on other hosts, and prints the path of each file that it wrote: none when all are good. */
@Command(name = "certificates", description = "Makes the certificates of a cluster that is installed on other hosts.")
final class Certificates implements Runnable {

    @Option(names = "--directory", required = true, description = "Where they are kept.")
    private Path directory;

    @Option(names = "--kubeconfig", required = true, description = "The administrator's kubeconfig, written too.")
    private Path kubeconfig;

    @Option(names = "--api-url", required = true, description = "What the kubeconfig dials.")
    private String apiUrl;

    @Option(
            names = "--server",
            paramLabel = "HOST=NAME,...",
            description = "A host with servers, and all its names: servers/HOST/server.{crt,key,p12}.")
    private Map<String, String> servers = Map.of();

    @Option(names = "--node", paramLabel = "NAME", description = "A node: nodes/NAME.{crt,key}.")
    private List<String> nodes = List.of();

    @Option(
            names = "--new-encryption-key",
            description =
                    "Begin a new key for values in the database; the old ones stay until all values are rewritten.")
    private boolean newEncryptionKey;

    @Override
    public void run() {
        try {
            ClusterDirectory cluster = new ClusterDirectory(directory, InstantSource.system(), new SecureRandom());
            for (Map.Entry<String, String> server : servers.entrySet()) {
                cluster.server(
                        "servers/" + server.getKey() + "/server",
                        List.of(server.getValue().split(",")));
            }
            for (String node : nodes) {
                cluster.node("nodes/" + node, node);
            }
            if (newEncryptionKey) {
                cluster.rotateEncryptionKey();
            }
            cluster.admin(kubeconfig, apiUrl);
            cluster.written().forEach(System.out::println);
        } catch (IOException e) {
            throw new Failure("cannot make certificates in " + directory, e);
        }
    }
}
