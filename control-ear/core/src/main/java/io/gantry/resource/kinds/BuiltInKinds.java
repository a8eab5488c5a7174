package io.gantry.resource.kinds;

import io.gantry.health.ComponentStatuses;
import io.gantry.resource.Allocation;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Source;
import io.gantry.resource.allocation.IpRange;
import io.gantry.resource.allocation.PortRange;
import io.gantry.resource.allocation.ServiceAllocation;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;

/** The kinds that every cluster serves. A new kind is one new file and one line here, or in its group's list. */
public final class BuiltInKinds {

    private BuiltInKinds() {}

    /** All of them, core group first, for a cluster with the usual service addresses and node ports. */
    public static List<ResourceDefinition> definitions() {
        return definitions(
                new ServiceAllocation(IpRange.DEFAULT, PortRange.DEFAULT, new SecureRandom()), ComponentStatuses.NONE);
    }

    /**
     * All of them, core group first.
     *
     * @param services gives services their addresses and node ports; one for the whole process
     * @param components tells how the parts of the control plane are
     */
    public static List<ResourceDefinition> definitions(Allocation services, Source components) {
        return Stream.of(
                        CoreKinds.definitions(services, components),
                        AppsKinds.definitions(),
                        HorizontalPodAutoscalerKind.definitions(),
                        BatchKinds.definitions(),
                        List.of(LeaseKind.definition()),
                        LeaseCandidateKind.definitions(),
                        List.of(EndpointSliceKind.definition(), EventsV1EventKind.definition()),
                        NetworkingKinds.definitions(),
                        List.of(
                                PodDisruptionBudgetKind.definition(),
                                PriorityClassKind.definition(),
                                PodGroupKind.definition(),
                                WorkloadKind.definition(),
                                RuntimeClassKind.definition()),
                        StorageKinds.definitions(),
                        List.of(FlowSchemaKind.definition(), PriorityLevelConfigurationKind.definition()),
                        AdmissionKinds.definitions(),
                        List.of(CustomResourceDefinitionKind.definition(), ApiServiceKind.definition()),
                        DeviceKinds.definitions(),
                        ClusterTrustBundleKind.definitions(),
                        List.of(
                                PodCertificateRequestKind.definition(),
                                CertificateSigningRequestKind.definition(),
                                ClusterRoleBindingKind.definition(),
                                ClusterRoleKind.definition(),
                                RoleBindingKind.definition(),
                                RoleKind.definition()),
                        List.of(StorageVersionMigrationKind.definition(), StorageVersionKind.definition()))
                .flatMap(List::stream)
                .toList();
    }
}
