package io.gantry.resource.kinds;

import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.table.ConfigColumns;

/**
 * CustomResourceDefinition, to read only: custom resources are not served yet, so there are none, and none can be made. kubectl asks
 * for them when it meets a kind that it does not know.
 */
final class CustomResourceDefinitionKind {

    private CustomResourceDefinitionKind() {}

    static ResourceDefinition definition() {
        return Definition.of("apiextensions.k8s.io", "CustomResourceDefinition", "customresourcedefinitions")
                .cluster()
                .verbs("get", "list", "watch")
                .schema("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition")
                .build(ConfigColumns.DEFAULT, Strategy.GENERIC);
    }
}
