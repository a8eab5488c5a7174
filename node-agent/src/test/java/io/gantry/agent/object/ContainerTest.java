package io.gantry.agent.object;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "REGULAR | ALWAYS | {} | 0 | true",
                "REGULAR | ON_FAILURE | {} | 0 | false",
                "REGULAR | ON_FAILURE | {} | 1 | true",
                "REGULAR | NEVER | {} | 1 | false",
                "REGULAR | ALWAYS | {'restartPolicy':'Never'} | 1 | false",
                "REGULAR | NEVER | {'restartPolicy':'OnFailure'} | 1 | true",
                "REGULAR | NEVER | {'restartPolicy':'Never','restartPolicyRules':[{'action':'Restart','exitCodes':"
                        + "{'operator':'In','values':[42]}}]} | 42 | true",
                "REGULAR | NEVER | {'restartPolicy':'Never','restartPolicyRules':[{'action':'Restart','exitCodes':"
                        + "{'operator':'In','values':[42]}}]} | 1 | false",
                "REGULAR | NEVER | {'restartPolicy':'Never','restartPolicyRules':[{'action':'Restart','exitCodes':"
                        + "{'operator':'NotIn','values':[42]}}]} | 1 | true",
                "INIT | ALWAYS | {} | 0 | false",
                "INIT | ALWAYS | {} | 1 | true",
                "INIT | NEVER | {} | 1 | false",
                "INIT | ALWAYS | {'restartPolicy':'Never'} | 1 | false",
                "SIDECAR | NEVER | {'restartPolicy':'Always'} | 0 | true",
                "EPHEMERAL | ALWAYS | {} | 1 | false",
            })
    void whatFollowsAnEndIsTheContainersToSayAndThenThePods(
            Container.Kind kind, RestartPolicy pod, String container, int code, boolean restarts) {
        assertThat(new Container(Json.read(container.replace('\'', '"')), kind).restarts(pod, code))
                .isEqualTo(restarts);
    }
}
