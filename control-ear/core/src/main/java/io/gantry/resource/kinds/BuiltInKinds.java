package io.gantry.resource.kinds;

import io.gantry.resource.ResourceDefinition;
import java.util.List;

/** The kinds that every cluster serves. A new kind is one new file and one line here. */
public final class BuiltInKinds {

    private static final List<ResourceDefinition> ALL = List.of(
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
            ServiceKind.definition(),
            ServiceAccountKind.definition(),
            ControllerRevisionKind.definition(),
            DeploymentKind.definition(),
            ReplicaSetKind.definition(),
            LeaseKind.definition(),
            EndpointSliceKind.definition(),
            EventsV1EventKind.definition());

    private BuiltInKinds() {}

    /** All of them; core group first. */
    public static List<ResourceDefinition> definitions() {
        return ALL;
    }
}
