package io.gantry.resource.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.resource.Strategy;
import io.gantry.resource.kinds.BuiltInKinds;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodWarningsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"spec":{"nodeSelector":{"beta.kubernetes.io/os":"linux"}}} | t.spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead
            {"spec":{"affinity":{"nodeAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"preference":{"matchExpressions":[{"key":"node-role.kubernetes.io/master"}]}}]}}}} | t.spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].preference.matchExpressions[0].key: node-role.kubernetes.io/master is use "node-role.kubernetes.io/control-plane" instead
            {"metadata":{"annotations":{"seccomp.security.alpha.kubernetes.io/pod":"x"}}} | t.metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]: non-functional in v1.27+; use the "seccompProfile" field instead
            {"metadata":{"annotations":{"seccomp.security.alpha.kubernetes.io/pod":"x"}},"spec":{"securityContext":{"seccompProfile":{"type":"RuntimeDefault"}}}} |
            {"metadata":{"annotations":{"container.apparmor.security.beta.kubernetes.io/c":"localhost/x"}},"spec":{"containers":[{"name":"c"}]}} | t.metadata.annotations[container.apparmor.security.beta.kubernetes.io/c]: deprecated since v1.30; use the "appArmorProfile" field instead
            {"metadata":{"annotations":{"container.apparmor.security.beta.kubernetes.io/c":"localhost/x"}},"spec":{"securityContext":{"appArmorProfile":{"type":"Localhost","localhostProfile":"x"}},"containers":[{"name":"c"}]}} |
            {"spec":{"volumes":[{"name":"v","ephemeral":{"volumeClaimTemplate":{"spec":{"resources":{"requests":{"storage":"1500m"}}}}}}]}} | t.spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources.requests[storage]: fractional byte value "1500m" is invalid, must be an integer
            {"spec":{"volumes":[{"name":"v","configMap":{"name":"m","items":[{"path":"p"},{"path":"pp"},{"path":"p/q/"}]}}]}} | volume "v" (ConfigMap "m"): overlapping paths: "p/q" with "p"
            {"spec":{"volumes":[{"name":"v","projected":{"sources":[{"secret":{"name":"s","items":[{"path":"p"}]}},{"serviceAccountToken":{"path":"p"}}]}}]}} | volume "v" (Projected): overlapping paths: "p" (ServiceAccountToken) with "p" (Secret "s")
            {"spec":{"hostAliases":[{"ip":"1.2.3.4"},{"ip":"1.2.3.4"}]}} | t.spec.hostAliases[1].ip: duplicate ip "1.2.3.4"
            {"spec":{"dnsConfig":{"nameservers":["2001:DB8::1"]}}} | t.spec.dnsConfig.nameservers[0]: IPv6 address "2001:DB8::1" should be in RFC 5952 canonical format ("2001:db8::1")
            {"spec":{"containers":[{"ports":[{"containerPort":80}]},{"ports":[{"containerPort":80}]}]}} | t.spec.containers[1].ports[0]: duplicate port definition with t.spec.containers[0].ports[0]
            {"spec":{"containers":[{"ports":[{"containerPort":80},{"containerPort":80,"hostPort":81}]}]}} | t.spec.containers[0].ports[1]: overlapping port definition with t.spec.containers[0].ports[0]
            {"spec":{"containers":[{"ports":[{"containerPort":80,"hostPort":81,"hostIP":"1.2.3.4"},{"containerPort":80,"hostPort":81}]}]}} | t.spec.containers[0].ports[1]: dangerously ambiguous port definition with t.spec.containers[0].ports[0]
            {"spec":{"containers":[{"ports":[{"containerPort":80,"hostPort":81},{"containerPort":80,"hostPort":82}]}]}} |
            """)
    void aUserIsTold(String pod, String warning) {
        List<String> expected = warning == null ? List.of() : List.of(warning);
        assertThat(PodWarnings.of(Json.read(pod), "t.")).isEqualTo(expected);
    }

    @Test
    void onlyAChangeOfTheSpecWarnsAgain() {
        Strategy deployments = BuiltInKinds.definitions().stream()
                .filter(definition -> definition.kind().equals("Deployment"))
                .findFirst()
                .orElseThrow()
                .strategy();
        ObjectNode old = Json.read("""
                {"metadata":{"generation":1},"spec":{"template":{"spec":{"terminationGracePeriodSeconds":-1}}}}""");
        ObjectNode changed = old.deepCopy();
        assertThat(deployments.warningsOfUpdate(changed, old)).isEmpty();
        changed.withObject("/metadata").put("generation", 2);
        assertThat(deployments.warningsOfUpdate(changed, old)).hasSize(1);
    }
}
