package io.gantry.ansible;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.e2e.Await;
import io.gantry.e2e.CommandLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A host that one reaches by ssh only: namespaces of its own with this machine's files as its installed system. It forgets
 * everything when it is closed; host-init.sh says how.
 */
final class SshHost implements AutoCloseable {

    private static final Path INIT =
            Path.of("src/test/resources/ansible/host-init.sh").toAbsolutePath();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final int number;
    private final SshKeys keys;
    private final CommandLine commands;
    private Process first;

    SshHost(int number, SshKeys keys, CommandLine commands) {
        this.number = number;
        this.keys = keys;
        this.commands = commands;
    }

    String name() {
        return HostNetwork.namespace(number);
    }

    String address() {
        return HostNetwork.address(number);
    }

    void start() {
        try {
            first = new ProcessBuilder(
                            "nsenter",
                            "--net=/run/netns/" + name(),
                            "unshare",
                            "--mount",
                            "--pid",
                            "--fork",
                            "--kill-child",
                            "--uts",
                            "--ipc",
                            INIT.toString(),
                            name(),
                            keys.folder().toString())
                    .redirectErrorStream(true)
                    .redirectOutput(keys.folder().resolve(name() + ".log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Await.until(TIMEOUT, () -> {
            assertThat(first.isAlive()).as("the host runs, see its log").isTrue();
            assertThat(run("hostname")).isEqualTo(name() + "\n");
        });
    }

    /** Runs a shell's command on the host; fails the test when it fails. */
    String run(String command) {
        List<String> whole = new ArrayList<>(List.of("ssh"));
        whole.addAll(keys.options());
        whole.addAll(List.of("-i", keys.userKey().toString(), "root@" + address(), command));
        return commands.require(TIMEOUT, "", whole);
    }

    @Override
    public void close() {
        if (first != null) {
            first.destroyForcibly();
            Await.until(TIMEOUT, () -> assertThat(first.isAlive()).isFalse());
        }
    }
}
