package io.gantry.agent.proxy;

import static io.gantry.agent.proxy.ServiceFixtures.endpoint;
import static io.gantry.agent.proxy.ServiceFixtures.service;
import static io.gantry.agent.proxy.ServiceFixtures.slice;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RulesTest {

    private static final String PORT = "'ports':[{'port':80,'protocol':'TCP','targetPort':8080}]";
    private static final String TWO_ENDPOINTS =
            endpoint("10.244.1.2", "node-1", true) + "," + endpoint("10.244.2.3", "node-2", true);

    @Test
    void aClusterIpIsBalancedOverReadyEndpoints() {
        String nat = nat(
                service("web", "'type':'ClusterIP','clusterIP':'10.96.0.20'," + PORT),
                slice("web", TWO_ENDPOINTS + "," + endpoint("10.244.2.4", "node-2", false)));

        assertThat(nat).isEqualTo("""
                *nat
                :KUBE-SERVICES - [0:0]
                :KUBE-NODEPORTS - [0:0]
                :KUBE-MARK-MASQ - [0:0]
                :KUBE-POSTROUTING - [0:0]
                :SVC - [0:0]
                :SEP-1 - [0:0]
                :SEP-2 - [0:0]
                -A KUBE-SERVICES -m comment --comment "default/web cluster IP" -d 10.96.0.20/32 -p tcp --dport 80 -j SVC
                -A KUBE-SERVICES -m addrtype --dst-type LOCAL -j KUBE-NODEPORTS
                -A KUBE-MARK-MASQ -j MARK --or-mark 0x4000
                -A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN
                -A KUBE-POSTROUTING -j MARK --xor-mark 0x4000
                -A KUBE-POSTROUTING -j MASQUERADE
                -A SVC ! -s 10.244.0.0/16 -d 10.96.0.20/32 -p tcp --dport 80 -j KUBE-MARK-MASQ
                -A SVC -m statistic --mode random --probability 0.5000000000 -j SEP-1
                -A SVC -j SEP-2
                -A SEP-1 -m comment --comment "default/web" -s 10.244.1.2/32 -j KUBE-MARK-MASQ
                -A SEP-1 -p tcp -j DNAT --to-destination 10.244.1.2:8080
                -A SEP-2 -m comment --comment "default/web" -s 10.244.2.3/32 -j KUBE-MARK-MASQ
                -A SEP-2 -p tcp -j DNAT --to-destination 10.244.2.3:8080
                COMMIT
                """);
    }

    @Test
    void aNodePortIsMasqueradedUnlessItsTrafficStaysLocal() {
        String spec = "'type':'NodePort','clusterIP':'10.96.0.20','ports':[{'port':80,'nodePort':30080}]";
        assertThat(nat(service("web", spec), slice("web", TWO_ENDPOINTS)))
                .contains(
                        "-A KUBE-NODEPORTS -m comment --comment \"default/web node port\" -p tcp --dport 30080 -j EXT\n",
                        "-A EXT -j KUBE-MARK-MASQ\n-A EXT -j SVC\n");
        assertThat(nat(service("web", spec + ",'externalTrafficPolicy':'Local'"), slice("web", TWO_ENDPOINTS)))
                .contains(
                        "-A EXT -s 10.244.0.0/16 -j SVC\n",
                        "-A EXT -m addrtype --src-type LOCAL -j SVC\n-A EXT -j SVL\n",
                        "-A SVL -j SEP-1\n")
                .doesNotContain("-A EXT -j KUBE-MARK-MASQ\n", "-A SVL -j SEP-2");
    }

    @Test
    void aClientStaysWithItsEndpointForAsLongAsTheServiceSays() {
        assertThat(nat(
                        service(
                                "web",
                                "'clusterIP':'10.96.0.20','sessionAffinity':'ClientIP','sessionAffinityConfig':{'clientIP':{'timeoutSeconds':60}},"
                                        + PORT),
                        slice("web", TWO_ENDPOINTS)))
                .contains(
                        "-A SVC -m recent --name SEP-1 --rcheck --seconds 60 --reap -j SEP-1\n",
                        "-A SEP-1 -m recent --name SEP-1 --set -p tcp -j DNAT --to-destination 10.244.1.2:8080\n");
    }

    @Test
    void externalAddressesLeadToTheService() {
        assertThat(nat(
                        service("web", "'clusterIP':'10.96.0.20','externalIPs':['192.0.2.7']," + PORT),
                        slice("web", TWO_ENDPOINTS)))
                .contains(
                        "-A KUBE-SERVICES -m comment --comment \"default/web external IP\" -d 192.0.2.7/32 -p tcp --dport 80 -j EXT\n");
    }

    @Test
    void aServiceWithoutReadyEndpointsRefusesAtOnce() {
        List<ServicePort> ports = ServicePorts.of(
                "node-1",
                List.of(service(
                        "web", "'type':'NodePort','clusterIP':'10.96.0.20','ports':[{'port':80,'nodePort':30080}]")),
                List.of(slice("web", endpoint("10.244.1.2", "node-1", false))));
        assertThat(script(FilterRules.render(ports, "10.244.0.0/16", "10.96.0.0/16")))
                .contains(
                        "-A KUBE-SERVICES -m comment --comment \"default/web has no endpoints\" -d 10.96.0.20/32 -p tcp --dport 80 -j REJECT\n",
                        "-A KUBE-EXTERNAL-SERVICES -m comment --comment \"default/web has no endpoints\" -m addrtype --dst-type LOCAL -p tcp --dport 30080 -j REJECT\n");
        assertThat(script(NatRules.render(ports, "10.244.0.0/16"))).doesNotContain("10.96.0.20");
    }

    @Test
    void whatNoServiceTakesStaysInTheCluster() {
        List<ServicePort> ports = ServicePorts.of(
                "node-1",
                List.of(
                        service(
                                "web",
                                "'clusterIP':'10.96.0.20','ports':[{'name':'a','port':80,'protocol':'TCP'},{'name':'b','port':80,'protocol':'UDP'}]")),
                List.of(slice("web", TWO_ENDPOINTS)));

        assertThat(script(FilterRules.render(ports, "10.244.0.0/16", "10.96.0.0/16")))
                .contains("-A KUBE-SERVICES -d 10.96.0.0/16 -m addrtype ! --dst-type LOCAL -j KUBE-UNSERVED\n")
                .contains("-A KUBE-UNSERVED -d 10.96.0.20/32 -j REJECT\n-A KUBE-UNSERVED -j DROP\n");
        assertThat(script(FilterRules.render(ports, "10.244.0.0/16", ""))).doesNotContain("KUBE-UNSERVED");
    }

    @Test
    void servicesWithoutAnAddressOfTheirOwnGetNoRules() {
        assertThat(ServicePorts.of(
                        "node-1",
                        List.of(
                                service("headless", "'clusterIP':'None'," + PORT),
                                service("outside", "'type':'ExternalName','externalName':'example.com'")),
                        List.of()))
                .isEmpty();
    }

    @Test
    void aTerminatingEndpointServesWhenNoOtherIsLeft() {
        String terminating =
                "{'addresses':['10.244.1.9'],'nodeName':'node-1','conditions':{'ready':false,'serving':true,'terminating':true}}";
        assertThat(ServicePorts.of(
                                "node-1",
                                List.of(service("web", "'clusterIP':'10.96.0.20'," + PORT)),
                                List.of(slice("web", terminating)))
                        .getFirst()
                        .endpoints())
                .containsExactly(new ServicePort.Endpoint("10.244.1.9", 8080, true));
    }

    @Test
    void onlyChainsThatDifferAreWritten() {
        Chains after = new Chains("nat");
        after.append("SAME", "-j A");
        after.append("CHANGED", "-j NEW");
        after.append("ADDED", "-j B");
        Map<String, List<String>> before =
                Map.of("SAME", List.of("-j A"), "CHANGED", List.of("-j OLD"), "GONE", List.of("-j C"));
        assertThat(RestoreScript.between(before, after)).isEqualTo("""
                *nat
                :CHANGED - [0:0]
                :ADDED - [0:0]
                :GONE - [0:0]
                -A CHANGED -j NEW
                -A ADDED -j B
                -X GONE
                COMMIT
                """);
        assertThat(RestoreScript.between(after.rules(), after)).isEmpty();
    }

    private static String nat(JsonNode service, JsonNode slice) {
        return script(NatRules.render(ServicePorts.of("node-1", List.of(service), List.of(slice)), "10.244.0.0/16"));
    }

    /** The whole table, with the hashes in chain names replaced by short names. */
    private static String script(Chains chains) {
        return RestoreScript.between(Map.of(), chains)
                .replaceAll("KUBE-(SVC|SVL|EXT)-[A-Z2-7]{16}", "$1")
                .replaceAll(sep("10.244.1.2"), "SEP-1")
                .replaceAll(sep("10.244.2.3"), "SEP-2");
    }

    private static String sep(String address) {
        ServicePort port = ServicePorts.of(
                        "node-1",
                        List.of(service("web", "'clusterIP':'10.96.0.20'," + PORT)),
                        List.of(slice("web", endpoint(address, "node-1", true))))
                .getFirst();
        return ChainNames.endpoint(port, port.endpoints().getFirst());
    }
}
