package io.gantry.resource.kinds;

import io.gantry.resource.Allocation;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.allocation.IpRange;
import io.gantry.resource.allocation.PortRange;
import io.gantry.resource.allocation.ServiceAllocation;
import java.security.SecureRandom;
import java.util.List;

/** The kinds that every cluster serves. A new kind is one new file and one line here. */
public final class BuiltInKinds {

    private BuiltInKinds() {}

    /** All of them, core group first, for a cluster with the usual service addresses and node ports. */
    public static List<ResourceDefinition> definitions() {
        return definitions(new ServiceAllocation(IpRange.DEFAULT, PortRange.DEFAULT, new SecureRandom()));
    }

    /**
     * All of them, core group first.
     *
     * @param services gives services their addresses and node ports; one for the whole process
     */
    public static List<ResourceDefinition> definitions(Allocation services) {
        return List.of(
                BindingKind.definition(),
                ConfigMapKind.definition(),
                EndpointsKind.definition(),
                EventKind.definition(),
                NamespaceKind.definition(),
                NodeKind.definition(),
                PodKind.definition(),
                PodTemplateKind.definition(),
                ReplicationControllerKind.definition(),
                SecretKind.definition(),
                ServiceKind.definition(services),
                ServiceAccountKind.definition(),
                ControllerRevisionKind.definition(),
                DeploymentKind.definition(),
                ReplicaSetKind.definition(),
                LeaseKind.definition(),
                EndpointSliceKind.definition(),
                EventsV1EventKind.definition(),
                CertificateSigningRequestKind.definition(),
                ClusterRoleBindingKind.definition(),
                ClusterRoleKind.definition(),
                RoleBindingKind.definition(),
                RoleKind.definition());
    }
}
