package io.gantry.agent.route;

import static io.gantry.agent.proxy.ServiceFixtures.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodRoutesTest {

    @Test
    void podsOfEveryOtherNodeAreReachedThroughIt() {
        assertThat(PodRoutes.wanted(
                        "node-1",
                        List.of(
                                json(node("node-1", "10.244.0.0/24", "172.30.0.1")),
                                json(node("node-2", "10.244.1.0/24", "172.30.0.2")),
                                json(node("without-network", "", "172.30.0.3")))))
                .isEqualTo(Map.of("10.244.1.0/24", "172.30.0.2"));
    }

    private static String node(String name, String cidr, String address) {
        return "{'metadata':{'name':'" + name + "'},'spec':{'podCIDR':'" + cidr
                + "'},'status':{'addresses':[{'type':'Hostname','address':'x'},{'type':'InternalIP','address':'"
                + address
                + "'}]}}";
    }
}
