package io.gantry.controllers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.controller.model.Conditions;
import io.gantry.controller.model.ResourceNames;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.registry.DeleteOptions;
import io.gantry.resource.allocation.IpAddressView;
import io.gantry.resource.allocation.ServiceCidrView;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Services, their IPAddresses and ServiceCIDRs with all controllers over the real registry. */
final class ServiceAddressLifeTest {

    private final Cluster cluster = new Cluster();

    private ApiObject service(String name, String address) {
        return cluster.apply(
                ResourceNames.SERVICES,
                "{\"metadata\":{\"name\":\"" + name + "\",\"namespace\":\"default\"},\"spec\":{\"clusterIP\":\""
                        + address + "\",\"ports\":[{\"port\":80}]}}");
    }

    private ObjectKey network(String name, String cidr) {
        ObjectKey key = cluster.apply(
                        ServiceCidrView.RESOURCE,
                        "{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{\"cidrs\":[\"" + cidr + "\"]}}")
                .key();
        cluster.settle();
        return key;
    }

    private void keep(String address, String labels, String name) {
        cluster.apply(
                IpAddressView.RESOURCE,
                "{\"metadata\":{\"name\":\"" + address + "\",\"labels\":" + labels
                        + "},\"spec\":{\"parentRef\":{\"resource\":\"services\",\"namespace\":\"default\",\"name\":\""
                        + name + "\"}}}");
    }

    private List<String> addresses() {
        cluster.settle();
        return cluster.list(IpAddressView.RESOURCE).stream()
                .map(ApiObject::name)
                .toList();
    }

    private void delete(ObjectKey key) {
        cluster.delete(key, DeleteOptions.DEFAULT);
        cluster.settle();
    }

    private JsonNode ready(ObjectKey network) {
        return Conditions.of(cluster.get(network).status()).find("Ready").orElseThrow();
    }

    @Test
    void everyAddressOfAServiceHasAnIpAddressAsLongAsTheServiceHasIt() {
        ApiObject service = service("web", "10.96.0.50");
        service("headless", "None");

        assertThat(addresses()).containsExactly("10.96.0.50");
        ApiObject address = cluster.get(IpAddressView.key("10.96.0.50"));
        assertThat(address.spec()).isEqualTo(Json.read("""
                {"parentRef":{"resource":"services","namespace":"default","name":"web"}}"""));
        assertThat(address.labels())
                .containsEntry("ipaddress.kubernetes.io/managed-by", "ipallocator.k8s.io")
                .containsEntry("ipaddress.kubernetes.io/ip-family", "IPv4")
                .hasSize(2);
        assertThat(address.metadata().has("ownerReferences")).isFalse();

        delete(service.key());
        assertThat(addresses()).isEmpty();
    }

    @Test
    void aServiceThatLosesItsAddressLosesItsIpAddress() {
        ApiObject service = service("web", "10.96.0.50");
        assertThat(addresses()).hasSize(1);
        cluster.change(service.key(), tree -> {
            tree.withObject("/spec")
                    .put("type", "ExternalName")
                    .put("externalName", "example.com")
                    .remove(List.of("clusterIP", "clusterIPs"));
            return tree;
        });
        assertThat(addresses()).isEmpty();
    }

    @Test
    void anIpAddressOfAServiceComesBackWhenItIsDeleted() {
        service("web", "10.96.0.50");
        assertThat(addresses()).hasSize(1);
        String uid = cluster.get(IpAddressView.key("10.96.0.50")).uid();
        delete(IpAddressView.key("10.96.0.50"));
        assertThat(cluster.get(IpAddressView.key("10.96.0.50")).uid()).isNotEqualTo(uid);
    }

    @Test
    void anAddressThatPassesToAnotherServiceIsShownAsThatOnes() {
        ApiObject before = service("before", "10.96.0.50");
        assertThat(addresses()).hasSize(1);
        cluster.delete(before.key(), DeleteOptions.DEFAULT);
        cluster.list(ResourceNames.SERVICES);
        service("after", "10.96.0.50");

        assertThat(addresses()).containsExactly("10.96.0.50");
        assertThat(cluster.get(IpAddressView.key("10.96.0.50"))
                        .spec()
                        .at("/parentRef/name")
                        .asText())
                .isEqualTo("after");
    }

    @Test
    void anIpAddressThatIsNotOfTheServiceThatHasTheAddressIsMadeAnew() {
        service("web", "10.96.0.50");
        keep("10.96.0.50", "{}", "other");

        assertThat(addresses()).containsExactly("10.96.0.50");
        ApiObject address = cluster.get(IpAddressView.key("10.96.0.50"));
        assertThat(new IpAddressView(address).isOf(new ObjectKey(ResourceNames.SERVICES, "default", "web")))
                .isTrue();
    }

    @Test
    void whatSaysThatTheClusterKeepsItGoesWithoutAService() {
        keep("10.96.0.50", "{\"ipaddress.kubernetes.io/managed-by\":\"ipallocator.k8s.io\"}", "nobody");
        assertThat(addresses()).isEmpty();
    }

