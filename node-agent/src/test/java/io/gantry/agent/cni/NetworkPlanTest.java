package io.gantry.agent.cni;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.agent.object.Json;
import io.gantry.agent.object.Pod;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NetworkPlanTest {

    @Test
    void theAgentsOwnNetworkIsABridgeWithHostPorts() {
        NetworkPlan plan = NetworkPlan.bridge("br0", "10.1.2.0/24", Path.of("/state/cni"));

        assertThat(plan.toJson()).isEqualTo(Json.read("""
                                {"name":"gantry","cniVersion":"1.0.0","plugins":[
                                 {"type":"bridge","bridge":"br0","isGateway":true,"ipMasq":false,"hairpinMode":true,
                                  "ipam":{"type":"host-local","dataDir":"/state/cni","ranges":[[{"subnet":"10.1.2.0/24"}]],"routes":[{"dst":"0.0.0.0/0"}]}},
                                 {"type":"portmap","snat":true,"capabilities":{"portMappings":true}}]}"""));
    }

    @Test
    void aConfigurationOfOthersIsTakenAsItIs() {
        NetworkPlan list = NetworkPlan.read(
                Json.read("{\"name\":\"x\",\"cniVersion\":\"0.4.0\",\"plugins\":[{\"type\":\"a\"},{\"type\":\"b\"}]}"));
        NetworkPlan single = NetworkPlan.read(Json.read("{\"name\":\"y\",\"type\":\"c\"}"));

        assertThat(list.plugins())
                .extracting(plugin -> plugin.path("type").asText())
                .containsExactly("a", "b");
        assertThat(list.cniVersion()).isEqualTo("0.4.0");
        assertThat(single.plugins())
                .extracting(plugin -> plugin.path("type").asText())
                .containsExactly("c");
    }

    @Test
    void aPodWithoutHostPortsDoesWithoutThePluginForThem() {
        NetworkPlan plan =
                NetworkPlan.bridge("br0", "10.1.2.0/24", Path.of("/x")).withoutPortMappings();

        assertThat(plan.plugins())
                .extracting(plugin -> plugin.path("type").asText())
                .containsExactly("bridge");
    }

    @Test
    void hostPortsBecomeMappings() {
        Pod pod = new Pod(Json.read("""
                        {"spec":{"containers":[{"name":"a","ports":[{"containerPort":80,"hostPort":8080},{"containerPort":81},
                         {"containerPort":53,"hostPort":53,"protocol":"UDP","hostIP":"192.0.2.1"}]}]}}"""));

        assertThat(PortMappings.of(pod)).isEqualTo(Json.read("""
                                {"portMappings":[{"hostPort":8080,"containerPort":80,"protocol":"tcp"},
                                 {"hostPort":53,"containerPort":53,"protocol":"udp","hostIP":"192.0.2.1"}]}"""));
    }

    @Test
    void aNetworkSurvivesBeingWrittenDown() {
        PodNetwork network = new PodNetwork(
                "s1",
                NetworkPlan.bridge("br0", "10.1.2.0/24", Path.of("/x")),
                Json.read("{\"portMappings\":[]}"),
                Json.read("{\"ips\":[{\"address\":\"10.1.2.3/24\"}]}"));

        PodNetwork read = PodNetwork.fromJson(Json.read(Json.write(network.toJson())));

        assertThat(read).isEqualTo(network);
        assertThat(read.addresses()).containsExactly("10.1.2.3");
    }

    @Test
    void theHostLetsPodsThroughAndHidesThemOutside() {
        assertThat(String.join("\n", HostRules.restore("br0", "10.1.2.0/24", "10.1.0.0/16")))
                .isEqualTo("""
                        *filter
                        :GANTRY-FWD-br0 - [0:0]
                        -A GANTRY-FWD-br0 -i br0 -j ACCEPT
                        -A GANTRY-FWD-br0 -o br0 -j ACCEPT
                        COMMIT
                        *nat
                        :GANTRY-OUT-br0 - [0:0]
                        -A GANTRY-OUT-br0 -s 10.1.2.0/24 -d 224.0.0.0/4 -j RETURN
                        -A GANTRY-OUT-br0 -s 10.1.2.0/24 ! -d 10.1.0.0/16 -j MASQUERADE
                        COMMIT
                        """);
    }

    @Test
    void chainsOfTheLongestInterfaceNameAreShortEnoughForIptables() {
        assertThat(HostRules.forwardChain("fifteen-letters")).hasSizeLessThanOrEqualTo(28);
        assertThat(HostRules.outChain("fifteen-letters")).hasSizeLessThanOrEqualTo(28);
    }
}
