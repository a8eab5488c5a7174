package io.gantry.agent.cni;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.agent.host.HostCommands;
import io.gantry.agent.object.PodIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a plugin that writes down how it was called. */
class PodNetworksTest {

    private static final PodIdentity POD = new PodIdentity("default", "web", "u1");

    @TempDir
    private Path directory;

    private Path calls;
    private Path podDir;
    private PodNetworks networks;

    @BeforeEach
    void writePlugin() throws IOException {
        calls = directory.resolve("calls");
        podDir = Files.createDirectory(directory.resolve("pod"));
        Path config = Files.createDirectory(directory.resolve("conf"));
        Files.writeString(config.resolve("net.conf"), "{\"name\":\"n\",\"cniVersion\":\"1.0.0\",\"type\":\"fake\"}");
        Path bin = Files.createDirectory(directory.resolve("bin"));
        Path plugin = Files.writeString(
                bin.resolve("fake"), "#!/bin/sh\ncat >/dev/null\necho $CNI_COMMAND $CNI_CONTAINERID >>" + calls + "\n");
        Files.setPosixFilePermissions(plugin, PosixFilePermissions.fromString("rwxr-xr-x"));
        HostCommands commands = new HostCommands();
        networks = new PodNetworks(
                new CniPlugins(commands, bin), new HostRules(commands), config, directory.resolve("leases"), "br0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "{\"sandboxId\":\"s1\",\"plan\":{\"name\"", "\u0000\u0000\u0000"})
    void aRecordThatCannotBeReadIsNoNetworkAndIsTakenDownForEverySandboxOfThePod(String content) throws IOException {
        Files.writeString(podDir.resolve("network.json"), content);

        assertThat(networks.find(podDir))
                .hasValueSatisfying(found -> assertThat(found.result()).isEmpty());
        networks.tearDown(POD, podDir, List.of("s1", "s2"), 0);

        assertThat(calls).content().isEqualTo("DEL s1\nDEL s2\n");
        assertThat(networks.find(podDir)).isEmpty();
    }
}
