package io.gantry.controller.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.controller.Change;
import io.gantry.controller.fake.FakeClusterView;
import io.gantry.controller.model.ResourceNames;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LoadBalancerControllerTest {

    private final FakeClusterView view = new FakeClusterView();

    private void service(String name, String spec, String status) {
        view.put(Json.read("{\"kind\": \"Service\", \"metadata\": {\"name\": \"" + name
                + "\", \"namespace\": \"d\"}, \"spec\": " + spec.replace('\'', '"') + ", \"status\": "
                + status.replace('\'', '"') + "}"));
    }

    private List<Change> reconcile(String pool) {
        return new LoadBalancerController(AddressPool.parse(pool))
                .reconcile(ObjectKey.cluster(ResourceNames.SERVICES, ""), view, Instant.EPOCH)
                .changes();
    }

    private List<String> addresses(String pool) {
        return reconcile(pool).stream()
                .filter(Change.UpdateStatus.class::isInstance)
                .map(Change.UpdateStatus.class::cast)
                .map(change -> change.base().name() + " "
                        + change.desired()
                                .at("/status/loadBalancer/ingress/0/ip")
                                .asText())
                .toList();
    }

    @Test
    void eachServiceGetsItsOwnAddressAndKeepsIt() {
        service("a", "{'type': 'LoadBalancer'}", "{}");
        service("b", "{'type': 'LoadBalancer'}", "{'loadBalancer': {'ingress': [{'ip': '10.0.0.1'}]}}");
        service("c", "{'type': 'LoadBalancer'}", "{}");
        service("plain", "{'type': 'ClusterIP'}", "{}");
        service("theirs", "{'type': 'LoadBalancer', 'loadBalancerClass': 'x/y'}", "{}");

        assertThat(addresses("10.0.0.1-10.0.0.9")).containsExactly("a 10.0.0.2", "c 10.0.0.3");
    }

    @Test
    void aWishIsFulfilledWhenItIsFreeInThePool() {
        service("a", "{'type': 'LoadBalancer', 'loadBalancerIP': '10.0.0.7'}", "{}");
        service("b", "{'type': 'LoadBalancer', 'loadBalancerIP': '10.0.0.7'}", "{}");
        service("c", "{'type': 'LoadBalancer', 'loadBalancerIP': '10.9.9.9'}", "{}");

        assertThat(addresses("10.0.0.1-10.0.0.9")).containsExactly("a 10.0.0.7");
        assertThat(reconcile("10.0.0.1-10.0.0.9"))
                .filteredOn(Change.RecordEvent.class::isInstance)
                .extracting(change -> ((Change.RecordEvent) change).draft().message())
                .containsExactly(
                        "Ensuring load balancer",
                        "Ensured load balancer",
                        "Error syncing load balancer: address 10.0.0.7 is not free in the pool",
                        "Error syncing load balancer: address 10.9.9.9 is not free in the pool");
    }

    @Test
    void aServiceThatIsNoLongerALoadBalancerLosesItsAddress() {
        service("a", "{'type': 'ClusterIP'}", "{'loadBalancer': {'ingress': [{'ip': '10.0.0.1'}]}}");

        assertThat(addresses("10.0.0.1-10.0.0.9")).containsExactly("a ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.0/30 | 10.0.0.1",
                "10.0.0.4/31 | 10.0.0.4",
                "10.0.0.8/32 | 10.0.0.8",
                "10.0.0.250-10.0.1.2 | 10.0.0.250",
                " 10.1.1.1 , 10.0.0.0/24 | 10.1.1.1",
            })
    void poolsAreNetworksRangesAndSingleAddresses(String text, String first) {
        assertThat(AddressPool.parse(text).firstFree(Set.of())).contains(first);
    }

    @Test
    void aPoolRunsOut() {
        AddressPool pool = AddressPool.parse("10.0.0.0/30");

        assertThat(pool.firstFree(Set.of("10.0.0.1"))).contains("10.0.0.2");
        assertThat(pool.firstFree(Set.of("10.0.0.1", "10.0.0.2"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.9-10.0.0.1", "10.0.0", "10.0.0.0/33", "fd00::/64", "a-b-c"})
    void nonsenseIsRefused(String text) {
        assertThatThrownBy(() -> AddressPool.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
