package io.gantry.agent.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.agent.object.Pressure;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PressureAdmissionTest {

    private static final String PLAIN = "'containers':[{'name':'a'}]";
    private static final String ASKING = "'containers':[{'name':'a','resources':{'requests':{'memory':'1Mi'}}}]";

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "``, PLAIN, ``, ``",
                "MEMORY, PLAIN, ``, The node had condition: [MemoryPressure]. ",
                "MEMORY, ASKING, ``, ``",
                "DISK, ASKING, ``, The node had condition: [DiskPressure]. ",
                "PROCESSES, ASKING, ``, The node had condition: [PIDPressure]. ",
                "DISK MEMORY, ASKING, ``, The node had condition: [MemoryPressure DiskPressure]. ",
                "DISK, PLAIN, `,'priority':2000000000`, ``",
                "MEMORY, PLAIN, `,'tolerations':[{'key':'node.kubernetes.io/memory-pressure','operator':'Exists'}]`, ``",
                "MEMORY, PLAIN, `,'tolerations':[{'operator':'Exists'}]`, ``",
                "MEMORY, PLAIN, `,'tolerations':[{'key':'other','operator':'Exists'}]`, The node had condition: [MemoryPressure]. ",
                "DISK, PLAIN, `,'tolerations':[{'operator':'Exists'}]`, The node had condition: [DiskPressure]. ",
            },
            ignoreLeadingAndTrailingWhitespace = true)
    void aNodeUnderPressureTakesNoPodThatItWouldHaveToEnd(
            String pressures, String containers, String more, String message) {
        Set<Pressure> present = Arrays.stream(pressures.split(" "))
                .filter(name -> !name.isEmpty())
                .map(Pressure::valueOf)
                .collect(Collectors.toSet());
        String spec = "{" + (containers.equals("PLAIN") ? PLAIN : ASKING) + more + "}";

        String rejection = PressureAdmission.rejection(TestPods.pod(spec), present)
                .map(verdict -> verdict.reason() + ": " + verdict.statusMessage())
                .orElse("");

        assertThat(rejection.strip())
                .isEqualTo(message.isEmpty() ? "" : ("Evicted: Pod was rejected: " + message).strip());
    }
}
