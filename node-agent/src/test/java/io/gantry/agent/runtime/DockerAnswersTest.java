package io.gantry.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the engine answers, as docker-java reads it. */
class DockerAnswersTest {

    private static final String CONTAINER = """
            {"Id":"c","Created":"2026-01-01T00:00:00Z","Config":{"Labels":{},"StopSignal":"SIGQUIT"},"State":{"Status":"running","Pid":7},
             "HostConfig":{"CpuShares":512,"CpuQuota":-1,"Memory":1048576,"OomScoreAdj":999}}""";
    private static final String IMAGE = """
            {"Id":"i","GraphDriver":{"Name":"%s","Data":{"LowerDir":"/l/b:/l/a","UpperDir":"/l/c"}}}""";

    @Test
    void aContainerHasItsSignalAndItsResources() throws IOException {
        ContainerRecord record = DockerRecords.of(read(CONTAINER, InspectContainerResponse.class), "i");

        assertThat(record.stopSignal()).isEqualTo("SIGQUIT");
        assertThat(record.resources()).isEqualTo(new ContainerSpec.Resources(512, 0, 1 << 20, 999));
        assertThat(record.pid()).isEqualTo(7);
    }

    @Test
    void anImageHasItsLayersTheTopmostFirst() throws IOException {
        assertThat(DockerImages.layers(read(IMAGE.formatted("overlay2"), InspectImageResponse.class)))
                .containsExactly(Path.of("/l/c"), Path.of("/l/b"), Path.of("/l/a"));
    }

    @Test
    void imagesThatAreKeptOtherwiseCannotBeShown() throws IOException {
        InspectImageResponse image = read(IMAGE.formatted("overlayfs"), InspectImageResponse.class);

        assertThatThrownBy(() -> DockerImages.layers(image))
                .isInstanceOf(EngineException.class)
                .hasMessage("image volumes need a Docker engine with the storage driver overlay2");
    }

    private static <T> T read(String json, Class<T> type) throws IOException {
        return DefaultDockerClientConfig.createDefaultConfigBuilder()
                .build()
                .getObjectMapper()
                .readValue(json, type);
    }
}
