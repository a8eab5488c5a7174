package io.gantry.rbac;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares sets of rules by what they allow. */
public final class RuleCover {

    private RuleCover() {}

    /** The parts of the wanted rules that the held rules do not cover. */
    public static List<PolicyRule> missing(List<PolicyRule> held, List<PolicyRule> wanted) {
        return wanted.stream()
                .flatMap(rule -> rule.parts().stream())
                .filter(part -> held.stream().noneMatch(rule -> rule.covers(part)))
                .toList();
    }

    /** Puts together parts that differ in their verbs only. */
    static List<PolicyRule> compact(List<PolicyRule> parts) {
        Map<PolicyRule, PolicyRule> byRest = new LinkedHashMap<>();
        List<PolicyRule> compacted = new ArrayList<>();
        for (PolicyRule part : parts) {
            if (!part.nonResourceUrls().isEmpty()) {
                compacted.add(part);
                continue;
            }
            PolicyRule rest =
                    new PolicyRule(List.of(), part.apiGroups(), part.resources(), part.resourceNames(), List.of());
            byRest.merge(rest, part, (present, more) -> present.withVerbs(more.verbs()));
        }
        compacted.addAll(byRest.values());
        return compacted;
    }
}
