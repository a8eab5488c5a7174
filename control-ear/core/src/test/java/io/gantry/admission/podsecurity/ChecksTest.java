package io.gantry.admission.podsecurity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChecksTest {

    private static String violations(Level level, int minor, String pod) {
        ObjectNode tree = Json.read(pod);
        return Violation.details(Checks.violations(
                new Standard(level, new PolicyVersion(minor)),
                new CheckedPod(tree.path("metadata"), tree.path("spec"))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"containers":[{"name":"a"}]}                                                    | 36 | NONE
            {"hostNetwork":true,"hostPID":true,"containers":[]}                              | 36 | host namespaces (hostNetwork=true, hostPID=true)
            {"volumes":[{"name":"v","hostPath":{}},{"name":"w","hostPath":{}}]}              | 36 | hostPath volumes (volumes "v", "w")
            {"containers":[{"name":"a","ports":[{"hostPort":80},{"hostPort":8080}]}]}        | 36 | hostPort (container "a" uses hostPorts 80, 8080)
            {"containers":[{"name":"a","livenessProbe":{"httpGet":{"host":"h"}}}]}           | 36 | probe or lifecycle host (container "a" uses probe or lifecycle host "h")
            {"containers":[{"name":"a","livenessProbe":{"httpGet":{"host":"h"}}}]}           | 33 | NONE
            {"containers":[{"name":"a","securityContext":{"privileged":true}}],"initContainers":[{"name":"i","securityContext":{"privileged":true}}]} | 36 | privileged (containers "i", "a" must not set securityContext.privileged=true)
            {"containers":[{"name":"a","securityContext":{"procMount":"Unmasked"}}]}         | 36 | procMount (container "a" must not set securityContext.procMount to "Unmasked")
            {"hostUsers":false,"containers":[{"name":"a","securityContext":{"procMount":"Unmasked"}}]} | 36 | NONE
            {"hostUsers":false,"containers":[{"name":"a","securityContext":{"procMount":"Unmasked"}}]} | 34 | procMount (container "a" must not set securityContext.procMount to "Unmasked")
            {"containers":[{"name":"a","securityContext":{"capabilities":{"add":["NET_RAW","CHOWN","BPF"]}}}]} | 36 | non-default capabilities (container "a" must not include "BPF", "NET_RAW" in securityContext.capabilities.add)
            {"securityContext":{"seLinuxOptions":{"type":"x","user":"u"}},"containers":[{"name":"a","securityContext":{"seLinuxOptions":{"role":"r"}}}]} | 36 | seLinuxOptions (pod and container "a" set forbidden securityContext.seLinuxOptions: type "x"; user may not be set; role may not be set)
            {"securityContext":{"seLinuxOptions":{"type":"container_engine_t"}}}             | 31 | NONE
            {"securityContext":{"seLinuxOptions":{"type":"container_engine_t"}}}             | 30 | seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: type "container_engine_t")
            {"securityContext":{"seccompProfile":{"type":"Unconfined"}}}                     | 36 | seccompProfile (pod must not set securityContext.seccompProfile.type to "Unconfined")
            {"securityContext":{"appArmorProfile":{"type":"Unconfined"}}}                    | 36 | forbidden AppArmor profile (pod must not set AppArmor profile type to "Unconfined")
            {"securityContext":{"sysctls":[{"name":"net.ipv4.tcp_rmem"},{"name":"kernel.x"}]}} | 36 | forbidden sysctls (kernel.x)
            {"securityContext":{"sysctls":[{"name":"net.ipv4.tcp_rmem"}]}}                   | 31 | forbidden sysctls (net.ipv4.tcp_rmem)
            {"securityContext":{"windowsOptions":{"hostProcess":true}},"containers":[]}      | 36 | hostProcess (pod must not set securityContext.windowsOptions.hostProcess=true)
            """)
    void baseline(String spec, int minor, String expected) {
        assertThat(violations(Level.BASELINE, minor, "{\"spec\":" + spec + "}"))
                .isEqualTo(expected.equals("NONE") ? "" : expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"container.apparmor.security.beta.kubernetes.io/a":"unconfined"} | 36 | forbidden AppArmor profile (annotation must not set AppArmor profile type to "container.apparmor.security.beta.kubernetes.io/a="unconfined"")
            {"container.apparmor.security.beta.kubernetes.io/a":"localhost/x"} | 36 | NONE
            {"seccomp.security.alpha.kubernetes.io/pod":"unconfined"} | 18 | seccompProfile (forbidden annotation seccomp.security.alpha.kubernetes.io/pod="unconfined")
            {"seccomp.security.alpha.kubernetes.io/pod":"unconfined"} | 19 | NONE
            """)
    void annotations(String annotations, int minor, String expected) {
        assertThat(violations(
                        Level.BASELINE,
                        minor,
                        "{\"metadata\":{\"annotations\":" + annotations
                                + "},\"spec\":{\"containers\":[{\"name\":\"a\"}]}}"))
                .isEqualTo(expected.equals("NONE") ? "" : expected);
    }

    private static final String GOOD = "\"allowPrivilegeEscalation\":false,\"capabilities\":{\"drop\":[\"ALL\"]}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"securityContext":{"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}},"containers":[{"name":"a","securityContext":{GOOD}}]} | 36 | NONE
            {"containers":[{"name":"a"}]} | 36 | allowPrivilegeEscalation != false (container "a" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "a" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "a" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")
            {"containers":[{"name":"a"}]} | 7 | runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true)
            {"securityContext":{"runAsNonRoot":true,"runAsUser":0,"seccompProfile":{"type":"RuntimeDefault"}},"containers":[{"name":"a","securityContext":{GOOD,"runAsNonRoot":false}}]} | 36 | runAsNonRoot != true (container "a" must not set securityContext.runAsNonRoot=false), runAsUser=0 (pod must not set runAsUser=0)
            {"hostUsers":false,"securityContext":{"seccompProfile":{"type":"Unconfined"}},"containers":[{"name":"a","securityContext":{GOOD,"procMount":"Unmasked"}}]} | 36 | procMount (container "a" must not set securityContext.procMount to "Unmasked"), seccompProfile (pod must not set securityContext.seccompProfile.type to "Unconfined")
            {"securityContext":{"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}},"volumes":[{"name":"v","hostPath":{}},{"name":"n","nfs":{}},{"name":"s","secret":{}}],"containers":[{"name":"a","securityContext":{GOOD}}]} | 36 | restricted volume types (volumes "v", "n" use restricted volume types "hostPath", "nfs")
            {"securityContext":{"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}},"containers":[{"name":"a","securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"],"add":["CHOWN"]}}}]} | 36 | unrestricted capabilities (container "a" must not include "CHOWN" in securityContext.capabilities.add)
            {"os":{"name":"windows"},"securityContext":{"runAsNonRoot":true},"containers":[{"name":"a"}]} | 36 | NONE
            """)
    void restricted(String spec, int minor, String expected) {
        assertThat(violations(Level.RESTRICTED, minor, "{\"spec\":" + spec.replace("GOOD", GOOD) + "}"))
                .isEqualTo(expected.equals("NONE") ? "" : expected);
    }
}
