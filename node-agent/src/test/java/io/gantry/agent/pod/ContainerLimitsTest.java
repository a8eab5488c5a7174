package io.gantry.agent.pod;

import static io.gantry.agent.pod.TestPods.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.agent.env.ConfigException;
import io.gantry.agent.object.Pod;
import io.gantry.agent.runtime.ContainerSpec.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Resources and security contexts in the kernel's terms. */
class ContainerLimitsTest {

    private static final long GIB = 1L << 30;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 2 | 0 | 0 | 1000",
                "{'requests':{'cpu':'250m'}} | 256 | 0 | 0 | 999",
                "{'limits':{'cpu':'200m'}} | 204 | 20000 | 0 | 999",
                "{'limits':{'cpu':'1m'}} | 2 | 1000 | 0 | 999",
                "{'requests':{'memory':'1Gi'}} | 2 | 0 | 0 | 750",
                "{'limits':{'memory':'64Mi'}} | 2 | 0 | 67108864 | 985",
                "{'limits':{'cpu':'1','memory':'1Gi'},'requests':{'cpu':'1','memory':'1Gi'}} | 1024 | 100000 | 1073741824 | -997",
            })
    void resourcesAreTranslated(String resources, long shares, long quota, long memory, int oomScore) {
        Pod pod = pod("{'containers':[{'name':'a','image':'i','resources':" + resources + "}]}");

        assertThat(ResourceSpec.of(pod, pod.containers().getFirst(), node(-1000)))
                .isEqualTo(new Resources(shares, quota, memory, oomScore));
    }

    @Test
    void theOomScoreIsNotBelowWhatTheAgentMayGive() {
        Pod pod = pod("{'containers':[{'name':'a','image':'i','resources':{'limits':{'cpu':'1','memory':'1Gi'}}}]}");

        assertThat(ResourceSpec.of(pod, pod.containers().getFirst(), node(0)).oomScoreAdjust())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | {} | ''",
                "{'runAsUser':5} | {} | 5",
                "{'runAsUser':5} | {'runAsUser':7} | 7",
                "{'runAsUser':5,'runAsGroup':6} | {} | 5:6",
                "{} | {'runAsGroup':6} | 0:6",
            })
    void theContainersUserGoesBeforeThePods(String podContext, String containerContext, String user) {
        assertThat(security(podContext, containerContext).user()).isEqualTo(user);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | '' | container has runAsNonRoot and image will run as root (pod: \"p_ns(u1)\", container: a)",
                "{} | 0:5 | container has runAsNonRoot and image will run as root (pod: \"p_ns(u1)\", container: a)",
                "{} | web | container has runAsNonRoot and image has non-numeric user (web), cannot verify user is non-root"
                        + " (pod: \"p_ns(u1)\", container: a)",
                "{'runAsUser':0} | 5 | container's runAsUser breaks non-root policy (pod: \"p_ns(u1)\", container: a)",
            })
    void rootIsRefusedWhereItMustNotRun(String context, String imageUser, String message) {
        SecuritySpec spec = security("{'runAsNonRoot':true}", context);

        assertThatThrownBy(() -> spec.check(imageUser))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @Test
    void othersMayRun() throws ConfigException {
        security("{'runAsNonRoot':true}", "{}").check("1000:0");
        security("{'runAsNonRoot':true,'runAsUser':3}", "{}").check("");
        security("{'runAsNonRoot':true}", "{'runAsNonRoot':false}").check("");
    }

    @Test
    void privilegesAreTranslated() throws ConfigException {
        var security = security(
                        "{'supplementalGroups':[8],'fsGroup':9,'seccompProfile':{'type':'Unconfined'}}",
                        "{'privileged':true,'readOnlyRootFilesystem':true,'allowPrivilegeEscalation':false,"
                                + "'capabilities':{'add':['NET_ADMIN'],'drop':['ALL']}}")
                .security(Path.of("none"));

        assertThat(security.privileged()).isTrue();
        assertThat(security.readOnlyRoot()).isTrue();
        assertThat(security.addCapabilities()).containsExactly("NET_ADMIN");
        assertThat(security.dropCapabilities()).containsExactly("ALL");
        assertThat(security.options()).containsExactly("no-new-privileges", "seccomp=unconfined");
        assertThat(security.groups()).containsExactly("8", "9");
    }

    @Test
    void profilesAreTranslated(@TempDir Path profiles) throws ConfigException, IOException {
        Files.writeString(profiles.resolve("strict.json"), "{ \"defaultAction\": \"SCMP_ACT_ERRNO\" }");
        var security = security(
                        "{'seccompProfile':{'type':'Localhost','localhostProfile':'strict.json'},"
                                + "'seLinuxOptions':{'type':'t','level':'s0:c1'}}",
                        "{'appArmorProfile':{'type':'Localhost','localhostProfile':'mine'},'procMount':'Unmasked'}")
                .security(profiles);

        assertThat(security.options())
                .containsExactly(
                        "seccomp={\"defaultAction\":\"SCMP_ACT_ERRNO\"}",
                        "apparmor=mine",
                        "label=type:t",
                        "label=level:s0:c1");
        assertThat(security.unmaskedProc()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none.json", "../outside.json"})
    void aProfileThatIsNotThereIsAnError(String name, @TempDir Path profiles) {
        SecuritySpec spec = security("{'seccompProfile':{'type':'Localhost','localhostProfile':'" + name + "'}}", "{}");

        assertThatThrownBy(() -> spec.security(profiles))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("cannot load seccomp profile");
    }

    private static NodeContext node(int lowestOomScore) {
        return new NodeContext("n", List.of(), 4 * GIB, lowestOomScore, Map.of(), Path.of("none"), false);
    }

    private static SecuritySpec security(String podContext, String containerContext) {
        Pod pod = pod("{'securityContext':" + podContext + ",'containers':[{'name':'a','image':'i','securityContext':"
                + containerContext + "}]}");
        return new SecuritySpec(pod, pod.containers().getFirst());
    }
}
