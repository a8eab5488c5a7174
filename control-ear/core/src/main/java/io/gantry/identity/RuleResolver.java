package io.gantry.identity;

import java.util.List;

/** Lists what a user may do, as far as it can be listed. */
public interface RuleResolver {

    record ResourceRule(
            List<String> verbs, List<String> apiGroups, List<String> resources, List<String> resourceNames) {}

    record NonResourceRule(List<String> verbs, List<String> nonResourceUrls) {}

    /**
     * @param incomplete whether the user may be allowed more than is listed
     * @param error what could not be found, empty when all was
     */
    record Rules(
            List<ResourceRule> resourceRules,
            List<NonResourceRule> nonResourceRules,
            boolean incomplete,
            String error) {}

    /**
     * @param namespace empty for the cluster alone
     */
    Rules rulesFor(UserInfo user, String namespace);
}
