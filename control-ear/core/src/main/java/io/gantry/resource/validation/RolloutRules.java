package io.gantry.resource.validation;

import java.util.List;

/** How a deployment replaces its pods. */
final class RolloutRules {

    private RolloutRules() {}

    static void check(Field spec) {
        strategy(spec.at("strategy"));
        spec.at("minReadySeconds").requireNotNegative();
        spec.at("revisionHistoryLimit").requireNotNegative();
        Field deadline = spec.at("progressDeadlineSeconds");
        if (deadline.isSet()) {
            deadline.requireNotNegative();
            if (deadline.number() <= spec.at("minReadySeconds").number()) {
                deadline.invalid("must be greater than minReadySeconds");
            }
        }
    }

    private static void strategy(Field strategy) {
        Field rolling = strategy.at("rollingUpdate");
        switch (strategy.at("type").text()) {
            case "Recreate" -> rolling.forbidIfSet("may not be specified when strategy `type` is 'Recreate'");
            case "RollingUpdate" -> rollingUpdate(rolling);
            default -> strategy.notSupported(List.of("Recreate", "RollingUpdate"));
        }
    }

    private static void rollingUpdate(Field rolling) {
        Field unavailable = rolling.at("maxUnavailable");
        Field surge = rolling.at("maxSurge");
        amount(unavailable);
        amount(surge);
        if (number(unavailable) == 0 && number(surge) == 0) {
            unavailable.invalid("may not be 0 when `maxSurge` is 0");
        }
        notMoreThanAll(unavailable);
    }

    /** At most 100 %, if it is a percentage. */
    static void notMoreThanAll(Field amount) {
        if (FormatRules.isPercent(amount.text()) && number(amount) > 100) {
            amount.invalid("must not be greater than 100%");
        }
    }

    /** A number that is not negative, or a percentage. */
    static void amount(Field amount) {
        if (amount.value().isTextual()) {
            amount.invalid(FormatRules.percent(amount.text()));
        } else {
            amount.requireNotNegative();
        }
    }

    /** The number itself, or that before the percent sign; what is too long for a number is the largest one. */
    static long number(Field amount) {
        String text = amount.text();
        if (!FormatRules.isPercent(text)) {
            return amount.number();
        }
        return text.length() < 19 ? Long.parseLong(text.substring(0, text.length() - 1)) : Long.MAX_VALUE;
    }
}
