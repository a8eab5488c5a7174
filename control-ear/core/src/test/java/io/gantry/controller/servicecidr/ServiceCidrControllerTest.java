package io.gantry.controller.servicecidr;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.controller.Change;
import io.gantry.controller.Plan;
import io.gantry.controller.fake.FakeClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.object.ObjectKey;
import io.gantry.resource.allocation.IpAddressView;
import io.gantry.resource.allocation.ServiceCidrView;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServiceCidrControllerTest {

    private static final Instant DELETED = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = DELETED.plusSeconds(10);
    private static final ObjectKey KEY = ObjectKey.cluster(ServiceCidrView.RESOURCE, "x");
    private static final String HELD = "\"finalizers\":[\"networking.k8s.io/service-cidr-finalizer\"]";
    private static final String GOING = HELD + ",\"deletionTimestamp\":\"" + DELETED + "\"";

    private final FakeClusterView view = new FakeClusterView();

    private void network(String name, String metadata, String cidrs, String status) {
        String[] quoted =
                Arrays.stream(cidrs.split(" ")).map(cidr -> "\"" + cidr + "\"").toArray(String[]::new);
        put(
                ObjectKey.cluster(ServiceCidrView.RESOURCE, name),
                Json.read("{\"kind\":\"ServiceCIDR\",\"apiVersion\":\"networking.k8s.io/v1\",\"metadata\":{\"name\":\""
                        + name + "\"" + (metadata.isEmpty() ? "" : "," + metadata) + "},\"spec\":{\"cidrs\":["
                        + String.join(",", quoted) + "]},\"status\":" + status + "}"));
    }

    private void put(ObjectKey key, ObjectNode object) {
        view.put(ApiObject.of(key, view.revision() + 1, ApiObject.document(object)));
    }

    private void address(String name) {
        ObjectNode object = IpAddressView.of(name, new ObjectKey(KEY.resource(), "default", "s"));
        put(IpAddressView.key(name), object.put("kind", "IPAddress").put("apiVersion", "networking.k8s.io/v1"));
    }

    private Plan plan(Instant now) {
        return new ServiceCidrController().reconcile(KEY, view, now);
    }

    private static String text(Plan plan) {
        return plan.changes().stream()
                .map(change -> switch (change) {
                    case Change.Update update ->
                        update.desired().path("metadata").path("finalizers").toString();
                    case Change.UpdateStatus update -> {
                        String conditions =
                                update.desired().at("/status/conditions").toString();
                        yield conditions.contains("Terminating") ? "TERMINATING" : conditions;
                    }
                    default -> "OTHER";
                })
                .findFirst()
                .orElseGet(() -> plan.requeueAfter().isPresent() ? "LATER" : "NOTHING");
    }

    @Test
    void aNewOneIsHeldAndReady() {
        network("x", "", "10.1.0.0/16", "{}");
        Plan plan = plan(DELETED);
        assertThat(((Change.Update) plan.changes().getFirst()).desired().at("/metadata/finalizers"))
                .hasToString("[\"networking.k8s.io/service-cidr-finalizer\"]");
        assertThat(((Change.UpdateStatus) plan.changes().getLast()).desired().path("status"))
                .isEqualTo(Json.read("""
                {"conditions":[{"type":"Ready","status":"True","lastTransitionTime":"2026-01-01T00:00:00Z","reason":"",
                 "message":"Kubernetes Service CIDR is ready"}]}"""));
    }

    @Test
    void oneThatIsAsItShouldBeIsLeftAlone() {
        network("x", HELD, "10.1.0.0/16", """
                {"conditions":[{"type":"Mine","status":"False"},{"type":"Ready","status":"True",
                 "lastTransitionTime":"2025-01-01T00:00:00Z","reason":"","message":"Kubernetes Service CIDR is ready"}]}""");
        assertThat(text(plan(DELETED))).isEqualTo("NOTHING");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            nothing in it                     | 10.1.0.0/24            | ``          | ``          | []
            an address of it                  | 10.1.0.0/24            | 10.1.0.5    | ``          | TERMINATING
            an address of another             | 10.1.0.0/24            | 10.2.0.5    | ``          | []
            its network is nobody's address   | 10.1.0.0/24            | 10.1.0.0    | ``          | []
            nor is its broadcast address      | 10.1.0.0/24            | 10.1.0.255  | ``          | []
            a second family beside            | 10.1.0.0/24 fd00::/112 | 10.1.0.5    | ``          | TERMINATING
            another with the same network     | 10.1.0.0/24            | 10.1.0.5    | 10.1.0.0/24 | []
            another that is larger            | 10.1.0.0/24            | 10.1.0.5    | 10.1.0.0/16 | []
            a smaller one that has it         | 10.1.0.0/24            | 10.1.0.5    | 10.1.0.0/28 | []
            a smaller one that has it not     | 10.1.0.0/24            | 10.1.0.77   | 10.1.0.0/28 | TERMINATING
            as broadcast of another           | 10.1.0.0/24            | 10.1.0.15   | 10.1.0.0/28 | TERMINATING
            """)
    void oneThatShallGoIsHeldWhileAnAddressIsInNoOther(
            String name, String cidrs, String address, String other, String expected) {
        network("x", GOING, cidrs, "{}");
        if (!address.isEmpty()) {
            address(address);
        }
        if (!other.isEmpty()) {
            network("other", HELD, other, "{}");
        }
        assertThat(text(plan(LATER))).isEqualTo(expected);
    }

    @Test
    void oneOfTwoAlikeStaysWhenBothShallGo() {
        network("x", GOING, "10.1.0.0/24", "{}");
        network("other", GOING, "10.1.0.0/24", "{}");
        address("10.1.0.5");
        assertThat(text(plan(LATER))).isEqualTo("TERMINATING");
    }

    @Test
    void isLetGoOnlyWhenEveryInstanceHasSeenTheDeletion() {
        network("x", GOING, "10.1.0.0/24", "{}");
        assertThat(plan(DELETED.plusSeconds(4)).requeueAfter()).contains(Duration.ofSeconds(6));
        assertThat(text(plan(LATER))).isEqualTo("[]");
    }

    @Test
    void otherFinalizersStay() {
        network("x", GOING.replace("[", "[\"a/b\","), "10.1.0.0/24", "{}");
        assertThat(text(plan(LATER))).isEqualTo("[\"a/b\"]");
    }

    @Test
    void addressesOfUsersHoldNothing() {
        network("x", GOING, "10.1.0.0/24", "{}");
        put(
                IpAddressView.key("10.1.0.5"),
                Json.read("{\"kind\":\"IPAddress\",\"apiVersion\":\"networking.k8s.io/v1\","
                        + "\"metadata\":{\"name\":\"10.1.0.5\"}}"));
        assertThat(text(plan(LATER))).isEqualTo("[]");
    }
}
