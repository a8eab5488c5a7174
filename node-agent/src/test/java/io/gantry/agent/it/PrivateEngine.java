package io.gantry.agent.it;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import io.gantry.agent.host.HostCommands;
import io.gantry.agent.host.Mounts;
import io.gantry.agent.runtime.Docker;
import io.gantry.agent.runtime.DockerApi;
import io.gantry.agent.runtime.DockerImages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** A Docker engine of the test's own, so that nothing of the machine's is touched and nothing is left behind. */
final class PrivateEngine implements AutoCloseable {

    /** The folder below {@link #root} in which the engine keeps images and containers. */
    static final String DATA = "data";

    static final String IMAGE = "registry.example/test/busybox:1";

    private static final Path BUSYBOX = Path.of("/bin/busybox");
    private static final List<String> APPLETS = List.of(
            "sh",
            "sleep",
            "cat",
            "echo",
            "nc",
            "ls",
            "stat",
            "kill",
            "stty",
            "id",
            "true",
            "false",
            "env",
            "wc",
            "head",
            "tail",
            "touch",
            "rm",
            "hostname",
            "df",
            "httpd",
            "mkdir");

    private final Path root;
    private Process daemon;

    PrivateEngine(Path root) throws IOException, InterruptedException {
        this.root = root;
        start();
        importImage();
    }

    URI host() {
        return URI.create("unix://" + root.resolve("docker.sock"));
    }

    Path root() {
        return root;
    }

    void start() throws IOException, InterruptedException {
        // in a network namespace of its own: with --bridge=none an engine removes the machine's docker0
        List<String> command = new ArrayList<>(List.of("unshare", "--net", "dockerd", "-H", host().toString()));
        command.addAll(List.of("--data-root", root.resolve(DATA).toString()));
        command.addAll(List.of("--exec-root", root.resolve("exec").toString()));
        command.addAll(List.of("--pidfile", root.resolve("docker.pid").toString()));
        command.addAll(List.of("--bridge=none", "--iptables=false", "--live-restore"));
        Files.deleteIfExists(root.resolve("docker.pid"));
        daemon = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("dockerd.log").toFile())
                .start();
        Await.until("engine answers", Duration.ofSeconds(30), () -> {
            try (DockerClient client = client()) {
                client.pingCmd().exec();
                return true;
            } catch (RuntimeException | IOException e) {
                return false;
            }
        });
    }

    /** Ends the engine in good order; its containers go on. */
    void stop() throws InterruptedException {
        daemon.destroy();
        daemon.waitFor(30, TimeUnit.SECONDS);
    }

    /** Lets the engine stand still: it takes connections and answers none. */
    void hang() throws IOException, InterruptedException {
        signal("STOP");
    }

    void goOn() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(daemon.pid()))
                .start()
                .waitFor(10, TimeUnit.SECONDS);
    }

    /** Ends the engine without warning; its containers go on. */
    void crash() throws IOException, InterruptedException {
        daemon.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        Path pid = root.resolve("exec/containerd/containerd.pid");
        long containerd = Long.parseLong(Files.readString(pid).strip());
        ProcessHandle.of(containerd).ifPresent(ProcessHandle::destroyForcibly);
        Await.until(
                "containerd ended",
                Duration.ofSeconds(10),
                () -> ProcessHandle.of(containerd)
                        .filter(ProcessHandle::isAlive)
                        .isEmpty());
        Files.deleteIfExists(pid);
    }

    DockerClient client() {
        return Docker.connect(host());
    }

    @Override
    public void close() throws IOException {
        try (DockerClient client = client()) {
            for (Container container :
                    client.listContainersCmd().withShowAll(true).exec()) {
                client.removeContainerCmd(container.getId()).withForce(true).exec();
            }
        }
        List<ProcessHandle> children = daemon.descendants().toList();
        daemon.destroy();
        try {
            if (!daemon.waitFor(20, TimeUnit.SECONDS)) {
                daemon.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // after a crash the engine's containerd is no longer its child
        ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains(root.toString()))
                        .isPresent())
                .forEach(ProcessHandle::destroyForcibly);
        children.forEach(ProcessHandle::destroyForcibly);
        Await.until("the engine has let go of its files", Duration.ofSeconds(20), () -> {
            try {
                new Mounts(new HostCommands()).removeTree(root);
                return true;
            } catch (IOException e) {
                return false;
            }
        });
        removeGroups();
    }

    /** An agent leaves the groups of all pods for the next one. */
    private static void removeGroups() throws IOException {
        try (Stream<Path> trees = Files.list(Path.of("/sys/fs/cgroup"))) {
            for (Path tree : trees.toList()) {
                Path group = tree.resolve(TestNode.GROUP.substring(1));
                if (Files.isDirectory(group)) {
                    try (Stream<Path> all = Files.walk(group)) {
                        for (Path directory : all.filter(Files::isDirectory)
                                .sorted(Comparator.reverseOrder())
                                .toList()) {
                            Files.delete(directory);
                        }
                    }
                }
            }
        }
    }

    private void importImage() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (String directory : List.of("bin/", "tmp/", "etc/", "dev/", "proc/")) {
                tar.putArchiveEntry(new TarArchiveEntry(directory));
                tar.closeArchiveEntry();
            }
            byte[] program = Files.readAllBytes(BUSYBOX);
            TarArchiveEntry busybox = new TarArchiveEntry("bin/busybox");
            busybox.setMode(0755);
            busybox.setSize(program.length);
            tar.putArchiveEntry(busybox);
            tar.write(program);
            tar.closeArchiveEntry();
            for (String applet : APPLETS) {
                TarArchiveEntry link = new TarArchiveEntry("bin/" + applet, TarConstants.LF_SYMLINK);
                link.setLinkName("busybox");
                tar.putArchiveEntry(link);
                tar.closeArchiveEntry();
            }
        }
        try (DockerApi engine = DockerApi.connect(host(), DockerApi.DEFAULT_LIMIT)) {
            new DockerImages(engine).importLayer(IMAGE, bytes.toByteArray());
        }
    }
}
