package io.gantry.resource.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceAllocationTest {

    private final FakeView cluster = new FakeView();
    private final ServiceAllocation allocation =
            new ServiceAllocation(IpRange.parse("10.0.0.0/29"), new PortRange(30000, 30003), new Random(1));

    private ObjectNode create(String name, String spec) {
        ObjectNode service = service(name, spec);
        allocation.allocate(service, Optional.empty(), cluster.view());
        cluster.put(service);
        return service;
    }

    private ObjectNode update(ObjectNode old, String spec) {
        ObjectNode service = service(old.at("/metadata/name").asText(), spec);
        allocation.allocate(service, Optional.of(old), cluster.view());
        cluster.put(service);
        return service;
    }

    private static ObjectNode service(String name, String spec) {
        return Json.read("{\"kind\":\"Service\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"" + name
                + "\"},\"spec\":" + spec + "}");
    }

    @Test
    void fillsAddressAndFamilies() {
        ObjectNode service = create("a", "{\"type\":\"ClusterIP\",\"selector\":{\"a\":\"b\"}}");
        String address = service.at("/spec/clusterIP").asText();
        assertThat(address).startsWith("10.0.0.");
        assertThat(Nodes.texts(service.path("spec"), "clusterIPs")).containsExactly(address);
        assertThat(Nodes.texts(service.path("spec"), "ipFamilies")).containsExactly("IPv4");
        assertThat(service.at("/spec/ipFamilyPolicy").asText()).isEqualTo("SingleStack");
    }

    @Test
    void givesEveryAddressOnceAndNeverNetworkOrBroadcast() {
        Set<String> given = new HashSet<>();
        for (int i = 0; i < 6; i++) {
            given.add(create("s" + i, "{\"type\":\"ClusterIP\"}")
                    .at("/spec/clusterIP")
                    .asText());
        }
        assertThat(given)
                .containsExactlyInAnyOrder("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5", "10.0.0.6");
        assertThatThrownBy(() -> create("full", "{\"type\":\"ClusterIP\"}"))
                .hasMessage(
                        "Internal error occurred: failed to allocate a serviceIP for Service \"full\": range is full");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            not judged yet       | 10.1.0.0/30 | "metadata":{"name":"x"}                                                                    | GIVEN
            ready                | 10.1.0.0/30 | "metadata":{"name":"x"},"status":{"conditions":[{"type":"Ready","status":"True"}]}         | GIVEN
            of another condition | 10.1.0.0/30 | "metadata":{"name":"x"},"status":{"conditions":[{"type":"Other","status":"False"}]}        | GIVEN
            not ready            | 10.1.0.0/30 | "metadata":{"name":"x"},"status":{"conditions":[{"type":"Ready","status":"False"}]}        | NONE
            unknown              | 10.1.0.0/30 | "metadata":{"name":"x"},"status":{"conditions":[{"type":"Ready","status":"Unknown"}]}      | NONE
            being deleted        | 10.1.0.0/30 | "metadata":{"name":"x","deletionTimestamp":"2026-01-01T00:00:00Z"}                         | NONE
            without an address   | 10.1.0.0/31 | "metadata":{"name":"x"}                                                                    | NONE
            of IPv6              | fd00::/112  | "metadata":{"name":"x"}                                                                    | NONE
            """)
    void aServiceCidrGivesAddressesWhileItIsReady(String name, String cidr, String rest, String expected) {
        cluster.putNetwork("x", cidr, rest);
        for (int i = 0; i < 6; i++) {
            create("s" + i, "{\"type\":\"ClusterIP\"}");
        }
        if (expected.equals("GIVEN")) {
            assertThat(create("more", "{\"type\":\"ClusterIP\"}")
                            .at("/spec/clusterIP")
                            .asText())
                    .isIn("10.1.0.1", "10.1.0.2");
            create("last", "{\"type\":\"ClusterIP\"}");
        }
        assertThatThrownBy(() -> create("full", "{\"type\":\"ClusterIP\"}")).hasMessageContaining("range is full");
    }

    @Test
    void anAddressMayBeChosenFromAnyNetworkThatIsThere() {
        String wanted = "{\"type\":\"ClusterIP\",\"clusterIP\":\"10.1.0.2\"}";
        assertThatThrownBy(() -> create("early", wanted)).hasMessageContaining("does not match the current range");
        cluster.putNetwork("x", "10.1.0.0/24", "\"metadata\":{\"name\":\"x\"}");
        assertThat(create("a", wanted).at("/spec/clusterIPs/0").asText()).isEqualTo("10.1.0.2");
        assertThatThrownBy(() -> create("b", wanted)).hasMessageContaining("provided IP is already allocated");
        cluster.putNetwork(
                "x", "10.1.0.0/24", "\"metadata\":{\"name\":\"x\",\"deletionTimestamp\":\"2026-01-01T00:00:00Z\"}");
        assertThatThrownBy(() -> create("late", "{\"type\":\"ClusterIP\",\"clusterIP\":\"10.1.0.3\"}"))
                .hasMessageContaining("does not match the current range");
    }

    @Test
    void anAddressThatAUserKeepsIsNotGiven() {
        cluster.putAddress("10.0.0.3", "{}");
        assertThatThrownBy(() -> create("a", "{\"type\":\"ClusterIP\",\"clusterIP\":\"10.0.0.3\"}"))
                .hasMessageContaining("failed to allocate IP 10.0.0.3: provided IP is already allocated");
        for (int i = 0; i < 5; i++) {
            assertThat(create("s" + i, "{\"type\":\"ClusterIP\"}")
                            .at("/spec/clusterIP")
                            .asText())
                    .isNotEqualTo("10.0.0.3");
        }
        assertThatThrownBy(() -> create("full", "{\"type\":\"ClusterIP\"}")).hasMessageContaining("range is full");
    }

    @Test
    void anAddressThatAServiceHadIsFreeBeforeItsIpAddressIsGone() {
        cluster.putAddress("10.0.0.3", "{\"ipaddress.kubernetes.io/managed-by\":\"ipallocator.k8s.io\"}");
        assertThat(create("a", "{\"type\":\"ClusterIP\",\"clusterIP\":\"10.0.0.3\"}")
                        .at("/spec/clusterIPs/0")
                        .asText())
                .isEqualTo("10.0.0.3");
    }

    @Test
    void givesAnAddressAgainWhenItsServiceIsGone() {
        create("a", "{\"type\":\"ClusterIP\",\"clusterIP\":\"10.0.0.3\"}");
        cluster.remove("a");
        assertThat(create("b", "{\"type\":\"ClusterIP\",\"clusterIP\":\"10.0.0.3\"}")
                        .at("/spec/clusterIPs/0")
                        .asText())
                .isEqualTo("10.0.0.3");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"ClusterIP","clusterIP":"10.0.0.2"} | spec.clusterIPs: Invalid value: ["10.0.0.2"]: failed to allocate IP 10.0.0.2: provided IP is already allocated
            {"type":"ClusterIP","clusterIP":"10.0.1.2"} | spec.clusterIPs: Invalid value: ["10.0.1.2"]: failed to allocate IP 10.0.1.2: the provided network does not match the current range
            {"type":"ClusterIP","clusterIP":"10.0.0.0"} | spec.clusterIPs: Invalid value: ["10.0.0.0"]: failed to allocate IP 10.0.0.0: the provided network does not match the current range
            {"type":"ClusterIP","clusterIP":"nonsense"} | spec.clusterIPs[0]: Invalid value: "nonsense": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)
            {"type":"ClusterIP","clusterIP":"10.0.0.3","clusterIPs":["10.0.0.4"]} | spec.clusterIPs: Invalid value: ["10.0.0.4"]: first value must match `clusterIP`
            {"type":"ClusterIP","ipFamilies":["IPv6"]} | spec.ipFamilies[0]: Invalid value: "IPv6": not configured on this cluster
            {"type":"ClusterIP","ipFamilyPolicy":"RequireDualStack","selector":{"a":"b"}} | spec.ipFamilyPolicy: Invalid value: "RequireDualStack": this cluster is not configured for dual-stack services
            {"type":"NodePort","ports":[{"port":80,"nodePort":30001}]} | spec.ports[0].nodePort: Invalid value: 30001: provided port is already allocated
            {"type":"NodePort","ports":[{"port":80,"nodePort":80}]} | spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-30003
            """)
    void refusesInUpstreamsWords(String spec, String message) {
        create(
                "taken",
                "{\"type\":\"NodePort\",\"clusterIP\":\"10.0.0.2\",\"ports\":[{\"port\":80,\"nodePort\":30001}]}");
        assertThatThrownBy(() -> create("new", spec)).hasMessage("Service \"new\" is invalid: " + message);
    }

    @Test
    void givesNodePortsAndSharesOneBetweenProtocols() {
        ObjectNode service = create(
                "a",
                "{\"type\":\"NodePort\",\"ports\":[{\"name\":\"t\",\"port\":53,\"protocol\":\"TCP\"},{\"name\":\"u\",\"port\":53,\"protocol\":\"UDP\"},{\"name\":\"h\",\"port\":80}]}");
        long tcp = service.at("/spec/ports/0/nodePort").asLong();
        assertThat(tcp).isBetween(30000L, 30003L);
        assertThat(service.at("/spec/ports/1/nodePort").asLong()).isEqualTo(tcp);
        assertThat(service.at("/spec/ports/2/nodePort").asLong())
                .isBetween(30000L, 30003L)
                .isNotEqualTo(tcp);
    }

    @Test
    void givesNoNodePortsToABalancerThatWantsNone() {
        ObjectNode service = create(
                "a", "{\"type\":\"LoadBalancer\",\"allocateLoadBalancerNodePorts\":false,\"ports\":[{\"port\":80}]}");
        assertThat(service.at("/spec/ports/0").has("nodePort")).isFalse();
    }

    @Test
    void givesAHealthCheckPortToALocalBalancer() {
        ObjectNode service = create(
                "a", "{\"type\":\"LoadBalancer\",\"externalTrafficPolicy\":\"Local\",\"ports\":[{\"port\":80}]}");
        assertThat(service.at("/spec/healthCheckNodePort").asLong()).isBetween(30000L, 30003L);
        assertThat(allocation.claims(service)).hasSize(3);
    }

    @Test
    void headlessServicesHaveNoAddress() {
        ObjectNode selecting =
                create("a", "{\"type\":\"ClusterIP\",\"clusterIP\":\"None\",\"selector\":{\"a\":\"b\"}}");
        assertThat(selecting.at("/spec/clusterIPs/0").asText()).isEqualTo("None");
        assertThat(allocation.claims(selecting)).isEmpty();
        ObjectNode free = create("b", "{\"type\":\"ClusterIP\",\"clusterIP\":\"None\"}");
        assertThat(free.at("/spec/ipFamilyPolicy").asText()).isEqualTo("RequireDualStack");
        assertThat(Nodes.texts(free.path("spec"), "ipFamilies")).containsExactly("IPv4", "IPv6");
    }

    @Test
    void externalNamesHaveNothing() {
        ObjectNode service = create("a", "{\"type\":\"ExternalName\",\"externalName\":\"example.com\"}");
        assertThat(service.path("spec").has("clusterIP")).isFalse();
        assertThat(service.path("spec").has("ipFamilies")).isFalse();
    }

    @Test
    void anUpdateThatLeavesOutWhatWasGivenKeepsIt() {
        ObjectNode old = create("a", "{\"type\":\"NodePort\",\"ports\":[{\"name\":\"x\",\"port\":80}]}");
        ObjectNode updated = update(
                old, "{\"type\":\"NodePort\",\"ports\":[{\"name\":\"x\",\"port\":81},{\"name\":\"y\",\"port\":82}]}");
        assertThat(updated.at("/spec/clusterIP")).isEqualTo(old.at("/spec/clusterIP"));
        assertThat(updated.at("/spec/ports/0/nodePort").asLong())
                .isEqualTo(old.at("/spec/ports/0/nodePort").asLong());
        assertThat(updated.at("/spec/ports/1/nodePort").asLong()).isBetween(30000L, 30003L);
    }

    @Test
    void leavingExternalNameGivesAnAddress() {
        ObjectNode old = create("a", "{\"type\":\"ExternalName\",\"externalName\":\"example.com\"}");
        assertThat(update(old, "{\"type\":\"ClusterIP\"}").at("/spec/clusterIP").asText())
                .startsWith("10.0.0.");
    }

    @Test
    void dynamicAddressesStayOutOfTheStaticBandWhileTheyCan() {
        ServiceIpAllocator large = new ServiceIpAllocator(IpRange.DEFAULT, new Random(7));
        for (int i = 0; i < 1000; i++) {
            String[] octets = large.next(address -> false).orElseThrow().split("\\.");
            long offset = Integer.parseInt(octets[2]) * 256L + Integer.parseInt(octets[3]);
            assertThat(offset).isGreaterThan(256);
        }
        assertThat(large.next(address -> !address.equals("10.96.0.9"))).contains("10.96.0.9");
    }

    @Test
    void dynamicPortsStayOutOfTheStaticBandWhileTheyCan() {
        NodePortAllocator ports = new NodePortAllocator(PortRange.DEFAULT, new Random(7));
        for (int i = 0; i < 1000; i++) {
            assertThat(ports.next(port -> false).orElseThrow()).isBetween(30086, 32767);
        }
    }
}
