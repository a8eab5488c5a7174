package io.gantry.agent.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.agent.node.ReservedGroup.Owner;
import io.gantry.agent.node.ReservedGroup.Scope;
import io.gantry.agent.object.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeResourcesTest {

    private static ReservationSettings reserved(String kube, String enforced) {
        return ReservationSettings.of(Map.of(Owner.KUBE, kube), enforced, Map.of(Owner.KUBE, "/kube"));
    }

    private static NodeResources of(String capacity, String reserved, long keptMemory) {
        Map<String, Quantity> amounts = new java.util.TreeMap<>();
        for (String entry : capacity.split(" ")) {
            amounts.put(entry.split("=")[0], Quantity.parse(entry.split("=")[1]));
        }
        return NodeResources.of(
                amounts, new Reservations(reserved(reserved, "pods"), Map.of("memory", capacityBytes -> keptMemory)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cpu=2 | '' | cpu | 2 | 2",
                "cpu=2 | cpu=250m | cpu | 1750m | 1750m",
                "memory=1Gi | '' | memory | 1046528Ki | 1048576Ki",
                "memory=1Gi | memory=24Mi | memory | 1021952Ki | 1024000Ki",
                "ephemeral-storage=1Gi | ephemeral-storage=1Mi,cpu=1 | ephemeral-storage | 1047552Ki | 1047552Ki",
                "memory=1Gi hugepages-2Mi=4Mi | '' | memory | 1042432Ki | 1048576Ki",
                "memory=1Gi hugepages-2Mi=4Mi | '' | hugepages-2Mi | 4Mi | 4Mi",
                "memory=1Gi hugepages-1Gi=0 | '' | hugepages-1Gi | 0 | 0",
            })
    void whatIsReservedIsNotOffered(
            String capacity, String reserved, String resource, String allocatable, String usable) {
        NodeResources resources = of(capacity, reserved, 2 << 20);

        assertThat(NodeResources.text(resource, resources.allocatable().get(resource)))
                .isEqualTo(allocatable);
        assertThat(NodeResources.text(resource, resources.offered(resource))).isEqualTo(usable);
    }

    @Test
    void noMoreCanBeReservedThanThereIs() {
        assertThatThrownBy(() -> of("cpu=1", "cpu=1500m", 0))
                .hasMessage("invalid Node Allocatable configuration. Resource \"cpu\" has a reservation of 1500m but"
                        + " capacity of 1. Expected capacity >= reservation.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gpu=1 | pods | cannot reserve \"gpu\" resource",
                "cpu=-1 | pods | resource quantity for \"cpu\" cannot be negative: -1",
                "cpu=much | pods | failed to parse quantity \"cpu=much\" for \"cpu\" resource",
                "cpu | pods | failed to parse quantity \"cpu\" for \"cpu\" resource",
                "cpu=1 | pods,some | invalid configuration: option \"some\" specified for enforceNodeAllocatable"
                        + " (--enforce-node-allocatable). Valid options are \"pods\", \"system-reserved\","
                        + " \"system-reserved-compressible\", \"kube-reserved\", \"kube-reserved-compressible\" or \"none\"",
                "cpu=1 | pods,pods | invalid configuration: duplicated enforcements \"pods\" in enforceNodeAllocatable"
                        + " (--enforce-node-allocatable)",
                "cpu=1 | pods,none | invalid configuration: enforceNodeAllocatable (--enforce-node-allocatable) may not contain"
                        + " additional enforcements when \"none\" is specified",
                "cpu=1 | kube-reserved,kube-reserved-compressible | invalid configuration: both \"kube-reserved\" and"
                        + " \"kube-reserved-compressible\" cannot be specified together in enforceNodeAllocatable"
                        + " (--enforce-node-allocatable)",
                "cpu=1 | pods,system-reserved-compressible | invalid configuration: systemReservedCgroup"
                        + " (--system-reserved-cgroup) must be specified when \"system-reserved\" or"
                        + " \"system-reserved-compressible\" included in enforceNodeAllocatable (--enforce-node-allocatable)",
            })
    void whatCannotBeReservedIsRefused(String reserved, String enforced, String message) {
        assertThatThrownBy(() -> reserved(reserved, enforced))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void processesOtherThanPodsAreHeldToWhatIsReservedForThem() {
        ReservationSettings settings = ReservationSettings.of(
                Map.of(Owner.KUBE, "cpu=1", Owner.SYSTEM, "memory=1Gi"),
                "kube-reserved-compressible,pods,system-reserved",
                Map.of(Owner.KUBE, "/kube", Owner.SYSTEM, "/system"));

        assertThat(settings.enforcement()).isEqualTo(ReservationSettings.Enforcement.PODS);
        assertThat(settings.groups())
                .containsExactly(
                        new ReservedGroup(Owner.SYSTEM, Scope.ALL, "/system", Map.of("memory", Quantity.parse("1Gi"))),
                        new ReservedGroup(Owner.KUBE, Scope.COMPRESSIBLE, "/kube", Map.of("cpu", Quantity.parse("1"))));
    }

    @Test
    void severalReservationsAddUp() {
        ReservationSettings settings = ReservationSettings.of(
                Map.of(Owner.KUBE, "cpu=100m,pid=10", Owner.SYSTEM, "cpu=200m"), "none", Map.of());

        assertThat(settings.of("cpu").millis()).isEqualTo(300);
        assertThat(settings.of("pid").units()).isEqualTo(10);
        assertThat(settings.enforcement()).isEqualTo(ReservationSettings.Enforcement.NONE);
    }

    @Test
    void hugePagesAreReadFromTheKernel(@TempDir Path root) throws IOException {
        for (String size : List.of("hugepages-2048kB", "hugepages-1048576kB", "hugepages-64kB")) {
            Path directory = Files.createDirectories(root.resolve("sys/kernel/mm/hugepages/" + size));
            Files.writeString(directory.resolve("nr_hugepages"), "3\n");
        }

        assertThat(new HostFacts(root)
                        .hugePages().entrySet().stream()
                                .map(entry -> entry.getKey().resource() + " "
                                        + entry.getKey().kernelName() + " " + entry.getValue()))
                .containsExactly(
                        "hugepages-64Ki 64KB 196608", "hugepages-2Mi 2MB 6291456", "hugepages-1Gi 1GB 3221225472");
    }
}
