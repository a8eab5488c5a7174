package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** DaemonSets. */
public final class DaemonSetRules {

    private static final List<String> COUNTS = List.of(
            "currentNumberScheduled",
            "numberMisscheduled",
            "desiredNumberScheduled",
            "numberReady",
            "observedGeneration",
            "updatedNumberScheduled",
            "numberAvailable",
            "numberUnavailable",
            "collisionCount");

    private DaemonSetRules() {}

    public static void check(Field object) {
        Field spec = object.at("spec");
        Field selector = spec.at("selector");
        Field template = spec.at("template");
        if (selector.isSet()) {
            WorkloadRules.selector(selector, "daemonset").ifPresent(labels -> WorkloadRules.matching(template, labels));
        } else {
            WorkloadRules.mismatch(template);
        }
        PodRules.templateOfReplicas(template, "DaemonSet");
        spec.at("minReadySeconds").requireNotNegative();
        strategy(spec.at("updateStrategy"));
        spec.at("revisionHistoryLimit").requireNotNegative();
    }

    private static void strategy(Field strategy) {
        switch (strategy.at("type").text()) {
            case "OnDelete" -> {
                // what it says of rolling updates is not looked at
            }
            case "RollingUpdate" -> rollingUpdate(strategy.at("rollingUpdate"));
            default -> strategy.notSupported(List.of("RollingUpdate", "OnDelete"));
        }
    }

    private static void rollingUpdate(Field rolling) {
        if (!rolling.isSet()) {
            rolling.required("");
            return;
        }
        Field unavailable = rolling.at("maxUnavailable");
        Field surge = rolling.at("maxSurge");
        for (Field amount : List.of(unavailable, surge)) {
            RolloutRules.amount(amount);
        }
        for (Field amount : List.of(unavailable, surge)) {
            RolloutRules.notMoreThanAll(amount);
        }
        boolean hasUnavailable = RolloutRules.number(unavailable) != 0;
        boolean hasSurge = RolloutRules.number(surge) != 0;
        if (hasUnavailable && hasSurge) {
            surge.invalid("may not be set when maxUnavailable is non-zero");
        } else if (!hasUnavailable && !hasSurge) {
            unavailable.required("cannot be 0 when maxSurge is 0");
        }
    }

    public static void update(Field object, JsonNode old) {
        object.at("spec").at("selector").requireUnchanged(old.path("spec").path("selector"));
    }

    public static void status(Field object, JsonNode old) {
        Field status = object.at("status");
        COUNTS.forEach(count -> status.at(count).requireNotNegative());
        CollisionRules.check(status, old);
    }
}
