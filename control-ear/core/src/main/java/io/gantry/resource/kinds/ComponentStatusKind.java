package io.gantry.resource.kinds;

import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.table.ConfigColumns;

/** ComponentStatus: deprecated since 1.19. Nothing here has components of the kind that it describes, so there are none to list. */
final class ComponentStatusKind {

    private ComponentStatusKind() {}

    static ResourceDefinition definition() {
        return Definition.core("ComponentStatus", "componentstatuses")
                .cluster()
                .shortName("cs")
                .deprecated("v1.19+")
                .verbs("get", "list")
                .build(ConfigColumns.COMPONENT_STATUS, Strategy.GENERIC);
    }
}
