package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.Nodes;
import java.util.List;
import java.util.stream.Stream;

/** HorizontalPodAutoscalers. */
public final class AutoscalerRules {

    private static final int WINDOW_SECONDS = 3600;
    private static final int PERIOD_SECONDS = 1800;

    private AutoscalerRules() {}

    public static void check(Field autoscaler) {
        Field spec = autoscaler.at("spec");
        Field min = spec.at("minReplicas");
        Field max = spec.at("maxReplicas");
        if (max.number() == 0) {
            max.required("must be set and greater than 0");
        } else if (max.number() < 0) {
            max.invalid("must be greater than or equal to 1");
        }
        if (min.isSet() && max.number() < min.number()) {
            max.errors().invalid(max.path(), max.number(), "must be greater than or equal to `minReplicas`");
        }
        MetricRules.check(spec);
        for (String direction : List.of("scaleUp", "scaleDown")) {
            Field rules = spec.at("behavior").at(direction);
            if (rules.isSet()) {
                scaling(rules);
            }
        }
    }

    public static void checkNew(Field autoscaler) {
        lowerBound(autoscaler.at("spec").at("minReplicas"), 1);
        Field target = autoscaler.at("spec").at("scaleTargetRef");
        MetricRules.reference(target);
        MetricRules.targetVersion(target);
    }

    /** What was let pass once is let pass again: a lower bound of none, and a target that stays. */
    public static void update(Field autoscaler, JsonNode old) {
        JsonNode before = old.path("spec");
        Field spec = autoscaler.at("spec");
        boolean hadNone = before.path("minReplicas").isNumber()
                && before.path("minReplicas").asLong() == 0;
        lowerBound(spec.at("minReplicas"), hadNone ? 0 : 1);
        Field target = spec.at("scaleTargetRef");
        MetricRules.reference(target);
        boolean stays = Stream.of("apiVersion", "kind")
                .allMatch(part -> target.at(part).is(Nodes.text(before.path("scaleTargetRef"), part)));
        if (!stays) {
            MetricRules.targetVersion(target);
        }
    }

    private static void lowerBound(Field min, int bound) {
        if (min.isSet() && min.number() < bound) {
            min.invalid("must be greater than or equal to " + bound);
        }
    }

    private static void scaling(Field rules) {
        Field window = rules.at("stabilizationWindowSeconds");
        if (window.number() < 0) {
            window.invalid("must be greater than or equal to zero");
        }
        if (window.number() > WINDOW_SECONDS) {
            window.invalid("must be less than or equal to " + WINDOW_SECONDS);
        }
        rules.at("selectPolicy").supportOnly(List.of("Disabled", "Max", "Min"));
        if (rules.at("policies").isEmpty()) {
            rules.at("policies").required("must specify at least one Policy");
        }
        for (Field policy : rules.items("policies")) {
            if (!List.of("Percent", "Pods").contains(policy.at("type").text())) {
                policy.at("type").notSupported(List.of("Percent", "Pods"));
            }
            policy.at("value").requirePositive();
            policy.at("periodSeconds").requirePositive();
            if (policy.at("periodSeconds").number() > PERIOD_SECONDS) {
                policy.at("periodSeconds").invalid("must be less than or equal to " + PERIOD_SECONDS);
            }
        }
        Field tolerance = rules.at("tolerance");
        Amounts.parse(tolerance.value())
                .filter(amount -> amount.value().signum() < 0)
                .ifPresent(amount -> tolerance.invalid(amount.toString(), "must be greater than or equal to 0"));
    }

    public static void status(Field autoscaler, JsonNode old) {
        autoscaler.at("status").at("currentReplicas").requireNotNegative();
        autoscaler.at("status").at("desiredReplicas").requireNotNegative();
    }
}
