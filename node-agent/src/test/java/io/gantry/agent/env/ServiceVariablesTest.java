package io.gantry.agent.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.agent.object.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceVariablesTest {

    private static final JsonNode API =
            service("default", "kubernetes", "10.96.0.1", "[{\"name\":\"https\",\"port\":443,\"protocol\":\"TCP\"}]");

    @Test
    void aServiceIsDescribedInBothStyles() {
        JsonNode service = service(
                "ns",
                "my-db",
                "10.96.1.1",
                "[{\"name\":\"main\",\"port\":5432,\"protocol\":\"TCP\"},{\"name\":\"side-door\",\"port\":53,\"protocol\":\"UDP\"}]");

        assertThat(ServiceVariables.of(List.of(service), "ns", true))
                .containsOnly(
                        entry("MY_DB_SERVICE_HOST", "10.96.1.1"),
                        entry("MY_DB_SERVICE_PORT", "5432"),
                        entry("MY_DB_SERVICE_PORT_MAIN", "5432"),
                        entry("MY_DB_SERVICE_PORT_SIDE_DOOR", "53"),
                        entry("MY_DB_PORT", "tcp://10.96.1.1:5432"),
                        entry("MY_DB_PORT_5432_TCP", "tcp://10.96.1.1:5432"),
                        entry("MY_DB_PORT_5432_TCP_PROTO", "tcp"),
                        entry("MY_DB_PORT_5432_TCP_PORT", "5432"),
                        entry("MY_DB_PORT_5432_TCP_ADDR", "10.96.1.1"),
                        entry("MY_DB_PORT_53_UDP", "udp://10.96.1.1:53"),
                        entry("MY_DB_PORT_53_UDP_PROTO", "udp"),
                        entry("MY_DB_PORT_53_UDP_PORT", "53"),
                        entry("MY_DB_PORT_53_UDP_ADDR", "10.96.1.1"));
    }

    @Test
    void onlyTheNamespacesServicesAndTheApiAreSeen() {
        JsonNode other = service("other", "x", "10.96.2.1", "[{\"port\":1}]");
        JsonNode own = service("ns", "x", "10.96.2.2", "[{\"port\":1}]");

        assertThat(ServiceVariables.of(List.of(API, other, own), "ns", true))
                .containsEntry("X_SERVICE_HOST", "10.96.2.2")
                .containsEntry("KUBERNETES_SERVICE_HOST", "10.96.0.1");
    }

    @Test
    void withoutLinksOnlyTheApiIsSeen() {
        JsonNode own = service("ns", "x", "10.96.2.2", "[{\"port\":1}]");

        assertThat(ServiceVariables.of(List.of(API, own), "ns", false))
                .containsKey("KUBERNETES_SERVICE_PORT_HTTPS")
                .doesNotContainKey("X_SERVICE_HOST");
    }

    @Test
    void servicesWithoutAddressAreNotSeen() {
        assertThat(ServiceVariables.of(
                        List.of(
                                service("ns", "headless", "None", "[{\"port\":1}]"),
                                service("ns", "external", "", "[]")),
                        "ns",
                        true))
                .isEmpty();
    }

    private static JsonNode service(String namespace, String name, String address, String ports) {
        return Json.read("{\"metadata\":{\"namespace\":\"" + namespace + "\",\"name\":\"" + name
                + "\"},\"spec\":{\"clusterIP\":\"" + address + "\",\"ports\":" + ports + "}}");
    }
}
