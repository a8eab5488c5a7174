package io.gantry.resource.kinds;

import io.gantry.resource.Allocation;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Source;
import java.util.List;

/** The kinds of the core group. */
final class CoreKinds {

    private CoreKinds() {}

    static List<ResourceDefinition> definitions(Allocation services, Source components) {
        return List.of(
                BindingKind.definition(),
                ComponentStatusKind.definition(components),
                ConfigMapKind.definition(),
                EndpointsKind.definition(),
                EventKind.definition(),
                LimitRangeKind.definition(),
                NamespaceKind.definition(),
                NodeKind.definition(),
                PersistentVolumeKind.definition(),
                PersistentVolumeClaimKind.definition(),
                PodKind.definition(),
                PodTemplateKind.definition(),
                ReplicationControllerKind.definition(),
                ResourceQuotaKind.definition(),
                SecretKind.definition(),
                ServiceKind.definition(services),
                ServiceAccountKind.definition());
    }
}
