package io.gantry.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * A real registry of images, the distribution project's, from Debian's package {@code docker-registry}. It listens on a port of this
 * machine's loopback: the first node's engine reaches it, and needs no certificate there. What it holds lies in a folder of its own; that, and
 * what the node has fetched, is removed at the end.
 *
 * @see <a href="https://distribution.github.io/distribution/about/configuration/">Its configuration</a>
 */
public final class TestRegistry implements AutoCloseable {

    /** Whom it serves. */
    record Account(String name, String password) {

        private String basic() {
            return Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
        }

        private String htpasswd() {
            byte[] salt = new byte[16];
            new SecureRandom().nextBytes(salt);
            return name + ":" + OpenBSDBCrypt.generate("2y", password.toCharArray(), salt, 4) + "\n";
        }
    }

    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern LISTENING = Pattern.compile("listening on (127\\.0\\.0\\.1:\\d+)");
    private static final Pattern DIGEST = Pattern.compile("digest: (sha256:[0-9a-f]{64})");

    private final LocalCluster cluster;
    private final Path folder;
    private final Process process;
    private final String address;

    /** One that serves everybody. */
    public static TestRegistry open(LocalCluster cluster) {
        return new TestRegistry(cluster, Optional.empty());
    }

    /** One that serves only this account. */
    static TestRegistry with(LocalCluster cluster, Account account) {
        return new TestRegistry(cluster, Optional.of(account));
    }

    private TestRegistry(LocalCluster cluster, Optional<Account> account) {
        this.cluster = cluster;
        try {
            folder = Files.createTempDirectory("gantry-registry-");
            process = start(account);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot start docker-registry; install it with: apt-get install docker-registry", e);
        }
        try {
            address = awaitAddress();
            configureClient(account);
        } catch (AssertionError | IOException e) {
            end();
            throw new AssertionError("no registry", e);
        }
    }

    private Process start(Optional<Account> account) throws IOException {
        ObjectNode configuration = new ObjectMapper().createObjectNode().put("version", "0.1");
        configuration.putObject("log").put("level", "info");
        configuration
                .putObject("storage")
                .putObject("filesystem")
                .put("rootdirectory", folder.resolve("images").toString());
        configuration.putObject("http").put("addr", "127.0.0.1:0");
        if (account.isPresent()) {
            Path passwords =
                    Files.writeString(folder.resolve("htpasswd"), account.get().htpasswd());
            configuration
                    .putObject("auth")
                    .putObject("htpasswd")
                    .put("realm", "test")
                    .put("path", passwords.toString());
        }
        // JSON is YAML
        Path file = Files.writeString(folder.resolve("config.yml"), configuration.toString());
        return new ProcessBuilder("docker-registry", "serve", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
    }

    private Path log() {
        return folder.resolve("registry.log");
    }

    private String awaitAddress() {
        List<String> found = new ArrayList<>();
        Await.until(START_LIMIT, () -> {
            String text = Files.readString(log());
            Matcher matcher = LISTENING.matcher(text);
            if (!matcher.find()) {
                throw new AssertionError("the registry does not listen: " + text);
            }
            found.add(matcher.group(1));
        });
        return found.getFirst();
    }

    /** Not in the user's own configuration: the node would use the account for every pod. */
    private void configureClient(Optional<Account> account) throws IOException {
        ObjectNode configuration = new ObjectMapper().createObjectNode();
        if (account.isPresent()) {
            configuration
                    .putObject("auths")
                    .putObject(address)
                    .put("auth", account.get().basic());
        }
        Path client = Files.createDirectories(folder.resolve("client"));
        Files.writeString(client.resolve("config.json"), configuration.toString());
    }

    /** Host and port: what the names of its images begin with. */
    public String address() {
        return address;
    }

    /** Pairs of a path and what the file there says. */
    public static Map<String, String> files(String... pathsAndTexts) {
        Map<String, String> files = new LinkedHashMap<>();
        for (int i = 0; i < pathsAndTexts.length; i += 2) {
            files.put(pathsAndTexts[i], pathsAndTexts[i + 1]);
        }
        return files;
    }

    /**
     * Makes an image of these files, or moves its tag to a new one, and keeps nothing of it in the engine.
     *
     * @param name with tag, without the registry
     * @return the digest: {@code sha256:…}
     */
    public String push(String name, Map<String, String> files) {
        return push(name, files, List.of());
    }

    /** Like {@link #push}, with what a container needs to run; the files must lie in no folder that it has. */
    String pushRunnable(String name, Map<String, String> files) {
        return push(name, files, List.of("-C", TestImages.rootFileSystem().toString(), "."));
    }

    private String push(String name, Map<String, String> files, List<String> more) {
        String reference = address + "/" + name;
        try {
            Path content = Files.createTempDirectory(folder, "content-");
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path target = content.resolve(file.getKey());
                Files.createDirectories(target.getParent());
                Files.writeString(target, file.getValue());
            }
            Path layer = content.resolveSibling(content.getFileName() + ".tar");
            List<String> tar = new ArrayList<>(List.of("tar", "-cf", layer.toString()));
            tar.addAll(more);
            // not ".": the engine takes no path twice
            tar.addAll(List.of("-C", content.toString()));
            files.keySet().stream().map(path -> path.split("/")[0]).distinct().forEach(tar::add);
            cluster.commands().require(PATIENCE, "", tar);
            docker(
                    "import",
                    "--change",
                    "ENV PATH=/bin",
                    "--change",
                    "CMD [\"sleep\",\"3600\"]",
                    layer.toString(),
                    reference);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String pushed = docker("push", reference);
        docker("rmi", reference);
        Matcher digest = DIGEST.matcher(pushed);
        if (!digest.find()) {
            throw new AssertionError("no digest: " + pushed);
        }
        return digest.group(1);
    }

    /** Takes a name from an image of the first node, even of one that is in use. */
    void removeFromNode(String name) {
        docker("rmi", "-f", address + "/" + name);
    }

    private String docker(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of("docker", "--config", folder.resolve("client").toString(), "-H", cluster.dockerHost(1)));
        command.addAll(List.of(arguments));
        return cluster.commands().require(PATIENCE, "", command);
    }

    /** Pods with its images must be gone, or on their way. */
    @Override
    public void close() {
        try {
            Await.until(PATIENCE, this::removeImages);
        } finally {
            end();
        }
    }

    private void removeImages() {
        Set<String> ids = new TreeSet<>();
        docker("image", "ls", "--no-trunc", "--format", "{{.Repository}} {{.ID}}")
                .lines()
                .filter(line -> line.startsWith(address + "/"))
                .forEach(line -> ids.add(line.substring(line.indexOf(' ') + 1)));
        ids.forEach(id -> docker("rmi", "-f", id));
    }

    private void end() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
