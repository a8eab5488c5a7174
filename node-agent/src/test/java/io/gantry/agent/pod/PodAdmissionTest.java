package io.gantry.agent.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.agent.object.NodeState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodAdmissionTest {

    private static final NodeContext NODE = new NodeContext("n", List.of(), 0, 0, Map.of(), Path.of("none"), false);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | ''",
                "{'securityContext':{'sysctls':[{'name':'kernel.shm_rmid_forced','value':'1'}]}} | ''",
                "{'securityContext':{'sysctls':[{'name':'net/ipv4/tcp_syncookies','value':'1'}]}} | ''",
                "{'securityContext':{'sysctls':[{'name':'kernel.msgmax','value':'1'}]}} |"
                        + " SysctlForbidden: forbidden sysctl: \"kernel.msgmax\" not allowlisted",
                "{'hostIPC':true,'securityContext':{'sysctls':[{'name':'kernel/shm_rmid_forced','value':'1'}]}} |"
                        + " SysctlForbidden: forbidden sysctl: \"kernel.shm_rmid_forced\" not allowed with host IPC enabled",
                "{'hostNetwork':true,'securityContext':{'sysctls':[{'name':'net.ipv4.tcp_syncookies','value':'1'}]}} |"
                        + " SysctlForbidden: forbidden sysctl: \"net.ipv4.tcp_syncookies\" not allowed with host Net enabled",
                "{'os':{'name':'linux'}} | ''",
                "{'os':{'name':'windows'}} |"
                        + " PodOSNotSupported: Failed to admit pod as the OS field doesn't match node OS",
                "{'securityContext':{'supplementalGroupsPolicy':'Strict'}} |"
                        + " SupplementalGroupsPolicyNotSupported: SupplementalGroupsPolicy=Strict is not supported in this node",
                "{'containers':[{'securityContext':{'appArmorProfile':{'type':'Localhost','localhostProfile':'x'}}}]} |"
                        + " AppArmor: Cannot enforce AppArmor: AppArmor is not enabled on the host",
                "{'hostUsers':false} | UserNamespacesNotSupported:"
                        + " can't set `spec.hostUsers: false`, runtime does not support user namespaces",
                "{'containers':[{'name':'a','restartPolicyRules':[{'action':'RestartAllContainers'}]}]} |"
                        + " RestartAllContainersNotSupported: the action RestartAllContainers of container a"
                        + " is not supported by this node",
            })
    void whatTheNodeCannotDoIsRefused(String spec, String expected) {
        assertThat(PodAdmission.rejection(TestPods.pod(spec), NODE, NodeState.HEALTHY)
                        .map(verdict -> verdict.reason() + ": " + verdict.message())
                        .orElse(""))
                .isEqualTo(expected);
    }

    @Test
    void theMessageInTheStatusSaysThatThePodNeverRan() {
        assertThat(Verdict.rejected("R", "why").statusMessage()).isEqualTo("Pod was rejected: why");
        assertThat(Verdict.evicted("why").statusMessage()).isEqualTo("why");
    }

    @Test
    void aNodeThatGoesDownTakesNoPods() {
        NodeState down = new NodeState(NodeState.Stage.GOING_DOWN, Set.of());

        Verdict verdict = PodAdmission.rejection(TestPods.pod("{'containers':[{'name':'a'}]}"), NODE, down)
                .orElseThrow();

        assertThat(verdict.reason()).isEqualTo("NodeShutdown");
        assertThat(verdict.statusMessage())
                .isEqualTo("Pod was rejected: Pod was rejected as the node is shutting down.");
    }
}
