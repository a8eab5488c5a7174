package io.gantry.resource.defaults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import java.util.List;

/** Defaults that pods have and templates do not, so that what a user wrote in a template stays as it is ({@code SetDefaults_Pod}). */
public final class PodDefaults {

    private PodDefaults() {}

    public static void apply(ObjectNode pod) {
        ObjectNode spec = Nodes.child(pod, "spec");
        PodSpecDefaults.applyToPod(spec);
        for (String list : List.of("containers", "initContainers")) {
            Nodes.objects(spec, list).forEach(ResourceAmounts::requestLimits);
        }
        PodLevelResources.apply(spec);
        Defaults.flag(spec, "enableServiceLinks", true);
    }
}
