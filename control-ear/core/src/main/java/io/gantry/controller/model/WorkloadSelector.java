package io.gantry.controller.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import io.gantry.selector.InvalidSelectorException;
import io.gantry.selector.LabelSelector;
import java.util.Map;
import java.util.Optional;

/**
 * The label selector by which a workload or service picks pods (meta/v1 LabelSelector, or the plain map of older kinds). Unlike a
 * selector of a query, one without requirements picks nothing.
 *
 * @param requirements absent when the selector is not valid, which validation prevents
 */
public record WorkloadSelector(Optional<LabelSelector> requirements) {

    /** Reads matchLabels and matchExpressions. */
    public static WorkloadSelector of(JsonNode selector) {
        try {
            return new WorkloadSelector(Optional.of(LabelSelector.of(selector)));
        } catch (InvalidSelectorException e) {
            // Stored before a rule became stricter: better to manage nothing than to guess.
            return new WorkloadSelector(Optional.empty());
        }
    }

    /** Every given label must have the given value. */
    public static WorkloadSelector ofLabels(Map<String, String> labels) {
        return new WorkloadSelector(Optional.of(LabelSelector.ofLabels(labels)));
    }

    /** True when it picks nothing. */
    public boolean isEmpty() {
        return requirements.map(LabelSelector::isEmpty).orElse(true);
    }

    public boolean selects(ApiObject object) {
        return selects(object.labels());
    }

    public boolean selects(Map<String, String> labels) {
        return requirements
                .filter(selector -> !selector.isEmpty() && selector.matches(labels))
                .isPresent();
    }
}
