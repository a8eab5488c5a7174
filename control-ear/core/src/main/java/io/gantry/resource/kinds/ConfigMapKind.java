package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.table.ConfigColumns;
import io.gantry.resource.validation.ConfigRules;
import io.gantry.resource.validation.Field;
import io.gantry.status.FieldErrors;
import java.util.List;

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

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        ConfigRules.configMap(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        ConfigRules.update(Field.root(object, errors), old, List.of("data", "binaryData"));
    }
}
