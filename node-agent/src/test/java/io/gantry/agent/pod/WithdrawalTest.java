package io.gantry.agent.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WithdrawalTest {

    private static final String CONTROLLER = "endpointslice-controller.k8s.io";

    @ParameterizedTest(name = "{0}")
    @CsvSource(quoteCharacter = '`', textBlock = """
            a ready endpoint still gets requests,        20, ns,    u1, CONTROLLER, {'ready':true},                     true
            an endpoint without conditions is ready,     20, ns,    u1, CONTROLLER, {},                                 true
            one that is not ready gets none,             20, ns,    u1, CONTROLLER, {'ready':false},                    false
            one that ends is known to all,               20, ns,    u1, CONTROLLER, {'ready':true;'terminating':true},  false
            another pod of the same name does not count, 20, ns,    u2, CONTROLLER, {'ready':true},                     false
            nor does one of another namespace,           20, other, u1, CONTROLLER, {'ready':true},                     false
            a slice that somebody wrote is theirs,       20, ns,    u1, somebody,   {'ready':true},                     false
            who is given no time gets none,              0,  ns,    u1, CONTROLLER, {'ready':true},                     false
            """)
    void aPodThatIsToEndWaitsUntilItIsOutOfItsServices(
            String name, long grace, String namespace, String uid, String manager, String conditions, boolean awaited) {
        Pod pod = TestPods.deleting(TestPods.oneContainer("Always"), grace);
        String slice =
                """
                {'metadata': {'namespace': '%s', 'labels': {'endpointslice.kubernetes.io/managed-by': '%s'}},
                 'endpoints': [{'targetRef': {'uid': '%s'}, 'conditions': %s}]}
                """.formatted(namespace, manager.replace("CONTROLLER", CONTROLLER), uid, conditions.replace(';', ','));

        assertThat(Withdrawal.isAwaited(pod, List.of(Json.read(slice.replace('\'', '"')))))
                .isEqualTo(awaited);
    }

    @Test
    void aPodThatIsToStayWaitsForNothing() {
        assertThat(Withdrawal.isAwaited(TestPods.oneContainer("Always"), List.of()))
                .isFalse();
    }
}
