package io.gantry.resource.kinds;

import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Source;
import io.gantry.resource.Strategy;
import io.gantry.resource.table.ConfigColumns;
import java.util.Optional;

/** ComponentStatus: deprecated since 1.19, made when it is read. */
final class ComponentStatusKind {

    private ComponentStatusKind() {}

    static ResourceDefinition definition(Source components) {
        return Definition.core("ComponentStatus", "componentstatuses")
                .cluster()
                .shortName("cs")
                .deprecated("v1.19+")
                .verbs("get", "list")
                .build(ConfigColumns.COMPONENT_STATUS, new Strategy() {
                    @Override
                    public Optional<Source> source() {
                        return Optional.of(components);
                    }
                });
    }
}
