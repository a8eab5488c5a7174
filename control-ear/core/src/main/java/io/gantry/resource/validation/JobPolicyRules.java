package io.gantry.resource.validation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a job makes of failed pods, and when it has succeeded. */
final class JobPolicyRules {

    private static final int RULES = 20;
    private static final int EXIT_CODES = 255;
    private static final int PATTERNS = 20;
    private static final int INDEXES_LENGTH = 64 * 1024;
    private static final List<String> ACTIONS = List.of("Count", "FailIndex", "FailJob", "Ignore");
    private static final List<String> OPERATORS = List.of("In", "NotIn");
    private static final List<String> STATUSES = List.of("False", "True", "Unknown");

    private JobPolicyRules() {}

    static void check(Field spec) {
        Field failure = spec.at("podFailurePolicy");
        if (failure.isSet()) {
            failure.at("rules").limitItems(RULES);
            failure.items("rules").forEach(rule -> failureRule(spec, rule));
        }
        Field success = spec.at("successPolicy");
        if (success.isSet()) {
            if (JobRules.isIndexed(spec.value())) {
                success(spec, success);
            } else {
                success.invalid("requires indexed completion mode");
            }
        }
        replacement(spec.at("podReplacementPolicy"), failure);
    }

    private static void replacement(Field policy, Field failure) {
        policy.supportOnly(failure.isSet() ? List.of("Failed") : List.of("Failed", "TerminatingOrFailed"));
    }

    private static void failureRule(Field spec, Field rule) {
        Field action = rule.at("action");
        if (action.is("FailIndex")) {
            if (!spec.at("backoffLimitPerIndex").isSet()) {
                action.invalid("requires the backoffLimitPerIndex to be set");
            }
        } else {
            oneOf(action, ACTIONS);
        }
        Field codes = rule.at("onExitCodes");
        Field conditions = rule.at("onPodConditions");
        if (codes.isSet()) {
            exitCodes(spec, codes);
        }
        conditions.limitItems(PATTERNS);
        conditions.items().forEach(JobPolicyRules::pattern);
        if (codes.isSet() && !conditions.isEmpty()) {
            rule.invalidUnshown("specifying both OnExitCodes and OnPodConditions is not supported");
        }
        if (!codes.isSet() && conditions.isEmpty()) {
            rule.invalidUnshown("specifying one of OnExitCodes and OnPodConditions is required");
        }
    }

    /** Upstream lists the values of a missing one without commas. */
    private static void oneOf(Field field, List<String> values) {
        if (field.isEmpty()) {
            field.required("valid values: [\"" + String.join("\" \"", values) + "\"]");
        } else {
            field.supportOnly(values);
        }
    }

    private static void pattern(Field pattern) {
        FormatRules.qualifiedName(pattern.at("type"));
        oneOf(pattern.at("status"), STATUSES);
    }

    private static void exitCodes(Field spec, Field codes) {
        oneOf(codes.at("operator"), OPERATORS);
        Field container = codes.at("containerName");
        if (container.isSet() && containers(spec).noneMatch(container::is)) {
            container.invalid("must be one of the container or initContainer names in the pod template");
        }
        Field values = codes.at("values");
        if (values.isEmpty()) {
            values.invalid("at least one value is required");
        }
        values.limitItems(EXIT_CODES);
        Set<Long> seen = new HashSet<>();
        boolean ordered = true;
        long last = Long.MIN_VALUE;
        for (Field value : values.items()) {
            if (codes.at("operator").is("In") && value.number() == 0) {
                value.invalid("must not be 0 for the In operator");
            }
            if (!seen.add(value.number())) {
                value.duplicate();
            }
            ordered &= value.number() >= last;
            last = value.number();
        }
        if (!ordered) {
            values.invalid("must be ordered");
        }
    }

    private static Stream<String> containers(Field spec) {
        Field pod = spec.at("template").at("spec");
        return Stream.of("containers", "initContainers")
                .flatMap(list -> pod.items(list).stream())
                .map(container -> container.at("name").text());
    }

    private static void success(Field spec, Field policy) {
        Field rules = policy.at("rules");
        if (rules.isEmpty()) {
            rules.required("at least one rules must be specified when the successPolicy is specified");
        }
        rules.limitItems(RULES);
        long completions = spec.at("completions").number();
        rules.items().forEach(rule -> successRule(rule, completions));
    }

    private static void successRule(Field rule, long completions) {
        Field count = rule.at("succeededCount");
        Field indexes = rule.at("succeededIndexes");
        if (!count.isSet() && !indexes.isSet()) {
            rule.required("at least one of succeededCount or succeededIndexes must be specified");
        }
        long total = 0;
        if (indexes.isSet()) {
            if (indexes.text().length() > INDEXES_LENGTH) {
                indexes.tooLong(INDEXES_LENGTH);
            }
            switch (IndexList.parse(indexes.text(), completions)) {
                case IndexList.Valid valid -> total = valid.count();
                case IndexList.Broken broken -> indexes.invalid("error parsing succeededIndexes: " + broken.why());
            }
        }
        if (count.isSet()) {
            count.requireNotNegative();
            if (count.number() > completions) {
                count.invalid(
                        "must be less than or equal to " + completions + " (the number of specified completions)");
            }
            if (indexes.isSet() && count.number() > total) {
                count.invalid("must be less than or equal to " + total
                        + " (the number of indexes in the specified succeededIndexes field)");
            }
        }
    }
}
