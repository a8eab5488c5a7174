package io.gantry.resource.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodValidationTest {

    private final Admission pods = new Admission("v1", "Pod");

    private static String pod(String spec) {
        return "{\"metadata\":{\"name\":\"p\"},\"spec\":" + spec + "}";
    }

    private static String container(String fields) {
        return pod(
                "{\"containers\":[{\"name\":\"c\",\"image\":\"a:1\"" + (fields.isEmpty() ? "" : "," + fields) + "}]}");
    }

    @Test
    void acceptsAMinimalPod() {
        assertThat(pods.errors(container(""))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"containers":[]} | spec.containers: Required value
            {"containers":[{"image":"a"}]} | spec.containers[0].name: Required value
            {"containers":[{"name":"c"}]} | spec.containers[0].image: Required value
            {"containers":[{"name":"C","image":"a"}]} | spec.containers[0].name: Invalid value: "C": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')
            {"containers":[{"name":"c","image":" a"}]} | spec.containers[0].image: Invalid value: " a": must not have leading or trailing whitespace
            {"containers":[{"name":"c","image":"a"},{"name":"c","image":"a"}]} | spec.containers[1].name: Duplicate value: "c"
            {"containers":[{"name":"c","image":"a"}],"initContainers":[{"name":"c","image":"a"}]} | spec.initContainers[0].name: Duplicate value: "c"
            {"containers":[{"name":"c","image":"a"}],"restartPolicy":"Sometimes"} | spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"
            {"containers":[{"name":"c","image":"a"}],"dnsPolicy":"None"} | spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None
            {"containers":[{"name":"c","image":"a"}],"activeDeadlineSeconds":0} | spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive
            {"containers":[{"name":"c","image":"a"}],"hostname":"a.b"} | spec.hostname: Invalid value: "a.b": must not contain dots
            {"containers":[{"name":"c","image":"a"}],"volumes":[{"name":"v"},{"name":"v"}]} | spec.volumes[1].name: Duplicate value: "v"
            {"containers":[{"name":"c","image":"a"}],"volumes":[{"name":"v","hostPath":{"path":"/a/../b"}}]} | spec.volumes[0].hostPath.path: Invalid value: "/a/../b": must not contain '..'
            {"containers":[{"name":"c","image":"a"}],"volumes":[{"name":"v","emptyDir":{},"hostPath":{"path":"/a"}}]} | spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type
            {"containers":[{"name":"c","image":"a"}],"volumes":[{"name":"v","ephemeral":{"volumeClaimTemplate":{"metadata":{"name":"x"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}}}]} | spec.volumes[0].ephemeral.volumeClaimTemplate.metadata.name: Forbidden: cannot be set
            {"containers":[{"name":"c","image":"a"}],"volumes":[{"name":"v","ephemeral":{"volumeClaimTemplate":{"spec":{"resources":{"requests":{"storage":"1Gi"}}}}}}]} | spec.volumes[0].ephemeral.volumeClaimTemplate.spec.accessModes: Required value: at least 1 access mode is required
            {"containers":[{"name":"c","image":"a"}],"volumes":[{"name":"v","csi":{"driver":"d","nodePublishSecretRef":{}}}]} | spec.volumes[0].csi.nodePublishSecretRef.name: Required value
            {"containers":[{"name":"c","image":"a"}],"volumes":[{"name":"v","iscsi":{"targetPortal":"p","iqn":"odd","lun":0}}]} | spec.volumes[0].iscsi.iqn: Invalid value: "odd": must be valid format starting with iqn, eui, or naa
            {"containers":[{"name":"c","image":"a"}],"volumes":[{"name":"v","gcePersistentDisk":{}}]} | spec.volumes[0].persistentDisk.pdName: Required value
            {"containers":[{"name":"c","image":"a"}],"volumes":[{"name":"v","image":{}}]} | spec.volumes[0].image.reference: Required value
            {"containers":[{"name":"c","image":"a"}],"volumes":[{"name":"v","secret":{}}]} | spec.volumes[0].secret.secretName: Required value
            {"containers":[{"name":"c","image":"a"}],"tolerations":[{"effect":"NoExecute","key":"a","operator":"Exists","value":"b"}]} | spec.tolerations[0].operator: Invalid value: "b": value must be empty when `operator` is 'Exists'
            {"containers":[{"name":"c","image":"a"}],"nodeName":"n","schedulingGates":[{"name":"a.b/c"}]} | spec.nodeName: Forbidden: cannot be set until all schedulingGates have been cleared
            {"containers":[{"name":"c","image":"a"}],"ephemeralContainers":[{"name":"d","image":"a"}]} | spec.ephemeralContainers: Forbidden: cannot be set on create
            {"containers":[{"name":"c","image":"a"}],"initContainers":[{"name":"i","image":"a","readinessProbe":{"tcpSocket":{"port":1}}}]} | spec.initContainers[0].readinessProbe: Forbidden: may not be set for init containers without restartPolicy=Always
            {"containers":[{"name":"c","image":"a"}],"topologySpreadConstraints":[{"maxSkew":0,"topologyKey":"k","whenUnsatisfiable":"DoNotSchedule"}]} | spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero
            {"containers":[{"name":"c","image":"a"}],"affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[]}}}} | spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term
            {"containers":[{"name":"c","image":"a"}],"affinity":{"podAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":0,"podAffinityTerm":{"topologyKey":"k"}}]}}} | spec.affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 0: must be in the range 1-100
            {"containers":[{"name":"c","image":"a"}],"securityContext":{"runAsUser":-1}} | spec.securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive
            {"containers":[{"name":"c","image":"a"}],"hostAliases":[{"ip":"1.2.3"}]} | spec.hostAliases[0].ip: Invalid value: "1.2.3": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
            {"containers":[{"name":"c","image":"a"}],"os":{"name":"plan9"}} | spec.os: Unsupported value: "plan9": supported values: "linux", "windows"
            """)
    void refusesPodsInUpstreamsWords(String spec, String error) {
        assertThat(pods.errors(pod(spec))).containsExactly(error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "ports":[{"containerPort":0}] | ports[0].containerPort: Required value
            "ports":[{"containerPort":70000}] | ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive
            "ports":[{"containerPort":1,"protocol":"tcp"}] | ports[0].protocol: Unsupported value: "tcp": supported values: "SCTP", "TCP", "UDP"
            "ports":[{"containerPort":1,"name":"a-very-long-port-name"}] | ports[0].name: Invalid value: "a-very-long-port-name": must be no more than 15 characters
            "ports":[{"containerPort":1,"name":"a"},{"containerPort":2,"name":"a"}] | ports[1].name: Duplicate value: "a"
            "ports":[{"containerPort":1,"hostPort":9},{"containerPort":2,"hostPort":9}] | ports[1].hostPort: Duplicate value: "TCP//9"
            "env":[{"name":""}] | env[0].name: Required value
            "env":[{"name":"a=b"}] | env[0].name: Invalid value: "a=b": a valid environment variable name must consist only of printable ASCII characters other than '='
            "env":[{"name":"a","valueFrom":{}}] | env[0].valueFrom: Invalid value: "": must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`
            "env":[{"name":"a","value":"x","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}] | env[0].valueFrom: Invalid value: "": may not be specified when `value` is not empty
            "env":[{"name":"a","valueFrom":{"fieldRef":{"fieldPath":"metadata.whatever"}}}] | env[0].valueFrom.fieldRef.fieldPath: Invalid value: "metadata.whatever": error converting fieldPath: field label not supported: metadata.whatever
            "env":[{"name":"a","valueFrom":{"fieldRef":{"fieldPath":"metadata.labels"}}}] | env[0].valueFrom.fieldRef.fieldPath: Unsupported value: "metadata.labels": supported values: "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"
            "env":[{"name":"a","valueFrom":{"resourceFieldRef":{"resource":"limits.cpu","divisor":"2"}}}] | env[0].valueFrom.resourceFieldRef.divisor: Invalid value: "limits.cpu": only divisor's values 1m and 1 are supported with the cpu resource
            "env":[{"name":"a","valueFrom":{"secretKeyRef":{"name":"s","key":""}}}] | env[0].valueFrom.secretKeyRef.key: Required value
            "envFrom":[{}] | envFrom: Invalid value: "": must specify one of: `configMapRef` or `secretRef`
            "volumeMounts":[{"name":"v","mountPath":"/x"}] | volumeMounts[0].name: Not found: "v"
            "imagePullPolicy":"Maybe" | imagePullPolicy: Unsupported value: "Maybe": supported values: "Always", "IfNotPresent", "Never"
            "terminationMessagePolicy":"x" | terminationMessagePolicy: Unsupported value: "x": supported values: "File", "FallbackToLogsOnError"
            "resources":{"limits":{"cpu":"1"},"requests":{"cpu":"2"}} | resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1
            "resources":{"requests":{"cpu":"-1"}} | resources.requests[cpu]: Invalid value: "-1": must be greater than or equal to 0
            "resources":{"requests":{"bogus":"1"}} | resources.requests[bogus]: Invalid value: "bogus": must be a standard resource type or fully qualified
            "resources":{"requests":{"example.com/gpu":"1"}} | resources.limits: Required value: Limit must be set for non overcommitable resources
            "resources":{"requests":{"hugepages-2Mi":"2Mi"},"limits":{"hugepages-2Mi":"2Mi"}} | resources: Forbidden: HugePages require cpu or memory
            "livenessProbe":{} | livenessProbe: Required value: must specify a handler type
            "livenessProbe":{"tcpSocket":{"port":1},"successThreshold":2} | livenessProbe.successThreshold: Invalid value: 2: must be 1
            "livenessProbe":{"exec":{"command":["a"]},"tcpSocket":{"port":1}} | livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type
            "livenessProbe":{"exec":{}} | livenessProbe.exec.command: Required value
            "livenessProbe":{"httpGet":{"port":"UP"}} | livenessProbe.httpGet.port: Invalid value: "UP": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)
            "readinessProbe":{"httpGet":{"port":0}} | readinessProbe.httpGet.port: Invalid value: 0: must be between 1 and 65535, inclusive
            "lifecycle":{"preStop":{"sleep":{"seconds":60}}} | lifecycle.preStop.sleep: Invalid value: 60: must be non-negative and less than terminationGracePeriodSeconds (30)
            "securityContext":{"privileged":true,"allowPrivilegeEscalation":false} | securityContext: Invalid value: {"privileged":true,"allowPrivilegeEscalation":false}: cannot set `allowPrivilegeEscalation` to false and `privileged` to true
            "securityContext":{"seccompProfile":{"type":"Localhost"}} | securityContext.seccompProfile.localhostProfile: Required value: must be set when seccomp type is Localhost
            "restartPolicyRules":[{"action":"Restart","exitCodes":{"operator":"In","values":[1]}}] | restartPolicy: Required value: must specify restartPolicy when restart rules are used
            """)
    void refusesContainersInUpstreamsWords(String fields, String error) {
        assertThat(pods.errors(container(fields))).contains("spec.containers[0]." + error);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"name":"v","mountPath":""} | volumeMounts[0].mountPath: Required value
            {"name":"v","mountPath":"/x","subPath":"/y"} | volumeMounts.subPath: Invalid value: "/y": must be a relative path
            {"name":"v","mountPath":"/x","subPath":"a","subPathExpr":"b"} | volumeMounts[0].subPathExpr: Invalid value: "b": subPathExpr and subPath are mutually exclusive
            {"name":"v","mountPath":"/x","mountPropagation":"Bidirectional"} | volumeMounts.mountPropagation: Forbidden: Bidirectional mount propagation is available only to privileged containers
            {"name":"v","mountPath":"/x","recursiveReadOnly":"Enabled"} | volumeMounts.recursiveReadOnly: Forbidden: may only be specified when readOnly is true
            """)
    void refusesMountsInUpstreamsWords(String mount, String error) {
        String spec =
                "{\"volumes\":[{\"name\":\"v\"}],\"containers\":[{\"name\":\"c\",\"image\":\"a\",\"volumeMounts\":["
                        + mount + "]}]}";
        assertThat(pods.errors(pod(spec))).containsExactly("spec.containers[0]." + error);
    }

    private static ObjectNode running() {
        return Json.read("""
                {"metadata":{"name":"p"},"spec":{"nodeName":"n","activeDeadlineSeconds":10,
                 "containers":[{"name":"c","image":"a:1","resources":{"limits":{"cpu":"0.5"}}}],
                 "tolerations":[{"key":"k","operator":"Exists","effect":"NoSchedule"}]},
                 "status":{"phase":"Running","qosClass":"Burstable"}}""");
    }

    @Test
    void takesChangesOfImagesDeadlinesAndMoreTolerations() {
        ObjectNode wanted = running();
        ((ObjectNode) wanted.at("/spec/containers/0")).put("image", "a:2");
        ObjectNode spec = (ObjectNode) wanted.get("spec");
        spec.put("activeDeadlineSeconds", 5).putArray("imagePullSecrets");
        ((ObjectNode) spec.at("/containers/0/resources/limits")).put("cpu", "500m");
        spec.withArray("tolerations").addObject().put("key", "l").put("operator", "Exists");
        assertThat(pods.updateErrors(running(), wanted)).isEmpty();
    }

    @Test
    void refusesToForgetWhatWasSaidWithZero() {
        ObjectNode old = running();
        ((ObjectNode) old.get("spec")).put("automountServiceAccountToken", false);
        assertThat(pods.updateErrors(old, running()))
                .singleElement()
                .asString()
                .endsWith("- spec.automountServiceAccountToken: false\n+ spec.automountServiceAccountToken: (unset)");
    }

    @Test
    void refusesOtherChangesAndNamesThem() {
        ObjectNode wanted = running();
        ((ObjectNode) wanted.get("spec")).put("nodeName", "m").put("hostNetwork", true);
        assertThat(pods.updateErrors(running(), wanted)).containsExactly("""
                spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,\
                `spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing \
                tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)
                - spec.hostNetwork: (unset)
                + spec.hostNetwork: true
                - spec.nodeName: "n"
                + spec.nodeName: "m\"""");
    }

    @Test
    void refusesFewerTolerationsLaterDeadlinesAndOtherContainers() {
        ObjectNode tolerations = running();
        ((ObjectNode) tolerations.get("spec")).putArray("tolerations");
        assertThat(pods.updateErrors(running(), tolerations))
                .containsExactly(
                        "spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds");
        ObjectNode deadline = running();
        ((ObjectNode) deadline.get("spec")).put("activeDeadlineSeconds", 20);
        assertThat(pods.updateErrors(running(), deadline))
                .containsExactly(
                        "spec.activeDeadlineSeconds: Invalid value: 20: must be less than or equal to previous value");
        ObjectNode containers = running();
        ((ObjectNode) containers.get("spec"))
                .withArray("containers")
                .addObject()
                .put("name", "d")
                .put("image", "a");
        assertThat(pods.updateErrors(running(), containers))
                .containsExactly("spec.containers: Forbidden: pod updates may not add or remove containers");
    }

    @Test
    void gatedPodsMayBeNarrowedButNotWidened() {
        ObjectNode old = Json.read(pod("""
                {"schedulingGates":[{"name":"a"}],"nodeSelector":{"a":"b"},"containers":[{"name":"c","image":"a"}]}"""));
        ObjectNode narrower = old.deepCopy();
        ((ObjectNode) narrower.at("/spec/nodeSelector")).put("c", "d");
        assertThat(pods.updateErrors(old.deepCopy(), narrower)).isEmpty();
        ObjectNode wider = old.deepCopy();
        ((ObjectNode) wider.get("spec")).remove("nodeSelector");
        assertThat(pods.updateErrors(old.deepCopy(), wider))
                .containsExactly(
                        "spec.nodeSelector: Invalid value: null: only additions to spec.nodeSelector are allowed (no mutations or deletions)");
    }

    @Test
    void statusKeepsItsClassAndEndedContainersEnded() {
        ObjectNode old = Json.read("""
                {"spec":{"restartPolicy":"Never","containers":[{"name":"c"}]},
                 "status":{"qosClass":"BestEffort","containerStatuses":[{"name":"c","state":{"terminated":{"exitCode":1}}}]}}""");
        ObjectNode wanted = Json.read("""
                {"spec":{"restartPolicy":"Never","containers":[{"name":"c"}]},
                 "status":{"qosClass":"Burstable","podIPs":[{"ip":"10.0.0.256"}],
                   "containerStatuses":[{"name":"c","state":{"running":{}}}]}}""");
        assertThat(pods.statusErrors(old, wanted))
                .containsExactly(
                        "status.qosClass: Invalid value: \"Burstable\": field is immutable",
                        "status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state",
                        "status.podIPs[0]: Invalid value: \"10.0.0.256\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
        ((ObjectNode) old.get("spec")).put("restartPolicy", "OnFailure");
        ((ObjectNode) wanted.get("spec")).put("restartPolicy", "OnFailure");
        ((ObjectNode) wanted.get("status")).put("qosClass", "BestEffort").remove("podIPs");
        assertThat(pods.statusErrors(old, wanted)).isEmpty();
    }

    @Test
    void warnsOfOddPods() {
        ObjectNode pod = Json.read("""
                {"metadata":{"name":"a.b"},"spec":{"containers":[
                  {"name":"c","env":[{"name":"X","value":"1"},{"name":"X","value":"2"}],"ports":[{"name":"p","containerPort":1}]},
                  {"name":"d","env":[{"name":"Y","value":"1"},{"name":"Y","value":"$(Y)2"}],"ports":[{"name":"p","containerPort":2}],
                   "resources":{"limits":{"memory":"1500m"}}}]}}""");
        assertThat(pods.definition().strategy().warnings(pod))
                .isEqualTo(List.of(
                        "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is"
                                + " recommended: [must not contain dots]",
                        "spec.containers[0].env[1]: hides previous definition of \"X\", which may be dropped when using apply",
                        "spec.containers[1].resources.limits[memory]: fractional byte value \"1500m\" is invalid, must be an integer",
                        "spec.containers[1].ports[0]: duplicate port name \"p\" with spec.containers[0].ports[0], services and probes"
                                + " that select ports by name will use spec.containers[0].ports[0]"));
    }
}
