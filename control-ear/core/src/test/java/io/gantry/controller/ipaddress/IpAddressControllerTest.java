package io.gantry.controller.ipaddress;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.cache.CacheEvent;
import io.gantry.controller.Change;
import io.gantry.controller.Plan;
import io.gantry.controller.fake.FakeClusterView;
import io.gantry.controller.model.ResourceNames;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.resource.allocation.IpAddressView;
import io.gantry.resource.allocation.IpRange;
import io.gantry.resource.allocation.ServiceCidrView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpAddressControllerTest {

    private static final ObjectKey WEB = new ObjectKey(ResourceNames.SERVICES, "default", "web");
    private static final String MANAGED =
            "{\"ipaddress.kubernetes.io/managed-by\":\"ipallocator.k8s.io\",\"ipaddress.kubernetes.io/ip-family\":\"IPv4\"}";

    private final FakeClusterView view = new FakeClusterView();
    private final IpAddressController controller = new IpAddressController(IpRange.parse("10.96.0.0/24"));

    private ApiObject put(ObjectKey key, String json) {
        ApiObject object = ApiObject.of(key, view.revision() + 1, ApiObject.document(Json.read(json)));
        view.put(object);
        return object;
    }

    private ApiObject service(String name, String address) {
        return put(
                new ObjectKey(ResourceNames.SERVICES, "default", name),
                "{\"kind\":\"Service\",\"metadata\":{\"namespace\":\"default\",\"name\":\"" + name
                        + "\"},\"spec\":{\"clusterIPs\":["
                        + (address == null ? "" : "\"" + address + "\"") + "]}}");
    }

    private ApiObject network(String cidr) {
        return put(
                ObjectKey.cluster(ServiceCidrView.RESOURCE, "more"),
                "{\"metadata\":{\"name\":\"more\"},\"spec\":{\"cidrs\":[\"" + cidr + "\"]}}");
    }

    private ApiObject address(String name, String labels, String resource, String parent) {
        return put(
                IpAddressView.key(name),
                "{\"kind\":\"IPAddress\",\"metadata\":{\"name\":\"" + name + "\",\"labels\":" + labels
                        + "},\"spec\":{\"parentRef\":{\"resource\":\"" + resource
                        + "\",\"namespace\":\"default\",\"name\":\"" + parent + "\"}}}");
    }

    private Plan plan(ObjectKey key) {
        return controller.reconcile(key, view, Instant.EPOCH);
    }

    private static List<String> told(Plan plan) {
        return plan.changes().stream()
                .map(change -> switch (change) {
                    case Change.RecordEvent event ->
                        event.draft().reason() + ": " + event.draft().message();
                    case Change.Create create -> "create";
                    case Change.Delete delete -> "delete";
                    default -> "other";
                })
                .toList();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            10.96.0.5,   10.112.0.0/24, true
            10.112.0.5,  10.112.0.0/24, true
            10.112.0.5,  10.113.0.0/24, false
            10.112.0.0,  10.112.0.0/24, false
            10.96.0.255, 10.112.0.0/24, false
            """)
    void anAddressOutsideAllNetworksIsToldOfAgainAndAgainAndHasNoIpAddress(
            String address, String cidr, boolean isInside) {
        network(cidr);
        service("web", address);

        Plan plan = plan(WEB);

        String event = "ClusterIPOutOfRange: Cluster IP [IPv4]: " + address
                + " is not within any configured Service CIDR; please recreate service";
        assertThat(told(plan)).containsExactly(isInside ? "create" : event);
        assertThat(plan.requeueAfter().isPresent()).isEqualTo(!isInside);
        plan.requeueAfter().ifPresent(again -> assertThat(again).isEqualTo(Duration.ofMinutes(3)));
    }

    @Test
    void aNetworkThatComesOrGoesConcernsTheServicesWithAddressesOfIt() {
        service("web", "10.112.0.5");
        service("other", "10.96.0.5");
        service("headless", "None");
        ApiObject network = network("10.112.0.0/24");

        for (CacheEvent event : List.of(new CacheEvent.Added(network), new CacheEvent.Deleted(network))) {
            assertThat(controller.watches().keys(event, view)).containsExactly(WEB);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            services | web    | none      | delete; create
            services | nobody | managed   | ClusterIPNotAllocated: the ClusterIP [IPv4]: 10.96.0.5 for Service default/web has a wrong reference; repairing; delete; create
            gateways | web    | managed   | ClusterIPNotAllocated: the ClusterIP [IPv4]: 10.96.0.5 for Service default/web has a wrong reference; repairing; delete; create
            services | twin   | managed   | ClusterIPAlreadyAllocated: Cluster IP [IPv4]:10.96.0.5 was assigned to multiple services; please recreate service
            services | web    | managed   | ''
            """)
    void anIpAddressThatIsNotTheServicesIsMadeAnew(String resource, String parent, String managed, String expected) {
        service("web", "10.96.0.5");
        service("twin", "10.96.0.5");
        address("10.96.0.5", managed.equals("managed") ? MANAGED : "{}", resource, parent);

        assertThat(String.join("; ", told(plan(WEB)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            services | web    | 10.96.0.6 | IPAddressWrongReference: IPAddress: 10.96.0.5 for Service default/web has a wrong reference; cleaning up; delete
            services | web    |           | delete
            services | nobody |           | delete
            gateways | web    |           | IPAddressNotAllocated: IPAddress 10.96.0.5 appears to have been modified, not referencing a Service &ParentReference{Group:,Resource:gateways,Namespace:default,Name:web,}: cleaning up; delete
            services | web    | 10.96.0.5 | ''
            """)
    void anIpAddressOfTheClusterThatNoServiceHasGoes(String resource, String parent, String address, String expected) {
        service("web", address);
        ApiObject kept = address("10.96.0.5", MANAGED, resource, parent);

        assertThat(String.join("; ", told(plan(kept.key())))).isEqualTo(expected);
    }

    @Test
    void whatAUserKeepsIsLeftAlone() {
        ApiObject kept = address("10.96.0.5", "{}", "gateways", "edge");

        assertThat(told(plan(kept.key()))).isEmpty();
    }
}
