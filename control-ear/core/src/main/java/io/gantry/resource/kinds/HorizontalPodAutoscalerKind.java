package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.defaults.AutoscalerDefaults;
import io.gantry.resource.table.AutoscalerColumns;
import io.gantry.resource.validation.AutoscalerRules;
import io.gantry.resource.validation.Field;
import io.gantry.status.FieldErrors;
import java.util.List;

/** HorizontalPodAutoscaler (autoscaling): v2 is stored, v1 converts. */
final class HorizontalPodAutoscalerKind implements Strategy {

    private HorizontalPodAutoscalerKind() {}

    static List<ResourceDefinition> definitions() {
        Strategy strategy = new HorizontalPodAutoscalerKind();
        return List.of(
                definition().version("v2").build(AutoscalerColumns.AUTOSCALER, strategy),
                definition().storedIn("v2", new AutoscalerConversion()).build(AutoscalerColumns.AUTOSCALER, strategy));
    }

    private static Definition definition() {
        return Definition.of("autoscaling", "HorizontalPodAutoscaler", "horizontalpodautoscalers")
                .shortName("hpa")
                .inAll()
                .status();
    }

    @Override
    public void applyDefaults(ObjectNode object) {
        AutoscalerDefaults.apply(object);
    }

    @Override
    public void prepareForCreate(ObjectNode object, Context context) {
        object.putObject("status").put("desiredReplicas", 0).putNull("currentMetrics");
    }

    @Override
    public boolean countsGeneration() {
        return false;
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        AutoscalerRules.check(Field.root(object, errors));
    }

    @Override
    public void validateNew(ObjectNode object, FieldErrors errors) {
        AutoscalerRules.checkNew(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        AutoscalerRules.update(Field.root(object, errors), old);
    }

    @Override
    public void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        AutoscalerRules.status(Field.root(object, errors), old);
    }
}
