package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.table.PolicyColumns;
import io.gantry.resource.validation.DisruptionBudgetRules;
import io.gantry.resource.validation.Field;
import io.gantry.status.FieldErrors;
import io.gantry.validation.NameRules;
import java.util.List;

/** PodDisruptionBudget (policy). */
final class PodDisruptionBudgetKind implements Strategy {

    private PodDisruptionBudgetKind() {}

    static ResourceDefinition definition() {
        return Definition.of("policy", "PodDisruptionBudget", "poddisruptionbudgets")
                .shortName("pdb")
                .status()
                .build(PolicyColumns.DISRUPTION_BUDGET, new PodDisruptionBudgetKind());
    }

    @Override
    public void prepareForCreate(ObjectNode object, Context context) {
        ObjectNode status = object.putObject("status");
        for (String count : List.of("disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods")) {
            status.put(count, 0);
        }
    }

    @Override
    public boolean allowsUnconditionalUpdate() {
        return false;
    }

    /** Any name that can stand in a path. */
    @Override
    public List<String> nameErrors(String name) {
        return NameRules.pathSegment(name);
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        DisruptionBudgetRules.check(Field.root(object, errors));
    }

    @Override
    public void validateStatusUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        DisruptionBudgetRules.status(Field.root(object, errors), old);
    }
}
