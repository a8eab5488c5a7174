package io.gantry.resource.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KindValidationTest {

    private static final String TEMPLATE =
            "\"template\":{\"metadata\":{\"labels\":{\"a\":\"b\"}},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"a\"}]}}";

    private static String workload(String spec) {
        return "{\"metadata\":{\"name\":\"w\"},\"spec\":" + spec.replace("TEMPLATE", TEMPLATE) + "}";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"selector":{"matchLabels":{"a":"b"}},TEMPLATE} | NONE
            {TEMPLATE} | spec.selector: Required value
            {"selector":{},TEMPLATE} | spec.selector: Invalid value: {}: empty selector is invalid for deployment
            {"selector":{"matchLabels":{"x":"y"}},TEMPLATE} | spec.template.metadata.labels: Invalid value: {"a":"b"}: `selector` does not match template `labels`
            {"replicas":-1,"selector":{"matchLabels":{"a":"b"}},TEMPLATE} | spec.replicas: Invalid value: -1: must be greater than or equal to 0
            {"selector":{"matchLabels":{"a":"b"}},"strategy":{"type":"Recreate","rollingUpdate":{}},TEMPLATE} | spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'
            {"selector":{"matchLabels":{"a":"b"}},"strategy":{"rollingUpdate":{"maxSurge":0,"maxUnavailable":0}},TEMPLATE} | spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0
            {"selector":{"matchLabels":{"a":"b"}},"strategy":{"rollingUpdate":{"maxUnavailable":"200%"}},TEMPLATE} | spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "200%": must not be greater than 100%
            {"selector":{"matchLabels":{"a":"b"}},"strategy":{"rollingUpdate":{"maxSurge":"some"}},TEMPLATE} | spec.strategy.rollingUpdate.maxSurge: Invalid value: "some": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')
            {"selector":{"matchLabels":{"a":"b"}},"minReadySeconds":600,TEMPLATE} | spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds
            {"selector":{"matchExpressions":[{"key":"a","operator":"In"}]},TEMPLATE} | spec.selector.matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'
            {"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"a"}]}}} | spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"
            """)
    void deploymentsInUpstreamsWords(String spec, String error) {
        List<String> errors = new Admission("apps/v1", "Deployment").errors(workload(spec));
        if (error.equals("NONE")) {
            assertThat(errors).isEmpty();
        } else {
            assertThat(errors).contains(error);
        }
    }

    @Test
    void aSelectorIsForEver() {
        String old = workload("{\"selector\":{\"matchLabels\":{\"a\":\"b\"}},TEMPLATE}");
        String wanted =
                workload("{\"selector\":{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"Exists\"}]},TEMPLATE}");
        for (String kind : List.of("Deployment", "ReplicaSet")) {
            assertThat(new Admission("apps/v1", kind).updateErrors(Json.read(old), Json.read(wanted)))
                    .containsExactly(
                            "spec.selector: Invalid value: {\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"Exists\"}]}: field is immutable");
        }
    }

    @Test
    void controllersNeedATemplate() {
        assertThat(new Admission("v1", "ReplicationController")
                        .errors("{\"metadata\":{\"name\":\"r\"},\"spec\":{\"selector\":{\"a\":\"b\"}}}"))
                .containsExactly("spec.template: Required value");
    }

    @Test
    void countsOfStatusFitTogether() {
        ObjectNode status = Json.read("{\"status\":{\"replicas\":1,\"readyReplicas\":2,\"availableReplicas\":3}}");
        assertThat(new Admission("apps/v1", "ReplicaSet").statusErrors(Json.read("{}"), status))
                .containsExactly(
                        "status.readyReplicas: Invalid value: 2: cannot be greater than status.replicas",
                        "status.availableReplicas: Invalid value: 3: cannot be greater than status.replicas",
                        "status.availableReplicas: Invalid value: 3: cannot be greater than readyReplicas");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"ports":[{"port":80}]} | NONE
            {} | spec.ports: Required value
            {"clusterIP":"None","clusterIPs":["None"]} | NONE
            {"type":"Odd","ports":[{"port":80}]} | spec.type: Unsupported value: "Odd": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"
            {"ports":[{"port":0}]} | spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive
            {"ports":[{"port":80},{"port":81}]} | spec.ports[0].name: Required value
            {"ports":[{"name":"a","port":80},{"name":"b","port":80}]} | spec.ports[1]: Duplicate value: {"protocol":"TCP","port":80}
            {"ports":[{"port":80,"nodePort":30000}]} | spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'
            {"type":"ExternalName"} | spec.externalName: Required value
            {"type":"ExternalName","externalName":"my.database.example.com"} | NONE
            {"type":"ExternalName","externalName":"a.b","clusterIP":"10.0.0.1","clusterIPs":["10.0.0.1"]} | spec.clusterIPs: Forbidden: may not be set for ExternalName services
            {"type":"NodePort","clusterIP":"None","clusterIPs":["None"],"ports":[{"port":80}]} | spec.clusterIPs[0]: Invalid value: "None": may not be set to 'None' for NodePort services
            {"ports":[{"port":80}],"sessionAffinity":"Often"} | spec.sessionAffinity: Unsupported value: "Often": supported values: "ClientIP", "None"
            {"ports":[{"port":80}],"sessionAffinity":"ClientIP","sessionAffinityConfig":{"clientIP":{"timeoutSeconds":86401}}} | spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 86401: must be greater than 0 and less than 86400
            {"ports":[{"port":80}],"externalIPs":["127.0.0.1"]} | spec.externalIPs[0]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)
            {"ports":[{"port":80}],"loadBalancerClass":"a.b/c"} | spec.loadBalancerClass: Forbidden: may only be used when `type` is 'LoadBalancer'
            {"ports":[{"port":80}],"externalTrafficPolicy":"Local"} | spec.externalTrafficPolicy: Invalid value: "Local": may only be set for externally-accessible services
            {"type":"LoadBalancer","ports":[{"port":80}],"loadBalancerSourceRanges":["10.0.0.1/8"]} | spec.LoadBalancerSourceRanges[0]: Invalid value: "10.0.0.1/8": must not have bits set beyond the prefix length
            {"ports":[{"port":80}],"selector":{"a":"-"}} | spec.selector: Invalid value: "-": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')
            """)
    void servicesInUpstreamsWords(String spec, String error) {
        List<String> errors =
                new Admission("v1", "Service").errors("{\"metadata\":{\"name\":\"s\"},\"spec\":" + spec + "}");
        if (error.equals("NONE")) {
            assertThat(errors).isEmpty();
        } else {
            assertThat(errors).contains(error);
        }
    }

    @Test
    void aClusterIpIsForEver() {
        String service =
                "{\"metadata\":{\"name\":\"s\"},\"spec\":{\"ports\":[{\"port\":80}],\"clusterIP\":\"IP\",\"clusterIPs\":[\"IP\"]}}";
        assertThat(new Admission("v1", "Service")
                        .updateErrors(
                                Json.read(service.replace("IP", "10.0.0.1").replace("cluster10.0.0.1", "clusterIP")),
                                Json.read(service.replace("IP", "10.0.0.2").replace("cluster10.0.0.2", "clusterIP"))))
                .containsExactly("spec.clusterIPs[0]: Invalid value: [\"10.0.0.2\"]: may not change once set");
    }

    @Test
    void changingTheTypeDropsWhatTheServerHadSet() {
        Admission services = new Admission("v1", "Service");
        ObjectNode old = services.defaulted("""
                {"metadata":{"name":"s"},"spec":{"type":"LoadBalancer","clusterIP":"10.0.0.1","clusterIPs":["10.0.0.1"],
                 "ipFamilies":["IPv4"],"ipFamilyPolicy":"SingleStack","ports":[{"port":80,"nodePort":30000}]},
                 "status":{"loadBalancer":{"ingress":[{"ip":"1.2.3.4","ipMode":"VIP"}]}}}""");
        ObjectNode wanted = old.deepCopy();
        ((ObjectNode) wanted.get("spec")).put("type", "ClusterIP");
        services.definition().strategy().applyDefaults(wanted);
        services.definition().strategy().prepareForUpdate(wanted, old, null);
        assertThat(services.updateErrors(old, wanted)).isEmpty();
        assertThat(wanted.at("/spec/ports/0").has("nodePort")).isFalse();
        assertThat(wanted.path("status")).isEqualTo(Json.read("{\"loadBalancer\":{}}"));
        ObjectNode external = old.deepCopy();
        ((ObjectNode) external.get("spec")).put("type", "ExternalName").put("externalName", "a.b");
        services.definition().strategy().prepareForUpdate(external, old, null);
        assertThat(external.path("spec").has("clusterIP")).isFalse();
        assertThat(external.path("spec").has("ipFamilies")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ConfigMap | {"data":{"a b":"x"}} | data[a b]: Invalid value: "a b": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')
            ConfigMap | {"data":{"a":"x"},"binaryData":{"a":"eA=="}} | data[a]: Invalid value: "a": duplicate of key present in binaryData
            Secret | {"type":"kubernetes.io/tls","data":{"tls.crt":"eA=="}} | data[tls.key]: Required value
            Secret | {"type":"kubernetes.io/basic-auth"} | data[username]: Required value
            Secret | {"type":"kubernetes.io/service-account-token"} | metadata.annotations[kubernetes.io/service-account.name]: Required value
            Secret | {"type":"kubernetes.io/dockerconfigjson","data":{".dockerconfigjson":"eA=="}} | data[.dockerconfigjson]: Invalid value: "<secret contents redacted>": invalid JSON
            Node | {"spec":{"taints":[{"key":"a"}]}} | metadata.taints[0].effect: Required value
            Node | {"spec":{"podCIDR":"10.0.0.1/24"}} | spec.podCIDRs[0]: Invalid value: "10.0.0.1/24": must not have bits set beyond the prefix length
            Namespace | {"spec":{"finalizers":["odd"]}} | spec.finalizers: Invalid value: "odd": name is neither a standard finalizer name nor is it fully qualified
            Endpoints | {"subsets":[{}]} | subsets[0]: Required value: must specify `addresses` or `notReadyAddresses`
            Endpoints | {"subsets":[{"addresses":[{"ip":"169.254.1.1"}]}]} | subsets[0].addresses[0].ip: Invalid value: "169.254.1.1": may not be in the link-local range (169.254.0.0/16, fe80::/10)
            Event | {"metadata":{"namespace":"a"},"involvedObject":{"namespace":"b"}} | involvedObject.namespace: Invalid value: "b": does not match event.namespace
            """)
    void coreKindsInUpstreamsWords(String kind, String object, String error) {
        assertThat(new Admission("v1", kind).errors(object)).contains(error);
    }

    @Test
    void slicesInUpstreamsWords() {
        assertThat(
                        new Admission("discovery.k8s.io/v1", "EndpointSlice")
                                .errors(
                                        "{\"addressType\":\"IPv4\",\"endpoints\":[{\"addresses\":[\"fd00::1\"]},{\"addresses\":[]}]}"))
                .containsExactly(
                        "endpoints[0].addresses: Invalid value: \"fd00::1\": must be an IPv4 address",
                        "endpoints[1].addresses: Required value: must contain at least 1 address");
    }

    @Test
    void leasesAndRevisionsInUpstreamsWords() {
        assertThat(new Admission("coordination.k8s.io/v1", "Lease").errors("{\"spec\":{\"leaseDurationSeconds\":0}}"))
                .containsExactly("spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0");
        assertThat(new Admission("apps/v1", "ControllerRevision").errors("{\"revision\":-1}"))
                .containsExactly(
                        "revision: Invalid value: -1: must be greater than or equal to 0",
                        "data: Required value: data is mandatory");
    }

    @Test
    void theNewerEventsAreStricter() {
        Admission events = new Admission("events.k8s.io/v1", "Event");
        assertThat(events.errors("""
                {"metadata":{"namespace":"default"},"type":"Odd","regarding":{"namespace":"default"},"deprecatedCount":1}"""))
                .containsExactly(
                        "eventTime: Required value",
                        "type: Invalid value: \"\": has invalid value: Odd",
                        "count: Invalid value: \"\": needs to be unset");
        ObjectNode old = Json.read("""
                {"metadata":{"namespace":"default"},"eventTime":"2026-01-01T00:00:00.123456789Z","type":"Normal","reason":"r","action":"a",
                 "reportingController":"c.d/e","reportingInstance":"i","note":"n"}""");
        ObjectNode wanted = old.deepCopy().put("note", "m").put("eventTime", "2026-01-01T00:00:00.123456Z");
        assertThat(events.updateErrors(old, wanted))
                .containsExactly("message: Invalid value: \"m\": field is immutable");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"immutable":true,"data":{"a":"eA=="}} | {"immutable":true,"data":{"a":"eQ=="}} | data: Forbidden: field is immutable when `immutable` is set
            {"immutable":true,"data":{"a":"eA=="}} | {"data":{"a":"eA=="}} | immutable: Forbidden: field is immutable when `immutable` is set
            {"type":"Opaque"} | {"type":"a.b/c"} | type: Invalid value: "a.b/c": field is immutable
            """)
    void secretsKeepWhatTheyPromised(String old, String wanted, String error) {
        assertThat(new Admission("v1", "Secret").updateErrors(Json.read(old), Json.read(wanted)))
                .containsExactly(error);
    }

    @Test
    void nodesKeepTheirPodNetwork() {
        assertThat(new Admission("v1", "Node")
                        .updateErrors(
                                Json.read("{\"spec\":{\"podCIDR\":\"10.0.0.0/24\",\"providerID\":\"a\"}}"),
                                Json.read("{\"spec\":{\"podCIDR\":\"10.0.1.0/24\",\"providerID\":\"b\"}}")))
                .containsExactly(
                        "spec.podCIDRs: Forbidden: node updates may not change podCIDR except from \"\" to valid",
                        "spec.providerID: Forbidden: node updates may not change providerID except from \"\" to valid");
    }
}
