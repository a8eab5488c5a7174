package io.gantry.resource.kinds;

import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.table.ConfigColumns;

/** ConfigMap. */
final class ConfigMapKind implements Strategy {

    private ConfigMapKind() {}

    static ResourceDefinition definition() {
        return Definition.core("ConfigMap", "configmaps")
                .shortName("cm")
                .build(ConfigColumns.CONFIG_MAP, new ConfigMapKind());
    }

    @Override
    public boolean countsGeneration() {
        return false;
    }
}
