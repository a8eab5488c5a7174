package io.gantry.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import io.gantry.agent.runtime.ContainerSpec.Access;
import io.gantry.agent.runtime.ContainerSpec.Bind;
import io.gantry.agent.runtime.ContainerSpec.Propagation;
import io.gantry.agent.runtime.ContainerSpec.Security;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent to the engine; nothing is asked. */
class DockerSpecsTest {

    private static final DockerClient DOCKER = Docker.connect(URI.create("tcp://localhost:1"));

    @ParameterizedTest
    @CsvSource({"WRITE, false, false, false", "READ, true, true, false", "READ_ALL, true, false, true"})
    void aBindSaysWhatIsReadOnly(Access access, boolean readOnly, boolean nonRecursive, boolean forced)
            throws IOException {
        JsonNode mount = hostConfig(Security.DEFAULT, access).path("Mounts").get(0);

        assertThat(mount.path("Type").asText()).isEqualTo("bind");
        assertThat(mount.path("ReadOnly").asBoolean()).isEqualTo(readOnly);
        JsonNode options = mount.path("BindOptions");
        assertThat(options.path("Propagation").asText()).isEqualTo("rprivate");
        assertThat(options.path("ReadOnlyNonRecursive").asBoolean()).isEqualTo(nonRecursive);
        assertThat(options.path("ReadOnlyForceRecursive").asBoolean()).isEqualTo(forced);
    }

    @Test
    void procIsMaskedUnlessItIsAskedFor() throws IOException {
        Security unmasked =
                new Security(false, List.of("net_admin"), List.of("ALL"), false, List.of(), List.of(), true);

        assertThat(hostConfig(Security.DEFAULT, Access.WRITE).has("MaskedPaths"))
                .isFalse();
        JsonNode config = hostConfig(unmasked, Access.WRITE);
        assertThat(config.path("MaskedPaths").isArray()).isTrue();
        assertThat(config.path("ReadonlyPaths").isArray()).isTrue();
        assertThat(config.path("CapAdd").get(0).asText()).isEqualTo("NET_ADMIN");
        assertThat(config.path("CapDrop").get(0).asText()).isEqualTo("ALL");
        assertThat(config.path("Runtime").asText()).isEqualTo("sandboxed");
    }

    @Test
    void aCapabilityThatDoesNotExistIsRefused() {
        Security security = new Security(false, List.of("FLY"), List.of(), false, List.of(), List.of(), false);

        assertThatThrownBy(() -> hostConfig(security, Access.WRITE))
                .isInstanceOf(EngineException.class)
                .hasMessage("invalid capability: \"FLY\"");
    }

    @ParameterizedTest
    @CsvSource({"512, 50000, 1048576, 100000, 50000, 1048576", "2, 0, 0, , -1, 0"})
    void anUpdateTakesTheQuotaAwayAndLeavesMemoryThatHasNoLimitAsItIs(
            long shares, long quota, long memory, Long period, long sentQuota, long sentMemory) {
        var command = DockerSpecs.apply(
                DOCKER.updateContainerCmd("id"), new ContainerSpec.Resources(shares, quota, memory, 0));

        assertThat(command.getCpuShares()).isEqualTo((int) shares);
        assertThat(command.getCpuPeriod()).isEqualTo(period);
        assertThat(command.getCpuQuota()).isEqualTo(sentQuota);
        assertThat(command.getMemory()).isEqualTo(sentMemory);
        assertThat(command.getMemorySwap()).isEqualTo(sentMemory);
    }

    private static JsonNode hostConfig(Security security, Access access) throws IOException {
        ContainerSpec spec = new ContainerSpec(
                "n",
                "i",
                Map.of(),
                new ContainerSpec.Process(
                        List.of(), List.of(), List.of(), "", "", false, false, false, Optional.empty()),
                new ContainerSpec.Isolation("", "none", "", "", Map.of(), "sandboxed"),
                security,
                new ContainerSpec.Resources(2, 0, 0, 0),
                "/kubepods/podu",
                List.of(new Bind("/a", "/b", access, Propagation.PRIVATE)),
                List.of(new ContainerSpec.Device("/dev/loop7", "/dev/data", access)));
        var mapper =
                DefaultDockerClientConfig.createDefaultConfigBuilder().build().getObjectMapper();
        var config = DockerSpecs.apply(DOCKER.createContainerCmd("i"), spec).getHostConfig();
        return mapper.readTree(mapper.writeValueAsBytes(config));
    }
}
