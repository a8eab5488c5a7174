package io.gantry.agent.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.agent.env.ConfigException;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import io.gantry.agent.runtime.ContainerSpec.Bind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumeBindsTest {

    @TempDir
    private Path podDir;

    @BeforeEach
    void makeVolume() throws IOException {
        Files.createDirectories(podDir.resolve("volumes/v"));
        Files.createDirectories(podDir.resolve("volumes/c"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name':'v','mountPath':'/m'} | volumes/v:/m:rw:PRIVATE",
                "{'name':'v','mountPath':'m','readOnly':true} | volumes/v:/m:ro:PRIVATE",
                "{'name':'c','mountPath':'/m'} | volumes/c:/m:ro:PRIVATE",
                "{'name':'v','mountPath':'/m','subPath':'a/b'} | volumes/v/a/b:/m:rw:PRIVATE",
                "{'name':'v','mountPath':'/m','subPathExpr':'$(POD)-x'} | volumes/v/p-x:/m:rw:PRIVATE",
                "{'name':'v','mountPath':'/m','mountPropagation':'Bidirectional'} | volumes/v:/m:rw:BIDIRECTIONAL",
            })
    void aMountBecomesABind(String mount, String expected) throws ConfigException, IOException {
        Bind bind = bind(mount);

        String source = podDir.toRealPath()
                .relativize(Path.of(bind.hostPath()).toRealPath())
                .toString();
        assertThat(source + ":" + bind.containerPath() + ":" + (bind.readOnly() ? "ro" : "rw") + ":"
                        + bind.propagation())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name':'none','mountPath':'/m'} | cannot find volume \"none\" to mount into container \"a\"",
                "{'name':'v','mountPath':'/m','subPath':'/etc'} | error SubPath `/etc` must not be an absolute path",
                "{'name':'v','mountPath':'/m','subPath':'../c'} | unable to provision SubPath `../c`: must not contain '..'",
            })
    void aBadMountIsRefused(String mount, String message) {
        assertThatThrownBy(() -> bind(mount))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @Test
    void aLinkThatLeadsOutOfTheVolumeIsRefused() throws IOException {
        Files.createSymbolicLink(podDir.resolve("volumes/v/out"), Path.of("/etc"));

        assertThatThrownBy(() -> bind("{'name':'v','mountPath':'/m','subPath':'out/x'}"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("failed to prepare subPath for volumeMount \"v\" of container \"a\"");
    }

    private Bind bind(String mount) throws ConfigException, IOException {
        Pod pod = new Pod(
                Json.read(("{'spec':{'volumes':[{'name':'v','emptyDir':{}},{'name':'c','configMap':{'name':'x'}}],"
                                + "'containers':[{'name':'a','volumeMounts':[" + mount + "]}]}}")
                        .replace('\'', '"')));
        return VolumeBinds.of(pod, pod.containers().getFirst(), podDir, Map.of("POD", "p"))
                .getFirst();
    }
}