    @Test
    void anAddressThatAUserKeepsIsGivenToNoService() {
        keep("10.96.0.50", "{}", "nobody");
        assertThat(addresses()).containsExactly("10.96.0.50");
        assertThatThrownBy(() -> service("web", "10.96.0.50"))
                .hasMessage("Service \"web\" is invalid: spec.clusterIPs: Invalid value: [\"10.96.0.50\"]: "
                        + "failed to allocate IP 10.96.0.50: provided IP is already allocated");
        delete(IpAddressView.key("10.96.0.50"));
        service("web", "10.96.0.50");
        assertThat(addresses()).containsExactly("10.96.0.50");
    }

    private List<String> toldOf(String reason) {
        return cluster.list(ResourceNames.EVENTS).stream()
                .filter(event -> event.json().path("reason").asText().equals(reason))
                .map(event -> event.json().path("message").asText() + " x"
                        + event.json().path("count").asInt())
                .toList();
    }

    @Test
    void aServiceWhoseNetworkWasTakenAwayIsToldOfUntilThereIsOneAgain() {
        ObjectKey network = network("more", "10.112.0.0/24");
        service("web", "10.112.0.5");
        assertThat(addresses()).containsExactly("10.112.0.5");
        cluster.delete(network, DeleteOptions.DEFAULT);
        cluster.change(network, tree -> {
            tree.withObject("/metadata").remove("finalizers");
            return tree;
        });
        cluster.settle();
        String message =
                "Cluster IP [IPv4]: 10.112.0.5 is not within any configured Service CIDR; please recreate service x";
        assertThat(toldOf("ClusterIPOutOfRange")).containsExactly(message + 1);
        cluster.pass(Duration.ofMinutes(3).plusSeconds(5));
        assertThat(toldOf("ClusterIPOutOfRange")).containsExactly(message + 2);

        // looked at once more, and given none
        delete(IpAddressView.key("10.112.0.5"));
        assertThat(addresses()).isEmpty();
        network("again", "10.112.0.0/16");
        assertThat(addresses()).containsExactly("10.112.0.5");
        cluster.pass(Duration.ofMinutes(6));
        assertThat(toldOf("ClusterIPOutOfRange")).containsExactly(message + 3);
    }

    @Test
    void theIpAddressesOfANamespaceGoWithIt() {
        ObjectKey team = cluster.apply(ResourceNames.NAMESPACES, "{\"metadata\":{\"name\":\"team\"}}")
                .key();
        cluster.settle();
        cluster.apply(
                ResourceNames.SERVICES,
                "{\"metadata\":{\"name\":\"web\",\"namespace\":\"team\"},\"spec\":{\"ports\":[{\"port\":80}]}}");
        assertThat(addresses()).hasSize(1);
        delete(team);
        cluster.pass(Duration.ofSeconds(30));
        assertThat(cluster.exists(team)).isFalse();
        assertThat(addresses()).isEmpty();
    }

    @Test
    void aNewLeaderMakesWhatIsMissing() {
        cluster.group().stop();
        service("web", "10.96.0.50");
        ApiObject gone = service("gone", "10.96.0.51");
        cluster.elect();
        assertThat(addresses()).containsExactly("10.96.0.50", "10.96.0.51");
        cluster.group().stop();
        cluster.delete(gone.key(), DeleteOptions.DEFAULT);
        cluster.elect();
        assertThat(addresses()).containsExactly("10.96.0.50");
    }

    @Test
    void anotherServiceCidrGivesAddressesUntilItIsDeletedAndGoesAfterTheLastOfThem() {
        assertThatThrownBy(() -> service("early", "10.1.0.5"))
                .hasMessageContaining(
                        "failed to allocate IP 10.1.0.5: the provided network does not match the current range");
        ObjectKey network = network("more", "10.1.0.0/24");
        assertThat(ready(network).path("status").asText()).isEqualTo("True");
        ApiObject service = service("web", "10.1.0.5");
        cluster.settle();

        delete(network);
        cluster.pass(Duration.ofSeconds(15));
        assertThat(ready(network)).isEqualTo(Json.read("""
                {"type":"Ready","status":"False","lastTransitionTime":"%s","reason":"Terminating",
                 "message":"There are still IPAddresses referencing the ServiceCIDR, please remove them or create a new ServiceCIDR"}""".formatted(
                        ready(network).path("lastTransitionTime").asText())));
        assertThatThrownBy(() -> service("late", "10.1.0.6")).hasMessageContaining("does not match the current range");

        delete(service.key());
        assertThat(cluster.exists(network)).isFalse();
    }

    @Test
    void aServiceCidrThatIsNotNeededGoesTenSecondsAfterItsDeletion() {
        ObjectKey network = network("more", "10.1.0.0/24");
        delete(network);
        cluster.pass(Duration.ofSeconds(9));
        assertThat(cluster.exists(network)).isTrue();
        cluster.pass(Duration.ofSeconds(1));
        assertThat(cluster.exists(network)).isFalse();
    }

    @Test
    void aServiceCidrThatCoversItsAddressesFreesOneThatShallGo() {
        ObjectKey network = network("old", "10.1.0.0/24");
        service("web", "10.1.0.5");
        cluster.settle();
        delete(network);
        cluster.pass(Duration.ofSeconds(12));
        assertThat(cluster.exists(network)).isTrue();
        network("new", "10.1.0.0/16");
        assertThat(cluster.exists(network)).isFalse();
        assertThat(addresses()).containsExactly("10.1.0.5");
    }
}
