package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** PodDisruptionBudgets. */
public final class DisruptionBudgetRules {

    private DisruptionBudgetRules() {}

    public static void check(Field budget) {
        Field spec = budget.at("spec");
        Field available = spec.at("minAvailable");
        Field unavailable = spec.at("maxUnavailable");
        if (available.isSet() && unavailable.isSet()) {
            spec.invalid("minAvailable and maxUnavailable cannot be both set");
        }
        for (Field amount : List.of(available, unavailable)) {
            if (amount.isSet()) {
                RolloutRules.amount(amount);
                RolloutRules.notMoreThanAll(amount);
            }
        }
        LabelRules.selector(spec.at("selector"));
        spec.at("unhealthyPodEvictionPolicy").supportOnly(List.of("AlwaysAllow", "IfHealthyBudget"));
    }

    public static void status(Field budget, JsonNode old) {
        Field status = budget.at("status");
        ConditionRules.check(status.at("conditions"));
        for (String count : List.of("disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods")) {
            status.at(count).requireNotNegative();
        }
    }
}
