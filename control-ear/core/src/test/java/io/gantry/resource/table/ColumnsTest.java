package io.gantry.resource.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.GroupResource;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.resource.TableColumns;
import io.gantry.resource.kinds.BuiltInKinds;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T01:00:00Z");

    private static List<String> headers(TableColumns columns) {
        return columns.columns().stream()
                .map(c -> c.name() + (c.priority() > 0 ? "+" : ""))
                .toList();
    }

    private static List<String> cells(TableColumns columns, String json) {
        ObjectNode object = Json.read(json);
        object.put("kind", "K").put("apiVersion", "v1");
        object.withObject("/metadata").put("creationTimestamp", "2026-01-01T00:00:00Z");
        ApiObject stored =
                ApiObject.of(new ObjectKey(new GroupResource("", "ks"), "default", "x"), 1, ApiObject.document(object));
        return columns.cells(stored, NOW).stream().map(JsonNode::asText).toList();
    }

    @Test
    void podsHaveUpstreamsColumns() {
        assertThat(headers(PodColumns.POD))
                .containsExactly(
                        "Name",
                        "Ready",
                        "Status",
                        "Restarts",
                        "Age",
                        "IP+",
                        "Node+",
                        "Nominated Node+",
                        "Readiness Gates+");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"containers":[{"name":"a"},{"name":"b"}]} | {"phase":"Pending"} | 0/2 | Pending | 0
            {"containers":[{"name":"a"}]} | {"phase":"Running","containerStatuses":[{"name":"a","ready":true,"restartCount":0,"state":{"running":{}}}]} | 1/1 | Running | 0
            {"containers":[{"name":"a"}]} | {"phase":"Running","containerStatuses":[{"name":"a","restartCount":3,"state":{"waiting":{"reason":"CrashLoopBackOff"}},"lastState":{"terminated":{"finishedAt":"2026-01-01T00:59:55Z"}}}]} | 0/1 | CrashLoopBackOff | 3 (5s ago)
            {"containers":[{"name":"a"}]} | {"phase":"Pending","containerStatuses":[{"name":"a","state":{"waiting":{"reason":"ImagePullBackOff"}}}]} | 0/1 | ImagePullBackOff | 0
            {"containers":[{"name":"a"}]} | {"phase":"Succeeded","containerStatuses":[{"name":"a","state":{"terminated":{"reason":"Completed","exitCode":0}}}]} | 0/1 | Completed | 0
            {"containers":[{"name":"a"}]} | {"phase":"Failed","containerStatuses":[{"name":"a","state":{"terminated":{"reason":"Error","exitCode":1}}}]} | 0/1 | Error | 0
            {"containers":[{"name":"a"}]} | {"phase":"Failed","containerStatuses":[{"name":"a","state":{"terminated":{"exitCode":3}}}]} | 0/1 | ExitCode:3 | 0
            {"containers":[{"name":"a"}]} | {"phase":"Failed","containerStatuses":[{"name":"a","state":{"terminated":{"exitCode":3,"signal":9}}}]} | 0/1 | Signal:9 | 0
            {"containers":[{"name":"a"},{"name":"b"}]} | {"phase":"Running","containerStatuses":[{"name":"a","state":{"terminated":{"reason":"Completed","exitCode":0}}},{"name":"b","ready":true,"state":{"running":{}}}]} | 1/2 | NotReady | 0
            {"containers":[{"name":"a"},{"name":"b"}]} | {"phase":"Running","conditions":[{"type":"Ready","status":"True"}],"containerStatuses":[{"name":"a","state":{"terminated":{"reason":"Completed","exitCode":0}}},{"name":"b","ready":true,"state":{"running":{}}}]} | 1/2 | Running | 0
            {"initContainers":[{"name":"i"},{"name":"j"}],"containers":[{"name":"a"}]} | {"phase":"Pending","initContainerStatuses":[{"name":"i","restartCount":2,"state":{"running":{}}},{"name":"j","state":{"waiting":{"reason":"PodInitializing"}}}]} | 0/1 | Init:0/2 | 2
            {"initContainers":[{"name":"i"},{"name":"j"}],"containers":[{"name":"a"}]} | {"phase":"Pending","initContainerStatuses":[{"name":"i","state":{"terminated":{"exitCode":0}}},{"name":"j","state":{"terminated":{"exitCode":2,"reason":"Error"}}}]} | 0/1 | Init:Error | 0
            {"initContainers":[{"name":"i","restartPolicy":"Always"}],"containers":[{"name":"a"}]} | {"phase":"Running","initContainerStatuses":[{"name":"i","started":true,"ready":true,"restartCount":1,"state":{"running":{}}}],"containerStatuses":[{"name":"a","ready":true,"state":{"running":{}}}]} | 2/2 | Running | 1
            {"containers":[{"name":"a"}]} | {"phase":"Pending","conditions":[{"type":"PodScheduled","reason":"SchedulingGated"}]} | 0/1 | SchedulingGated | 0
            {"containers":[{"name":"a"}]} | {"phase":"Failed","reason":"Evicted"} | 0/1 | Evicted | 0
            """)
    void podsSayWhatIsTheMatter(String spec, String status, String ready, String reason, String restarts) {
        assertThat(cells(PodColumns.POD, "{\"spec\":" + spec + ",\"status\":" + status + "}"))
                .containsExactly("x", ready, reason, restarts, "60m", "<none>", "<none>", "<none>", "<none>");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"phase":"Running"} | Terminating
            {"phase":"Running","reason":"NodeLost"} | Unknown
            {"phase":"Succeeded"} | Succeeded
            """)
    void podsThatGoSaySo(String status, String reason) {
        assertThat(cells(
                        PodColumns.POD,
                        "{\"metadata\":{\"deletionTimestamp\":\"2026-01-01T00:00:00Z\"},\"spec\":{},\"status\":"
                                + status + "}"))
                .element(2)
                .isEqualTo(reason);
    }

    @Test
    void widePodsSayWhereTheyAre() {
        assertThat(cells(PodColumns.POD, """
                {"spec":{"nodeName":"n","containers":[{}],"readinessGates":[{"conditionType":"a"},{"conditionType":"b"}]},
                 "status":{"phase":"Running","podIPs":[{"ip":"10.0.0.1"}],"nominatedNodeName":"m","conditions":[{"type":"a","status":"True"}]}}"""))
                .containsExactly("x", "0/1", "Running", "0", "60m", "10.0.0.1", "n", "m", "1/2");
    }

    @Test
    void deployments() {
        assertThat(headers(WorkloadColumns.DEPLOYMENT))
                .containsExactly(
                        "Name", "Ready", "Up-to-date", "Available", "Age", "Containers+", "Images+", "Selector+");
        assertThat(cells(WorkloadColumns.DEPLOYMENT, """
                {"spec":{"replicas":3,"selector":{"matchLabels":{"app":"web"},"matchExpressions":[
                  {"key":"a","operator":"In","values":["z","y"]},{"key":"b","operator":"DoesNotExist"}]},
                  "template":{"spec":{"containers":[{"name":"a","image":"i:1"},{"name":"b","image":"j:2"}]}}},
                 "status":{"readyReplicas":2,"updatedReplicas":1,"availableReplicas":2}}"""))
                .containsExactly("x", "2/3", "1", "2", "60m", "a,b", "i:1,j:2", "a in (y,z),app=web,!b");
    }

    @Test
    void replicaSetsAndControllers() {
        assertThat(headers(WorkloadColumns.REPLICA_SET))
                .containsExactly("Name", "Desired", "Current", "Ready", "Age", "Containers+", "Images+", "Selector+")
                .isEqualTo(headers(WorkloadColumns.REPLICATION_CONTROLLER));
        assertThat(cells(WorkloadColumns.REPLICATION_CONTROLLER, """
                {"spec":{"replicas":2,"selector":{"b":"2","a":"1"}},"status":{"replicas":1}}"""))
                .containsExactly("x", "2", "1", "0", "60m", "", "", "a=1,b=2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"ClusterIP","clusterIPs":["10.0.0.1"],"ports":[{"port":80,"protocol":"TCP"}],"selector":{"a":"b"}} | {} | ClusterIP | 10.0.0.1 | <none> | 80/TCP | a=b
            {"type":"NodePort","clusterIPs":["10.0.0.1"],"ports":[{"port":80,"nodePort":30000,"protocol":"TCP"},{"port":53,"protocol":"UDP"}]} | {} | NodePort | 10.0.0.1 | <none> | 80:30000/TCP,53/UDP | <none>
            {"type":"LoadBalancer","clusterIPs":["10.0.0.1"]} | {} | LoadBalancer | 10.0.0.1 | <pending> | <none> | <none>
            {"type":"LoadBalancer","clusterIPs":["10.0.0.1"],"externalIPs":["9.9.9.9"]} | {"loadBalancer":{"ingress":[{"ip":"2.2.2.2"},{"hostname":"a.b"},{"ip":"1.1.1.1"}]}} | LoadBalancer | 10.0.0.1 | 1.1.1.1,2.2.2.2,a.b,9.9.9.9 | <none> | <none>
            {"type":"ExternalName","externalName":"a.b"} | {} | ExternalName | <none> | a.b | <none> | <none>
            """)
    void services(String spec, String status, String type, String ip, String external, String ports, String selector) {
        assertThat(headers(ServiceColumns.SERVICE))
                .containsExactly("Name", "Type", "Cluster-IP", "External-IP", "Port(s)", "Age", "Selector+");
        assertThat(cells(ServiceColumns.SERVICE, "{\"spec\":" + spec + ",\"status\":" + status + "}"))
                .containsExactly("x", type, ip, external, ports, "60m", selector);
    }

    @Test
    void nodes() {
        assertThat(headers(NodeColumns.NODE))
                .containsExactly(
                        "Name",
                        "Status",
                        "Roles",
                        "Age",
                        "Version",
                        "Internal-IP+",
                        "External-IP+",
                        "OS-Image+",
                        "Kernel-Version+",
                        "Container-Runtime+");
        assertThat(cells(NodeColumns.NODE, """
                {"metadata":{"labels":{"node-role.kubernetes.io/worker":"","kubernetes.io/role":"edge"}},"spec":{"unschedulable":true},
                 "status":{"conditions":[{"type":"Ready","status":"True"}],"addresses":[{"type":"InternalIP","address":"10.0.0.9"}],
                  "nodeInfo":{"kubeletVersion":"v1.36.2","osImage":"Debian","kernelVersion":"6.1","architecture":"amd64"}}}"""))
                .containsExactly(
                        "x",
                        "Ready,SchedulingDisabled",
                        "edge,worker",
                        "60m",
                        "v1.36.2",
                        "10.0.0.9",
                        "<none>",
                        "Debian",
                        "6.1 (amd64)",
                        "<unknown>");
        assertThat(cells(
                                NodeColumns.NODE,
                                "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"Unknown\"}]}}")
                        .subList(1, 3))
                .containsExactly("NotReady", "<none>");
        assertThat(cells(NodeColumns.NODE, "{}").get(1)).isEqualTo("Unknown");
    }

    @Test
    void events() {
        assertThat(headers(EventColumns.EVENT))
                .containsExactly(
                        "Last Seen",
                        "Type",
                        "Reason",
                        "Object",
                        "Subobject+",
                        "Source+",
                        "Message",
                        "First Seen+",
                        "Count+",
                        "Name+");
        assertThat(cells(EventColumns.EVENT, """
                {"type":"Normal","reason":"Pulled","message":" done \\n","count":4,"involvedObject":{"kind":"Pod","name":"p","fieldPath":"f"},
                 "source":{"component":"kubelet","host":"n"},"firstTimestamp":"2026-01-01T00:58:00Z","lastTimestamp":"2026-01-01T00:59:00Z"}"""))
                .containsExactly("60s", "Normal", "Pulled", "pod/p", "f", "kubelet, n", "done", "2m", "4", "x");
        assertThat(cells(EventColumns.EVENT, """
                {"type":"Warning","reason":"R","involvedObject":{"kind":"Node"},"reportingComponent":"c","eventTime":"2026-01-01T00:59:30.123456Z",
                 "series":{"count":7,"lastObservedTime":"2026-01-01T00:59:58.000000Z"}}"""))
                .containsExactly("2s", "Warning", "R", "node", "", "c", "", "29s", "7", "x");
    }

    @Test
    void endpointsShowThreeAndCountTheRest() {
        assertThat(cells(NetworkColumns.ENDPOINTS, "{}")).containsExactly("x", "<none>", "60m");
        assertThat(cells(NetworkColumns.ENDPOINTS, """
                {"subsets":[{"addresses":[{"ip":"10.0.0.1"},{"ip":"10.0.0.2"}],"ports":[{"port":80},{"port":81}]},
                 {"addresses":[{"ip":"fd00::1"}]}]}"""))
                .containsExactly("x", "10.0.0.1:80,10.0.0.2:80,10.0.0.1:81 + 2 more...", "60m");
        assertThat(headers(NetworkColumns.ENDPOINT_SLICE))
                .containsExactly("Name", "AddressType", "Ports", "Endpoints", "Age");
        assertThat(cells(NetworkColumns.ENDPOINT_SLICE, """
                {"addressType":"IPv4","ports":[{"port":80},{"name":"web"},{}],"endpoints":[{"addresses":["10.0.0.1"]}]}"""))
                .containsExactly("x", "IPv4", "80,web,*", "10.0.0.1", "60m");
        assertThat(cells(NetworkColumns.ENDPOINT_SLICE, "{\"addressType\":\"IPv4\"}"))
                .containsExactly("x", "IPv4", "<unset>", "<unset>", "60m");
    }

    @Test
    void smallKinds() {
        assertThat(cells(ConfigColumns.NAMESPACE, "{\"status\":{\"phase\":\"Active\"}}"))
                .containsExactly("x", "Active", "60m");
        assertThat(cells(ConfigColumns.CONFIG_MAP, "{\"data\":{\"a\":\"1\"},\"binaryData\":{\"b\":\"\"}}"))
                .containsExactly("x", "2", "60m");
        assertThat(cells(ConfigColumns.SECRET, "{\"type\":\"Opaque\",\"data\":{\"a\":\"1\"}}"))
                .containsExactly("x", "Opaque", "1", "60m");
        assertThat(cells(ConfigColumns.SERVICE_ACCOUNT, "{}")).containsExactly("x", "60m");
        assertThat(cells(ConfigColumns.LEASE, "{\"spec\":{\"holderIdentity\":\"me\"}}"))
                .containsExactly("x", "me", "60m");
        assertThat(cells(WorkloadColumns.CONTROLLER_REVISION, """
                {"revision":3,"metadata":{"ownerReferences":[{"apiVersion":"apps/v1","kind":"StatefulSet","name":"s","controller":true}]}}"""))
                .containsExactly("x", "statefulset.apps/s", "3", "60m");
        assertThat(cells(
                        WorkloadColumns.POD_TEMPLATE,
                        "{\"template\":{\"metadata\":{\"labels\":{\"a\":\"b\"}},\"spec\":{}}}"))
                .containsExactly("x", "", "", "a=b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"completions":3} | {"succeeded":1,"startTime":"2026-01-01T00:59:00Z"} | Running | 1/3 | 60s
            {"parallelism":3} | {"conditions":[{"type":"Failed","status":"True"}]} | Failed | 0/1 of 3 | ``
            {"parallelism":1} | {"succeeded":1,"startTime":"2026-01-01T00:00:00Z","completionTime":"2026-01-01T00:00:05Z","conditions":[{"type":"Complete","status":"True"}]} | Complete | 1/1 | 5s
            """)
    void jobsSayHowFarTheyAre(String spec, String status, String state, String completions, String duration) {
        assertThat(cells(JobColumns.JOB, "{\"spec\":" + spec + ",\"status\":" + status + "}"))
                .startsWith("x", state, completions, duration, "60m");
    }

    @Test
    void newerKindsHaveUpstreamsColumns() {
        assertThat(headers(JobColumns.CRON_JOB))
                .containsExactly(
                        "Name",
                        "Schedule",
                        "Timezone",
                        "Suspend",
                        "Active",
                        "Last Schedule",
                        "Age",
                        "Containers+",
                        "Images+",
                        "Selector+");
        assertThat(headers(StorageColumns.PERSISTENT_VOLUME))
                .containsExactly(
                        "Name",
                        "Capacity",
                        "Access Modes",
                        "Reclaim Policy",
                        "Status",
                        "Claim",
                        "StorageClass",
                        "VolumeAttributesClass",
                        "Reason",
                        "Age",
                        "VolumeMode+");
        assertThat(headers(StorageColumns.CLAIM))
                .containsExactly(
                        "Name",
                        "Status",
                        "Volume",
                        "Capacity",
                        "Access Modes",
                        "StorageClass",
                        "VolumeAttributesClass",
                        "Age",
                        "VolumeMode+");
        assertThat(headers(IngressColumns.INGRESS))
                .containsExactly("Name", "Class", "Hosts", "Address", "Ports", "Age");
        assertThat(headers(AutoscalerColumns.AUTOSCALER))
                .containsExactly("Name", "Reference", "Targets", "MinPods", "MaxPods", "Replicas", "Age");
        assertThat(headers(QuotaColumns.QUOTA)).containsExactly("Name", "Request", "Limit", "Age");
        assertThat(headers(FlowControlColumns.FLOW_SCHEMA))
                .containsExactly(
                        "Name", "PriorityLevel", "MatchingPrecedence", "DistinguisherMethod", "Age", "MissingPL");
    }

    @Test
    void newerKindsSayWhatUpstreamSays() {
        assertThat(
                        cells(
                                StorageColumns.STORAGE_CLASS,
                                "{\"metadata\":{\"annotations\":{\"storageclass.kubernetes.io/is-default-class\":\"true\"}},\"provisioner\":\"p\"}"))
                .containsExactly("x (default)", "p", "Delete", "Immediate", "false", "60m");
        assertThat(cells(
                        QuotaColumns.QUOTA,
                        "{\"status\":{\"hard\":{\"pods\":\"10\",\"limits.cpu\":\"2\"},\"used\":{\"pods\":\"3\"}}}"))
                .containsExactly("x", "pods: 3/10", "limits.cpu: 0/2", "60m");
        assertThat(
                        cells(
                                IngressColumns.INGRESS,
                                "{\"spec\":{\"rules\":[{\"host\":\"a\"},{\"host\":\"b\"},{\"host\":\"c\"},{\"host\":\"d\"}],\"tls\":[{}]}}"))
                .containsExactly("x", "<none>", "a,b,c + 1 more...", "", "80, 443", "60m");
        assertThat(cells(
                        AutoscalerColumns.AUTOSCALER,
                        "{\"spec\":{\"scaleTargetRef\":{\"kind\":\"D\",\"name\":\"d\"},\"maxReplicas\":3,\"metrics\":[{\"type\":\"Resource\","
                                + "\"resource\":{\"name\":\"cpu\",\"target\":{\"averageUtilization\":80}}}]}}"))
                .containsExactly("x", "D/d", "cpu: <unknown>/80%", "<unset>", "3", "0", "60m");
        assertThat(cells(JobColumns.CRON_JOB, "{\"spec\":{\"schedule\":\"@daily\",\"suspend\":false}}"))
                .startsWith("x", "@daily", "<none>", "False", "0", "<none>", "60m");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"parentRef":{"resource":"services","namespace":"default","name":"web"}}        | services/default/web
            {"parentRef":{"group":"Example.com","resource":"Appliances","name":"printer"}} | appliances.example.com/printer
            {}                                                                              | <none>
            """)
    void addressesHaveUpstreamsColumns(String spec, String parent) {
        assertThat(headers(IngressColumns.IP_ADDRESS)).containsExactly("Name", "ParentRef");
        assertThat(cells(IngressColumns.IP_ADDRESS, "{\"spec\":" + spec + "}")).containsExactly("x", parent);
    }

    @Test
    void storageCapacitiesHaveNoColumnsOfTheirOwn() {
        TableColumns columns = BuiltInKinds.definitions().stream()
                .filter(definition -> definition.kind().equals("CSIStorageCapacity"))
                .findFirst()
                .orElseThrow()
                .columns();
        assertThat(headers(columns)).containsExactly("Name", "Created At");
    }

    @Test
    void serviceNetworksHaveUpstreamsColumns() {
        assertThat(headers(IngressColumns.SERVICE_CIDR)).containsExactly("Name", "CIDRs", "Age");
        assertThat(cells(IngressColumns.SERVICE_CIDR, "{\"spec\":{\"cidrs\":[\"10.0.0.0/16\",\"fd00::/112\"]}}"))
                .containsExactly("x", "10.0.0.0/16,fd00::/112", "60m");
    }
}
