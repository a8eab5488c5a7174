package io.gantry.agent.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.agent.cluster.ClusterState;
import io.gantry.agent.cluster.ObjectRef;
import io.gantry.agent.env.ConfigException;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import io.gantry.agent.runtime.ContainerSpec.Access;
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

    private static final Map<Access, String> ACCESS =
            Map.of(Access.WRITE, "rw", Access.READ, "ro", Access.READ_ALL, "rro");

    @TempDir
    private Path podDir;

    @BeforeEach
    void makeVolume() throws IOException {
        Files.createDirectories(podDir.resolve("volumes/v"));
        for (String name : new String[] {"c", "claimed", "read", "generic", "i"}) {
            Files.createDirectories(podDir.resolve("volumes").resolve(name));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name':'v','mountPath':'/m'} | volumes/v:/m:rw:PRIVATE",
                "{'name':'v','mountPath':'m','readOnly':true} | volumes/v:/m:ro:PRIVATE",
                "{'name':'c','mountPath':'/m'} | volumes/c:/m:ro:PRIVATE",
                "{'name':'v','mountPath':'/m','readOnly':true,'recursiveReadOnly':'Enabled'} | volumes/v:/m:rro:PRIVATE",
                "{'name':'v','mountPath':'/m','readOnly':true,'recursiveReadOnly':'IfPossible'} | volumes/v:/m:ro:PRIVATE",
                "{'name':'claimed','mountPath':'/m'} | volumes/claimed:/m:rw:PRIVATE",
                "{'name':'read','mountPath':'/m'} | volumes/read:/m:ro:PRIVATE",
                "{'name':'generic','mountPath':'/m'} | volumes/generic:/m:rw:PRIVATE",
                "{'name':'i','mountPath':'/m'} | volumes/i:/m:ro:PRIVATE",
                "{'name':'v','mountPath':'/m','subPath':'a/b'} | volumes/v/a/b:/m:rw:PRIVATE",
                "{'name':'v','mountPath':'/m','subPathExpr':'$(POD)-x'} | volumes/v/p-x:/m:rw:PRIVATE",
                "{'name':'v','mountPath':'/m','mountPropagation':'Bidirectional'} | volumes/v:/m:rw:BIDIRECTIONAL",
            })
    void aMountBecomesABind(String mount, String expected) throws ConfigException, IOException {
        Bind bind = bind(mount);

        String source = podDir.toRealPath()
                .relativize(Path.of(bind.hostPath()).toRealPath())
                .toString();
        assertThat(source + ":" + bind.containerPath() + ":" + ACCESS.get(bind.access()) + ":" + bind.propagation())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name':'unbound','mountPath':'/m'} | error processing PVC ns/unbound: PVC is not bound",
                "{'name':'missing','mountPath':'/m'} | error processing PVC ns/missing: failed to fetch PVC from API server:"
                        + " persistentvolumeclaims \"missing\" not found",
                "{'name':'v','mountPath':'/m','subPathExpr':'$(NONE)/x'} | missing value for \"NONE\"",
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

    private static ClusterState cluster() {
        ClusterState cluster = new ClusterState();
        for (String claim : new String[] {"bound", "p-generic"}) {
            cluster.upsert(
                    new ObjectRef(ObjectRef.PERSISTENT_VOLUME_CLAIMS, "ns", claim),
                    Json.read("{\"metadata\":{\"uid\":\"" + claim
                            + "\",\"ownerReferences\":[{\"controller\":true,\"uid\":\"u\"}]},\"spec\":{\"volumeName\":\"pv-"
                            + claim
                            + "\"},\"status\":{\"phase\":\"Bound\"}}"));
            cluster.upsert(
                    new ObjectRef(ObjectRef.PERSISTENT_VOLUMES, "", "pv-" + claim),
                    Json.read("{\"spec\":{\"nfs\":{\"server\":\"s\",\"path\":\"/\"},\"claimRef\":{\"uid\":\"" + claim
                            + "\"}}}"));
        }
        cluster.upsert(
                new ObjectRef(ObjectRef.PERSISTENT_VOLUME_CLAIMS, "ns", "unbound"),
                Json.read("{\"spec\":{},\"status\":{\"phase\":\"Pending\"}}"));
        return cluster;
    }

    private Bind bind(String mount) throws ConfigException, IOException {
        Pod pod = new Pod(Json.read(
                ("{'metadata':{'namespace':'ns','name':'p','uid':'u'},'spec':{'volumes':[{'name':'v','emptyDir':{}},"
                                + "{'name':'c','configMap':{'name':'x'}},{'name':'i','image':{'reference':'r'}},"
                                + "{'name':'claimed','persistentVolumeClaim':{'claimName':'bound'}},"
                                + "{'name':'read','persistentVolumeClaim':{'claimName':'bound','readOnly':true}},"
                                + "{'name':'unbound','persistentVolumeClaim':{'claimName':'unbound'}},"
                                + "{'name':'missing','persistentVolumeClaim':{'claimName':'missing'}},"
                                + "{'name':'generic','ephemeral':{}}],"
                                + "'containers':[{'name':'a','volumeMounts':[" + mount + "]}]}}")
                        .replace('\'', '"')));
        return new VolumeBinds(new VolumeSources(cluster()), (volume, path, target) -> path)
                .of(pod, pod.containers().getFirst(), podDir, Map.of("POD", "p"))
                .getFirst();
    }
}
