package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.defaults.QuotaDefaults;
import io.gantry.resource.table.ConfigColumns;
import io.gantry.resource.validation.Field;
import io.gantry.resource.validation.LimitRangeRules;
import io.gantry.status.FieldErrors;

/** LimitRange. */
final class LimitRangeKind implements Strategy {

    private LimitRangeKind() {}

    static ResourceDefinition definition() {
        return Definition.core("LimitRange", "limitranges")
                .shortName("limits")
                .build(ConfigColumns.DEFAULT, new LimitRangeKind());
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        QuotaDefaults.limits(object);
    }

    @Override
    public boolean allowsCreateOnUpdate() {
        return true;
    }

    @Override
    public boolean countsGeneration() {
        return false;
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        LimitRangeRules.check(Field.root(object, errors));
    }
}
