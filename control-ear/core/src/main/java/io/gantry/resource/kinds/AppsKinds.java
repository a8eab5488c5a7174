package io.gantry.resource.kinds;

import io.gantry.resource.ResourceDefinition;
import java.util.List;

/** The kinds of apps. */
final class AppsKinds {

    private AppsKinds() {}

    static List<ResourceDefinition> definitions() {
        return List.of(
                ControllerRevisionKind.definition(),
                DaemonSetKind.definition(),
                DeploymentKind.definition(),
                ReplicaSetKind.definition(),
                StatefulSetKind.definition());
    }
}
