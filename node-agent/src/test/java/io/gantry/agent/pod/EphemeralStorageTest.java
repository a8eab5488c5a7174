package io.gantry.agent.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.agent.object.Pod;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EphemeralStorageTest {

    private static final long KIB = 1024;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1Ki | '' | '' | 1 | 0 | 0 | ''",
                "1Ki | '' | '' | 2 | 0 | 0 | Usage of EmptyDir volume \"v\" exceeds the limit \"1Ki\".",
                "8Ki | 4Ki | '' | 0 | 5 | 0 | Container a exceeded its local ephemeral storage limit \"4Ki\".",
                "8Ki | 4Ki | '' | 6 | 0 | 9 | ''",
                "8Ki | 4Ki | 4Ki | 3 | 3 | 3 | Pod ephemeral local storage usage exceeds the total limit of containers 8192.",
                "8Ki | 4Ki | 4Ki | 2 | 3 | 3 | ''",
                "'' | '' | '' | 999 | 999 | 999 | ''",
            })
    void whoTakesMoreThanItMayHasToGo(
            String volume, String first, String second, long used, long byA, long byB, String message) {
        Pod pod = TestPods.pod(
                "{'volumes':[{'name':'v','emptyDir':{" + (volume.isEmpty() ? "" : "'sizeLimit':'" + volume + "'")
                        + "}}],'containers':[" + container("a", first) + "," + container("b", second) + "]}");

        var usage = new EphemeralStorage.Usage(Map.of("v", used * KIB), Map.of("a", byA * KIB, "b", byB * KIB));

        assertThat(EphemeralStorage.verdict(pod, usage)
                        .map(Verdict::message)
                        .orElse("")
                        .strip())
                .isEqualTo(message);
        assertThat(EphemeralStorage.limited(pod)).isEqualTo(!(volume + first + second).isEmpty());
    }

    private static String container(String name, String limit) {
        return "{'name':'" + name + "'"
                + (limit.isEmpty() ? "" : ",'resources':{'limits':{'ephemeral-storage':'" + limit + "'}}") + "}";
    }
}
