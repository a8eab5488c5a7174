package io.gantry.resource.kinds;

import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.table.ConfigColumns;
import java.util.List;

/**
 * Kinds of which there are no objects yet and none can be made, but that clients ask for all the same: kubectl looks among the custom
 * resource definitions when it meets a kind that it does not know.
 */
public final class AbsentKinds {

    private AbsentKinds() {}

    public static List<ResourceDefinition> definitions() {
        return List.of(Definition.of("apiextensions.k8s.io", "CustomResourceDefinition", "customresourcedefinitions")
                .cluster()
                .verbs("get", "list", "watch")
                .schema("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition")
                .build(ConfigColumns.DEFAULT, Strategy.GENERIC));
    }
}
