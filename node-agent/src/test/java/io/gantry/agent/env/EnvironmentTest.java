package io.gantry.agent.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.gantry.agent.cluster.ClusterState;
import io.gantry.agent.cluster.ObjectRef;
import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import io.gantry.agent.object.Quantity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {

    private static final String POD = """
            {'metadata':{'name':'p','namespace':'ns','uid':'u','labels':{'app':'web'},'annotations':{'note':'a "b"'}},
             'spec':{'nodeName':'n1','serviceAccountName':'sa','containers':[
              {'name':'a','image':'i','resources':{'limits':{'memory':'64Mi'},'requests':{'cpu':'250m'}},'env':%s,'envFrom':%s},
              {'name':'b','image':'i','resources':{'limits':{'cpu':'2'}}}]}}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'value':'x'} | x",
                "{'value':'$(SVC_PORT)-$(SELF)'} | 80-$(SELF)",
                "{} | ''",
                "{'valueFrom':{'fieldRef':{'fieldPath':'metadata.name'}}} | p",
                "{'valueFrom':{'fieldRef':{'fieldPath':'metadata.uid'}}} | u",
                "{'valueFrom':{'fieldRef':{'fieldPath':\"metadata.labels['app']\"}}} | web",
                "{'valueFrom':{'fieldRef':{'fieldPath':\"metadata.annotations['none']\"}}} | ''",
                "{'valueFrom':{'fieldRef':{'fieldPath':'spec.nodeName'}}} | n1",
                "{'valueFrom':{'fieldRef':{'fieldPath':'spec.serviceAccountName'}}} | sa",
                "{'valueFrom':{'fieldRef':{'fieldPath':'status.podIP'}}} | 10.0.0.1",
                "{'valueFrom':{'fieldRef':{'fieldPath':'status.podIPs'}}} | 10.0.0.1,fd00::1",
                "{'valueFrom':{'fieldRef':{'fieldPath':'status.hostIP'}}} | 192.0.2.1",
                "{'valueFrom':{'resourceFieldRef':{'resource':'limits.memory'}}} | 67108864",
                "{'valueFrom':{'resourceFieldRef':{'resource':'limits.memory','divisor':'1Mi'}}} | 64",
                "{'valueFrom':{'resourceFieldRef':{'resource':'requests.cpu'}}} | 1",
                "{'valueFrom':{'resourceFieldRef':{'resource':'requests.cpu','divisor':'1m'}}} | 250",
                "{'valueFrom':{'resourceFieldRef':{'resource':'limits.cpu'}}} | 8",
                "{'valueFrom':{'resourceFieldRef':{'resource':'limits.cpu','containerName':'b'}}} | 2",
                "{'valueFrom':{'resourceFieldRef':{'resource':'requests.memory'}}} | 0",
                "{'valueFrom':{'configMapKeyRef':{'name':'cm','key':'k'}}} | from-map",
                "{'valueFrom':{'secretKeyRef':{'name':'sec','key':'k'}}} | from-secret",
                "{'valueFrom':{'fileKeyRef':{'volumeName':'v','path':'f','key':'KEY'}}} | from file",
            })
    void aVariableIsTakenFromItsSource(String variable, String expected) throws ConfigException {
        assertThat(environment(
                        "[" + variable.replaceFirst("\\{", "{'name':'V'" + (variable.equals("{}") ? "" : ",")) + "]",
                        "[]"))
                .containsEntry("V", expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'valueFrom':{'configMapKeyRef':{'name':'cm','key':'none'}}} | couldn't find key none in ConfigMap ns/cm",
                "{'valueFrom':{'secretKeyRef':{'name':'sec','key':'none'}}} | couldn't find key none in Secret ns/sec",
                "{'valueFrom':{'configMapKeyRef':{'name':'none','key':'k'}}} | configmap \"none\" not found",
                "{'valueFrom':{'secretKeyRef':{'name':'none','key':'k'}}} | secret \"none\" not found",
                "{'valueFrom':{'fieldRef':{'fieldPath':'spec.none'}}} | unsupported fieldPath: spec.none",
                "{'valueFrom':{'fileKeyRef':{'volumeName':'v','path':'f','key':'EMPTY'}}} |"
                        + " environment variable key \"EMPTY\" not found in file \"f\"",
            })
    void whatIsMissingIsNamed(String variable, String message) {
        assertThatThrownBy(() -> environment("[" + variable.replaceFirst("\\{", "{'name':'V',") + "]", "[]"))
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @Test
    void whatIsOptionalMayBeMissing() throws ConfigException {
        Map<String, String> environment = environment(
                "[{'name':'V','valueFrom':{'configMapKeyRef':{'name':'none','key':'k','optional':true}}}]",
                "[{'secretRef':{'name':'none','optional':true}}]");

        assertThat(environment).doesNotContainKey("V");
    }

    @Test
    void laterDeclarationsWinAndMayUseEarlierOnes() throws ConfigException {
        Map<String, String> environment = environment(
                "[{'name':'k','value':'own'},{'name':'B','value':'$(k)+$(P_k)'},{'name':'SVC_HOST','value':'mine'}]",
                "[{'configMapRef':{'name':'cm'}},{'prefix':'P_','secretRef':{'name':'sec'}}]");

        assertThat(environment)
                .containsExactly(
                        entry("SVC_PORT", "80"),
                        entry("k", "own"),
                        entry("P_k", "from-secret"),
                        entry("B", "own+from-secret"),
                        entry("SVC_HOST", "mine"));
    }

    @Test
    void aMissingSourceOfManyIsNamed() {
        assertThatThrownBy(() -> environment("[]", "[{'configMapRef':{'name':'none'}}]"))
                .hasMessage("configmap \"none\" not found");
    }

    @Test
    void allLabelsAndAnnotationsAreLines() throws ConfigException {
        PodFields fields = new PodFields(pod("[]", "[]"), List.of(), List.of());

        assertThat(fields.value("metadata.labels")).isEqualTo("app=\"web\"");
        assertThat(fields.value("metadata.annotations")).isEqualTo("note=\"a \\\"b\\\"\"");
    }

    private static Map<String, String> environment(String env, String envFrom) throws ConfigException {
        ClusterState cluster = new ClusterState();
        cluster.upsert(new ObjectRef("configmaps", "ns", "cm"), Json.read("{\"data\":{\"k\":\"from-map\"}}"));
        cluster.upsert(new ObjectRef("secrets", "ns", "sec"), Json.read("{\"data\":{\"k\":\"ZnJvbS1zZWNyZXQ=\"}}"));
        Pod pod = pod(env, envFrom);
        return new Environment(
                        new ConfigData(cluster, "ns"),
                        new PodFields(pod, List.of("10.0.0.1", "fd00::1"), List.of("192.0.2.1")),
                        new ResourceFields(pod, Map.of("cpu", Quantity.of(8), "memory", Quantity.of(1 << 30))),
                        new java.util.TreeMap<>(Map.of("SVC_PORT", "80", "SVC_HOST", "10.96.0.1")),
                        (volume, path) -> List.of("# made by " + volume + "/" + path, "KEY='from file'", "EMPTY=''"))
                .of(pod.containers().getFirst());
    }

    /** Apostrophes are quotation marks, except in the paths of labels and annotations. */
    private static Pod pod(String env, String envFrom) {
        String text = POD.formatted(env, envFrom).replace("a \"b\"", "a \\\"b\\\"");
        return new Pod(Json.read(text.replaceAll("\"(metadata\\.\\w+)\\['(\\w+)'\\]\"", "'$1[~$2~]'")
                .replace('\'', '"')
                .replace('~', '\'')));
    }
}
