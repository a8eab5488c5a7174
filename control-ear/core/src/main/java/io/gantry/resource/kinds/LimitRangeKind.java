package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
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

    /** One without a name gets one. */
    @Override
    public void prepareForCreate(ObjectNode object, Context context) {
        ObjectNode metadata = Nodes.child(object, "metadata");
        if (Nodes.text(metadata, "name").isEmpty()) {
            metadata.put("name", Nodes.text(metadata, "uid"));
        }
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
